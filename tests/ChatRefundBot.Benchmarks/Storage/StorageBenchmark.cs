using System.Globalization;
using System.Text;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace ChatRefundBot.Benchmarks.Storage;

/// <summary>
/// What a turn's two commits cost beside two bare scripts with the same bytes: alternating runs in one process, eight conversations at
/// once, on a Redis of its own with append-only on; and the same turns on SQLite.
/// </summary>
internal static class StorageBenchmark
{
    private const int InFlight = 8;
    private const int Runs = 5;
    private const int StateBytes = 2_000;
    private const int Spread = 20;
    private const int TurnsPerRun = 300;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var duration = TimeSpan.FromSeconds(arguments is [var text] ? double.Parse(text, CultureInfo.InvariantCulture) : 2);
        if (!RedisServer.IsInstalled)
        {
            await Console.Error.WriteLineAsync("redis-server is not installed.");
            return 2;
        }
        await using var server = await RedisServer.StartAsync();
        await using var redis = NewRedis(server);
        using var directory = new TemporaryDirectory();
        await using var sqlite = new SqliteStore(new SqliteStoreOptions { DataDirectory = directory.FullPath }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var state = Encoding.UTF8.GetBytes("{\"state\":\"" + new string('s', StateBytes - 12) + "\"}");
        var bare = new BareScripts(multiplexer.GetDatabase());
        await bare.LoadAsync();
        var contestants = new List<(string Name, Func<int, Task> Turn)>
        {
            ("floor: two bare scripts", Floor("f", state, bare.TurnAsync)),
            ("floor, replies undecoded", Floor("l", state, bare.LeanTurnAsync)),
            ("store on Redis", Turns(redis, state)),
            ("store on SQLite", Turns(sqlite, state)),
        };
        await PrintAsync(contestants, duration);
        await PrintLengthsAsync(redis, state);
        await PrintMemoryAsync(multiplexer.GetDatabase(), redis);
        return 0;
    }

    private static async Task PrintAsync(List<(string Name, Func<int, Task> Turn)> contestants, TimeSpan duration)
    {
        foreach (var (_, turn) in contestants) await TurnRate.MeasureAsync(InFlight, duration, turn);
        var rates = contestants.ConvertAll(_ => new List<TurnRate>());
        for (var run = 0; run < Runs; run++)
        {
            for (var i = 0; i < contestants.Count; i++) rates[i].Add(await TurnRate.MeasureAsync(InFlight, duration, contestants[i].Turn));
        }
        Console.WriteLine(Line($"{Runs} alternating runs of {duration.TotalSeconds:0.#} s, {InFlight} conversations at once, state of {StateBytes:N0} bytes, {Environment.ProcessorCount} processors"));
        Console.WriteLine();
        Console.WriteLine("| | turns/s, median | lowest - highest | of the floor | of the lean floor | bytes allocated per turn |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        for (var i = 0; i < contestants.Count; i++)
        {
            var rate = Median(rates[i], r => r.PerSecond);
            Console.WriteLine(Line(
                $"| {contestants[i].Name} | {rate:N0} | {rates[i].Min(r => r.PerSecond):N0} - {rates[i].Max(r => r.PerSecond):N0} | {rate / Median(rates[0], r => r.PerSecond):P0} | {rate / Median(rates[1], r => r.PerSecond):P0} | {Median(rates[i], r => r.BytesPerTurn):N0} |"));
        }
    }

    private static async Task PrintMemoryAsync(IDatabase database, RedisStore redis)
    {
        await redis.CommitAsync(new CommitUnit().Append(new LogKey("inbox", "web:0123456789abcdef"), new byte[250], "telegram:12345678:987654321"), CancellationToken.None);
        await redis.CommitAsync(new CommitUnit().Erase(new LogKey("inbox", "web:0123456789abcdef")), CancellationToken.None);
        async Task<long> BytesAsync(string key) => (long)await database.ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", "0");
        var emptied = await BytesAsync("crb{default}:b:inbox:web:0123456789abcdef");
        var id = await BytesAsync("crb{default}:e:inbox:web:0123456789abcdef\u001ftelegram:12345678:987654321");
        Console.WriteLine();
        Console.WriteLine(Line($"Redis memory: an emptied log {emptied} bytes, a message id {id} bytes for {IStore.IdMemory.TotalDays:0} days."));
    }

    private static Func<int, Task> Floor(string prefix, byte[] state, Func<RedisKey, long, byte[], Task> turn)
    {
        var versions = new long[InFlight];
        return async n =>
        {
            var value = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{versions[n] + 1}\n"));
            await turn($"crb{{floor}}:{prefix}{n}", versions[n]++, [.. value, .. state]);
        };
    }

    private static Func<int, Task> Turns(IStore store, byte[] state)
    {
        var conversations = Enumerable.Range(0, InFlight).Select(n => new StoreTurns(store, string.Create(CultureInfo.InvariantCulture, $"web:new{n}"), state)).ToArray();
        return n => conversations[n].TurnAsync();
    }

    /// <summary>A turn's cost by the length of its conversation: few turns on many conversations, so that they keep their lengths.</summary>
    private static async Task PrintLengthsAsync(IStore store, byte[] state)
    {
        int[] lengths = [20, 2_000];
        var rates = new Dictionary<int, List<TurnRate>>();
        var conversations = new Dictionary<int, StoreTurns[]>();
        foreach (var length in lengths)
        {
            rates[length] = [];
            conversations[length] = [.. Enumerable.Range(0, InFlight * Spread).Select(n => new StoreTurns(store, string.Create(CultureInfo.InvariantCulture, $"web:{length}-{n}"), state))];
            foreach (var conversation in conversations[length]) await conversation.FillAsync(length);
        }
        for (var run = 0; run < Runs; run++)
        {
            foreach (var length in lengths)
            {
                var next = new int[InFlight];
                rates[length].Add(await TurnRate.MeasureAsync(InFlight, TurnsPerRun, n => conversations[length][n * Spread + next[n]++ % Spread].TurnAsync()));
            }
        }
        Console.WriteLine();
        foreach (var length in lengths)
            Console.WriteLine(Line($"Redis, transcript of {length:N0} entries: {Median(rates[length], r => r.PerSecond):N0} turns/s, {Median(rates[length], r => r.BytesPerTurn):N0} bytes allocated per turn."));
    }

    private static RedisStore NewRedis(RedisServer server) =>
        new(new RedisStoreOptions { ConnectionString = server.ConnectionString }, NullLogger<RedisStore>.Instance);

    private static double Median(List<TurnRate> rates, Func<TurnRate, double> of) => rates.Select(of).Order().ElementAt(rates.Count / 2);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
