using System.Globalization;
using ChatRefundBot.Testing.Crash;
using ChatRefundBot.Testing.Storage;

namespace ChatRefundBot.Benchmarks.Crash;

/// <summary>The crash test's long run: many rounds on each store, the figures of all of them at the end.</summary>
internal static class CrashRun
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = arguments is ["--rounds", var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 10;
        var only = arguments is [_, _, "--series", var place] ? int.Parse(place, CultureInfo.InvariantCulture) : 0;
        if (!RedisServer.IsInstalled)
        {
            await Console.Error.WriteLineAsync("redis-server is not installed.");
            return 2;
        }

        // Whatever the server acknowledged is on disk, so that killing the server may lose nothing either.
        await using var server = await RedisServer.StartAsync("--appendfsync", "always");
        (string Name, Func<int, Task<CrashReport>> Round)[] series =
        [
            ("SQLite, one host", n => CrashRound.RunAsync(null, "-", new CrashOptions { Hosts = 1, Seed = n }, CancellationToken.None)),
            ("SQLite, two processes", n => CrashRound.RunAsync(null, "-", new CrashOptions { Seed = n }, CancellationToken.None)),
            ("Redis, two hosts", n => CrashRound.RunAsync(server.ConnectionString, Shop("hosts", n), new CrashOptions { Seed = n }, CancellationToken.None)),
            ("Redis, two hosts, and the server paused and killed", n => CrashRound.RunAsync(
                server.ConnectionString, Shop("server", n), new CrashOptions { Seed = n, FailingServer = server, LongestLife = TimeSpan.FromSeconds(8), DeathsPerThousand = 9 },
                CancellationToken.None)),
        ];
        var good = true;
        Console.WriteLine("| | rounds | kills | messages | lost | doubled | half done | sends repeated under their key |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (name, round) in only == 0 ? series : [series[only - 1]])
        {
            var all = new CrashReport();
            for (var n = 1; n <= rounds; n++)
            {
                all += await round(n);
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name}: {n} of {rounds} rounds, {all.Kills} kills"));
            }


            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {rounds} | {all.Kills} | {all.Messages} | {all.Lost.Count} | {all.Doubled.Count} | {all.HalfDone.Count} | {all.Repeated} |"));
            if (!all.IsGood) await Console.Error.WriteLineAsync(all.ToString());
            good &= all.IsGood;
        }

        return good ? 0 : 1;
    }

    private static string Shop(string series, int round) => string.Create(CultureInfo.InvariantCulture, $"{series}-{round}");
}
