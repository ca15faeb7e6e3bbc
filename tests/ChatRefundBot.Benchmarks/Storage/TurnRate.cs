using System.Diagnostics;

namespace ChatRefundBot.Benchmarks.Storage;

/// <summary>Turns per second and managed bytes per turn of one run.</summary>
internal readonly record struct TurnRate(double PerSecond, double BytesPerTurn)
{
    /// <summary>Runs turns on so many conversations at once for a time; each conversation one turn after the other.</summary>
    public static Task<TurnRate> MeasureAsync(int inFlight, TimeSpan duration, Func<int, Task> turn) =>
        MeasureAsync(inFlight, (_, elapsed) => elapsed < duration, turn);

    /// <summary>Runs so many turns on each of so many conversations at once.</summary>
    public static Task<TurnRate> MeasureAsync(int inFlight, int turnsEach, Func<int, Task> turn) =>
        MeasureAsync(inFlight, (turns, _) => turns < turnsEach, turn);

    private static async Task<TurnRate> MeasureAsync(int inFlight, Func<int, TimeSpan, bool> goesOn, Func<int, Task> turn)
    {
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(n => Task.Run(async () =>
        {
            var turns = 0;
            for (; goesOn(turns, watch.Elapsed); turns++) await turn(n);
            return turns;
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var total = counts.Sum();
        return new TurnRate(total / seconds, (GC.GetTotalAllocatedBytes(precise: true) - bytesBefore) / (double)total);
    }
}
