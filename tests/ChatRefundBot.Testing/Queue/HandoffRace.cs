using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Testing.Storage;

namespace ChatRefundBot.Testing.Queue;

/// <summary>How a race is run.</summary>
public sealed record RaceOptions
{
    public int Tickets { get; init; } = 10_000;

    public int Agents { get; init; } = 50;

    /// <summary>Processes killed, one after the other, each begun again.</summary>
    public int Kills { get; init; } = 6;

    /// <summary>Whether the server is killed and begun again in the middle.</summary>
    public bool RestartServer { get; init; } = true;

    public int Seed { get; init; } = 1;
}

/// <summary>What came of a race.</summary>
public sealed class RaceReport
{
    public TimeSpan Took { get; set; }
    public int Kills { get; set; }
    public int Claims { get; set; }
    public int Sent { get; set; }
    public int LeasesEnded { get; set; }
    public int Looks { get; set; }

    /// <summary>Everything that must not be.</summary>
    public List<string> Wrong { get; } = [];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Took.TotalSeconds:0.0} s, {Kills} kills, {Claims} claims, {Sent} messages acknowledged, {LeasesEnded} tickets back by an ended lease, {Looks} looks at all agents at once, {Wrong.Count} wrong{(Wrong.Count > 0 ? ":\n" + string.Join('\n', Wrong.Take(20)) : "")}");
}

/// <summary>
/// Agents on two hosts race for tickets on one Redis, while hosts and server are killed: I4 and I5. All agents are looked at as of one moment
/// again and again while it goes on, and everything that was said is gone through at the end.
/// </summary>
public static class HandoffRace
{
    private const int Capacity = 6;
    private const int Hosts = 2;
    private static readonly TimeSpan LeaseGrace = TimeSpan.FromSeconds(4);

    public static async Task<RaceReport> RunAsync(RedisServer server, string shop, RaceOptions options)
    {
        var report = new RaceReport();
        await using var host = new RaceHost(server.ConnectionString, shop, LeaseGrace);
        await PrepareAsync(host, options);
        var watch = Stopwatch.StartNew();
        var random = new Random(options.Seed);
        var processes = Enumerable.Range(0, Hosts).Select(n => Start(server, shop, options, n, options.Seed)).ToList();
        var lines = new List<string>();
        using var over = new CancellationTokenSource();
        var looking = LookAsync(host, options, report, over.Token);
        for (var kill = 0; kill < options.Kills; kill++)
        {
            await Task.Delay(random.Next(500, 2000));
            if (options.RestartServer && kill == options.Kills / 2)
            {
                await server.KillAsync();
                await Task.Delay(300);
                await server.StartAgainAsync();
            }

            var victim = kill % Hosts;
            await processes[victim].KillAsync();
            lines.AddRange(processes[victim].Lines);
            await processes[victim].DisposeAsync();
            // Sometimes long enough for leases to end, sometimes not.
            await Task.Delay(kill % 3 == 0 ? LeaseGrace + TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(300));
            processes[victim] = Start(server, shop, options, victim, options.Seed + kill + 1);
            report.Kills++;
        }

        foreach (var process in processes)
        {
            while (!process.HasEnded) await Task.Delay(50);
            if (await process.EndAsync() != 0) report.Wrong.Add("a process ended with an error: " + process.Errors);
            lines.AddRange(process.Lines);
            await process.DisposeAsync();
        }

        report.Took = watch.Elapsed;
        await over.CancelAsync();
        await looking;
        await AuditAsync(host, options, report, lines);
        return report;
    }

