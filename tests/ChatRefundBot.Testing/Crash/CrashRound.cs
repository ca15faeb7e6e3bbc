using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;

namespace ChatRefundBot.Testing.Crash;

/// <summary>How a round goes.</summary>
public sealed record CrashOptions
{
    /// <summary>Worker processes at once; each is begun again when it dies.</summary>
    public int Hosts { get; init; } = 2;

    /// <summary>Of a thousand commits, at how many the process dies by itself.</summary>
    public int DeathsPerThousand { get; init; } = 30;

    /// <summary>Between two kills from outside, at random; the mean is the middle.</summary>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>When set, the server itself goes away now and then: it is paused, or killed and begun again on its data.</summary>
    public RedisServer? FailingServer { get; init; }

    /// <summary>For the moments of the kills; those of processes by their own hand are of no seed.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>
/// One round: buyers hold whole refund conversations with processes that are killed all the time. A buyer sends each message until it is
/// acknowledged, and then the next. In the end the processes are left alone until nothing is left to do, and everything is looked at.
/// </summary>
public static class CrashRound
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="redis">Connection string; null for SQLite.</param>
    /// <param name="shop">A shop that nobody else uses, on Redis.</param>
    public static async Task<CrashReport> RunAsync(string? redis, string shop, CrashOptions options, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var directory = new TemporaryDirectory();
        SampleShop.EnsureGenerated(DeskParts.OrdersFile(directory.FullPath), TimeProvider.System.GetUtcNow());
        var place = new CrashPlace(directory.FullPath, redis ?? "-", shop, options.DeathsPerThousand);
        var hosts = Enumerable.Range(0, options.Hosts).Select(_ => new CrashChild(place)).ToList();
        foreach (var host in hosts) host.Start();
        using var talking = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        var killing = KillAsync(hosts, options, talking.Token);
        var failing = options.FailingServer is { } server ? FailAsync(server, options.Seed, talking.Token) : Task.CompletedTask;
        await Task.WhenAll(CrashScript.Round.Select((script, i) => TalkAsync(hosts, script, new Random((options.Seed * 1000) + i), patience.Token)));
        await talking.CancelAsync();
        await Task.WhenAll(killing, failing);
        var kills = hosts.Sum(h => h.Deaths);
        foreach (var host in hosts) await host.DisposeAsync();

        await using var store = CrashWorker.OpenStore(place.Directory, place.Redis, place.Shop);
        await using (var survivor = new CrashChild(place with { DeathsPerThousand = 0 }))
        {
            survivor.Start();
            while (!await CrashAudit.IsIdleAsync(store)) await Task.Delay(100, patience.Token);
        }

        return await new CrashAudit(store, place.Directory).RunAsync(CrashScript.Round) with { Kills = kills };
    }

    private static async Task TalkAsync(List<CrashChild> hosts, CrashScript script, Random random, CancellationToken cancellationToken)
    {
        for (var place = 0; place < script.Texts.Length; place++)
        {
            while (!await hosts[random.Next(hosts.Count)].SendAsync(script.Conversation.Value, CrashScript.IdOf(place), script.Texts[place]))
                await Task.Delay(50, cancellationToken);
            // A buyer types; without this all is accepted before the first kill.
            await Task.Delay(random.Next(400), cancellationToken);
        }
    }

    private static async Task KillAsync(List<CrashChild> hosts, CrashOptions options, CancellationToken talking)
    {
        var random = new Random(options.Seed);
        while (true)
        {
            await Task.Delay(options.LongestLife * random.NextDouble(), talking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (talking.IsCancellationRequested) return;
            hosts[random.Next(hosts.Count)].Kill();
        }
    }

    /// <summary>Takes the server away for some seconds, paused and killed in turn.</summary>
    private static async Task FailAsync(RedisServer server, int seed, CancellationToken talking)
    {
        var random = new Random(seed);
        for (var pause = seed % 2 == 0; ; pause = !pause)
        {
            await Task.Delay(TimeSpan.FromSeconds(2 + random.NextDouble()), talking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (talking.IsCancellationRequested) return;
            var away = TimeSpan.FromSeconds(1 + (3 * random.NextDouble()));
            if (pause) await server.PauseAsync();
            else await server.KillAsync();
            await Task.Delay(away, CancellationToken.None);
            if (pause) await server.ResumeAsync();
            else await server.StartAgainAsync();
        }
    }
}
