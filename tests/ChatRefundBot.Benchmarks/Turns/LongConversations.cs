using System.Diagnostics;

namespace ChatRefundBot.Benchmarks.Turns;

/// <summary>Turns of conversations of 2,000 messages beside those of 20: a turn must not read what was said before.</summary>
internal static class LongConversations
{
    private const int Conversations = 8;
    private const int Short = 20;
    private const int Long = 2_000;
    private const int Measured = 60;

    public static async Task CompareAsync(DialogLoad dialogs, int runs)
    {
        var longOnes = await TalkedAsync(dialogs, Long);
        await MeasureAsync(dialogs, longOnes);
        var (shortCosts, longCosts) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            shortCosts.Add(await MeasureAsync(dialogs, await TalkedAsync(dialogs, Short)));
            longCosts.Add(await MeasureAsync(dialogs, longOnes));
        }

        var (few, many) = (TurnBenchmark.Median(shortCosts, c => c), TurnBenchmark.Median(longCosts, c => c));
        Console.WriteLine(TurnBenchmark.Line(
            $"A turn of a conversation of {Short} messages costs {few:0} µs ({shortCosts.Min():0} - {shortCosts.Max():0}), of one of {Long:N0} {many:0} µs ({longCosts.Min():0} - {longCosts.Max():0}): {many / few:0.00} times."));
        Console.WriteLine();
    }

    /// <summary>Conversations in which so much was said: asking for help at the question of the order.</summary>
    private static async Task<List<DialogLoad.Buyer>> TalkedAsync(DialogLoad dialogs, int messages)
    {
        var buyers = Enumerable.Range(0, Conversations).Select(_ => dialogs.NewBuyer()).ToList();
        await Task.WhenAll(buyers.Select(async buyer =>
        {
            await dialogs.SendAsync(buyer);
            await dialogs.SendAsync(buyer);
            for (var i = 2; i < messages; i++) await dialogs.SendAsync(buyer, "help");
        }));
        return buyers;
    }

    /// <returns>Microseconds per turn, one conversation after the other in each of the lanes.</returns>
    private static async Task<double> MeasureAsync(DialogLoad dialogs, List<DialogLoad.Buyer> buyers)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(buyers.Select(async buyer =>
        {
            for (var i = 0; i < Measured; i++) await dialogs.SendAsync(buyer, "help");
        }));
        return watch.Elapsed.TotalMicroseconds / (Measured * buyers.Count);
    }
}