    private static ChildProcess Start(RedisServer server, string shop, RaceOptions options, int number, int seed)
    {
        var share = options.Agents / Hosts;
        return ChildProcess.Start(
            "race", server.ConnectionString, shop, Text((int)LeaseGrace.TotalMilliseconds), Text(number * share), Text(share), Text(options.Agents), Text(seed));

        static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private static ConversationId Conversation(int number) => new(string.Create(CultureInfo.InvariantCulture, $"race:{number}"));

    private static async Task PrepareAsync(RaceHost host, RaceOptions options)
    {
        for (var i = 0; i < options.Agents; i++)
        {
            var account = RaceProcess.Agent(i);
            await host.Agents.SaveProfileAsync(new AgentProfile(account, account.Value, [Language.Chinese], [], Capacity), default);
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, options.Tickets), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, token) =>
        {
            var id = Conversation(number);
            var accepted = await host.Site.Turns.AcceptAsync(new Incoming("m1", id, TimeProvider.System.GetUtcNow(), null, new IncomingMessage.Text("转人工")), token);
            await host.Site.Turns.RunAsync(((AcceptResult.Accepted)accepted).Work!, takenUp: false, token);
        });
    }

    /// <summary>All agents as of one moment: nobody above their capacity, no ticket in two hands.</summary>
    private static async Task LookAsync(RaceHost host, RaceOptions options, RaceReport report, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var agents = await host.Agents.ListAsync(options.Agents, cancellationToken);
                report.Looks++;
                report.Wrong.AddRange(agents.Where(a => a.Load > Capacity).Select(a => $"{a.Profile.Account} holds {a.Load} of {Capacity}"));
                report.Wrong.AddRange(agents.SelectMany(a => a.Held).GroupBy(h => h.Ticket).Where(g => g.Count() > 1).Select(g => $"{g.Key} is in {g.Count()} hands"));
            }
            catch (Exception fault) when (fault is DialogKernel.Storage.StoreUnavailableException or OperationCanceledException)
            {
                // The server is being restarted, or the race is over.
            }

            await Task.Delay(50, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task AuditAsync(RaceHost host, RaceOptions options, RaceReport report, List<string> lines)
    {
        var acknowledged = lines.Where(l => l.StartsWith("sent\t", StringComparison.Ordinal)).Select(l => l.Split('\t')).Where(p => p.Length == 3)
            .ToLookup(p => p[1], p => p[2], StringComparer.Ordinal);
        report.Sent = acknowledged.Sum(g => g.Count());
        for (var number = 0; number < options.Tickets; number++)
        {
            var id = Conversation(number);
            var ticket = await host.Board.FindAsync(TicketQueue.IdOf(id, TicketKind.TakeOver, null), default);
            if (ticket is not { Status: TicketStatus.Resolved }) report.Wrong.Add($"{id}: its ticket is {ticket?.Status.ToString() ?? "gone"}");
            var slice = await host.Store.ReadAsync(StoreNames.Transcript(id), 0, int.MaxValue, default);
            Audit(id, [.. slice.Entries.Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.TranscriptEntry)!)], [.. acknowledged[id.Value]], report);
            report.LeasesEnded += (await host.Board.LinesAsync(id, 1000, default)).Count(l => l.Kind == Handoff.Acts.DeskLineKind.LeaseEnded);
        }

        foreach (var agent in await host.Agents.ListAsync(options.Agents, default))
        {
            if (agent.Load != 0) report.Wrong.Add($"{agent.Profile.Account} still holds {agent.Load}");
        }
    }

    /// <summary>Every message of an agent stands behind the change that made them owner, with its epoch, and every one acknowledged is there once.</summary>
    private static void Audit(ConversationId id, List<TranscriptEntry> entries, List<string> acknowledged, RaceReport report)
    {
        string? owner = null, epoch = null;
        var said = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Owner is { } change)
            {
                owner = change.To == ConversationMode.Agent ? entry.Name : null;
                epoch = owner is null ? null : entry.Cause["owner:".Length..];
                report.Claims += owner is null ? 0 : 1;
                continue;
            }

            if (entry.Author != Author.Agent) continue;
            var words = entry.Out!.Text;
            if (entry.Name != owner || words.Split(' ')[0] != epoch) report.Wrong.Add($"{id}: {entry.Name} said '{words}' while {owner ?? "nobody"} was the owner of epoch {epoch}");
            said[words] = said.GetValueOrDefault(words) + 1;
        }

        foreach (var words in acknowledged)
        {
            if (said.GetValueOrDefault(words) != 1) report.Wrong.Add($"{id}: '{words}' was acknowledged and is there {said.GetValueOrDefault(words)} times");
        }
    }
}
