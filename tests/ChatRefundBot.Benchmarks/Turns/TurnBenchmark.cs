using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatRefundBot.Benchmarks.Storage;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace ChatRefundBot.Benchmarks.Turns;

/// <summary>Turns of whole refund dialogs beside their floor, long conversations beside short ones, and what a parked one holds.</summary>
internal static class TurnBenchmark
{
    private const int InFlight = 8;
    /// <summary>Alternating runs of each contestant.</summary>
    internal const int Runs = 5;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var duration = TimeSpan.FromSeconds(arguments is [var text] ? double.Parse(text, CultureInfo.InvariantCulture) : 4);
        if (!RedisServer.IsInstalled)
        {
            await Console.Error.WriteLineAsync("redis-server is not installed.");
            return 2;
        }

        await using var server = await RedisServer.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        using var directory = new TemporaryDirectory();
        await using var redis = new RedisStore(new RedisStoreOptions { ConnectionString = server.ConnectionString }, NullLogger<RedisStore>.Instance);
        await using var dialogs = new DialogLoad(redis, directory.FullPath);
        await using var sqlite = new SqliteStore(new SqliteStoreOptions { DataDirectory = directory.FullPath }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await using var embedded = new DialogLoad(sqlite, directory.FullPath);
        var (turns, trips) = await RecordAsync(dialogs);
        Console.WriteLine(Line($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {InFlight} conversations at once, {Runs} alternating runs of {duration.TotalSeconds:0.#} s in one process."));
        Console.WriteLine();
        var floor = await DialogFloor.CreateAsync(multiplexer.GetDatabase(), turns);
        await CompareAsync(duration,
        [
            ("floor: two bare scripts, same JSON", floor.TurnAsync), ("full dialog on Redis", dialogs.TurnAsync), ("full dialog on SQLite", embedded.TurnAsync),
        ]);
        await PrintStepsAsync(dialogs, trips);
        await LongConversations.CompareAsync(dialogs, Runs);
        await ParkedConversation.PrintAsync(dialogs, multiplexer);
        return 0;
    }

    /// <summary>Dialogs on Redis and nothing else, for a profiler to look at; says what a turn costs in processor time, which other work on the machine disturbs less.</summary>
    public static async Task<int> LoopAsync(string what, string seconds)
    {
        await using var server = await RedisServer.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");
        using var directory = new TemporaryDirectory();
        await using var redis = new RedisStore(new RedisStoreOptions { ConnectionString = server.ConnectionString }, NullLogger<RedisStore>.Instance);
        await using var dialogs = new DialogLoad(redis, directory.FullPath);
        var floor = await DialogFloor.CreateAsync(multiplexer.GetDatabase(), (await RecordAsync(dialogs)).Turns);
        Func<int, Task> turn = what == "floor" ? floor.TurnAsync : dialogs.TurnAsync;
        await TurnRate.MeasureAsync(InFlight, TimeSpan.FromSeconds(5), turn);
        var duration = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        var (client, store) = (Environment.CpuUsage.TotalTime, await ServerTimeAsync(multiplexer));
        var rate = await TurnRate.MeasureAsync(InFlight, duration, turn);
        var turns = rate.PerSecond * duration.TotalSeconds;
        var (clientMicros, storeMicros) = ((Environment.CpuUsage.TotalTime - client).TotalMicroseconds / turns, ((await ServerTimeAsync(multiplexer)) - store).TotalMicroseconds / turns);
        Console.WriteLine(Line($"{what}: {rate.PerSecond:N0} turns/s, {rate.BytesPerTurn:N0} managed bytes, {clientMicros:0} µs of the client's processor and {storeMicros:0} of the server's per turn"));
        return 0;
    }

    private static async Task<TimeSpan> ServerTimeAsync(ConnectionMultiplexer multiplexer)
    {
        var cpu = (await multiplexer.GetServers()[0].InfoAsync("cpu"))[0].ToDictionary(p => p.Key, p => p.Value);
        return TimeSpan.FromSeconds(double.Parse(cpu["used_cpu_user"], CultureInfo.InvariantCulture) + double.Parse(cpu["used_cpu_sys"], CultureInfo.InvariantCulture));
    }

    /// <summary>Holds one dialog and notes what each turn read and wrote, and how often it went to the store.</summary>
    private static async Task<(List<RecordedTurn> Turns, List<int> Trips)> RecordAsync(DialogLoad dialogs)
    {
        var (turns, trips, buyer, read) = (new List<RecordedTurn>(), new List<int>(), dialogs.NewBuyer(), 0L);
        while (buyer.Place < buyer.Script.Length)
        {
            dialogs.Store.Reset();
            var incoming = await dialogs.SendAsync(buyer);
            trips.Add(dialogs.Store.RoundTrips);
            var kept = (await dialogs.Store.GetAsync([StoreNames.State(buyer.Id)], CancellationToken.None))[0]!;
            var lines = await dialogs.Store.ReadAsync(StoreNames.Transcript(buyer.Id), read, int.MaxValue, CancellationToken.None);
            read = lines.LastSequence;
            turns.Add(new RecordedTurn(
                incoming, ConversationState.Read(kept.Body), kept.Body.ToArray(),
                [.. lines.Entries.Select(l => JsonSerializer.Deserialize(l.Body.Span, KernelJson.Stored.TranscriptEntry)!)]));
        }

        return (turns, trips);
    }

    internal static async Task CompareAsync(TimeSpan duration, List<(string Name, Func<int, Task> Turn)> contestants)
    {
        foreach (var (_, turn) in contestants) await TurnRate.MeasureAsync(InFlight, duration, turn);
        var rates = contestants.ConvertAll(_ => new List<TurnRate>());
        for (var run = 0; run < Runs; run++)
        {
            for (var i = 0; i < contestants.Count; i++) rates[i].Add(await TurnRate.MeasureAsync(InFlight, duration, contestants[i].Turn));
        }

        Console.WriteLine("| | turns/s, median | lowest - highest | of the floor | managed bytes per turn |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        var bottom = Median(rates[0], r => r.PerSecond);
        for (var i = 0; i < contestants.Count; i++)
        {
            var rate = Median(rates[i], r => r.PerSecond);
            Console.WriteLine(Line(
                $"| {contestants[i].Name} | {rate:N0} | {rates[i].Min(r => r.PerSecond):N0} - {rates[i].Max(r => r.PerSecond):N0} | {rate / bottom:P0} | {Median(rates[i], r => r.BytesPerTurn):N0} |"));
        }

        Console.WriteLine();
    }

    /// <summary>What each message of the dialog costs, one conversation at a time.</summary>
    private static async Task PrintStepsAsync(DialogLoad dialogs, List<int> trips)
    {
        const int Dialogs = 200;
        var (micros, bytes, script) = (new double[trips.Count], new long[trips.Count], dialogs.NewBuyer().Script);
        for (var d = 0; d < Dialogs; d++)
        {
            var buyer = dialogs.NewBuyer();
            for (var i = 0; i < trips.Count; i++)
            {
                var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
                await dialogs.SendAsync(buyer);
                micros[i] += Stopwatch.GetElapsedTime(began).TotalMicroseconds;
                bytes[i] += GC.GetTotalAllocatedBytes(precise: true) - allocated;
            }
        }

        Console.WriteLine("| message | round trips | µs, one conversation at a time | managed bytes |");
        Console.WriteLine("|---|---:|---:|---:|");
        for (var i = 0; i < trips.Count; i++)
            Console.WriteLine(Line($"| {(i == 2 ? "(order number)" : script[i])} | {trips[i]} | {micros[i] / Dialogs:0} | {bytes[i] / Dialogs:N0} |"));
        Console.WriteLine();
    }

    internal static double Median<T>(List<T> runs, Func<T, double> of) => runs.Select(of).Order().ElementAt(runs.Count / 2);

    internal static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
