using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Queue;
using ChatRefundBot.Testing.Storage;

namespace ChatRefundBot.Benchmarks.Queue;

/// <summary>
/// Tickets asked for, claimed and handed back, beside BullMQ jobs added, taken with a lock and finished: on one Redis, in alternating
/// runs. Ours changes the conversation's owner and tells the buyer with each claim, and every step of it is in the log.
/// </summary>
internal static class ClaimBenchmark
{
    private const int Runs = 3;
    private const int InFlight = 8;
    private static int s_number;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var tickets = arguments is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 3000;
        var script = Path.Combine(RepositoryFiles.Root, "tests", "queue", "bullmq.mjs");
        var hasBull = Directory.Exists(Path.Combine(RepositoryFiles.Root, "tests", "queue", "node_modules"));
        if (!RedisServer.IsInstalled)
        {
            await Console.Error.WriteLineAsync("redis-server is not installed.");
            return 2;
        }

        if (!hasBull) await Console.Error.WriteLineAsync("Run npm ci in tests/queue first; BullMQ is left out.");
        await using var server = await RedisServer.StartAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Runs} alternating runs of {tickets} tickets, medians; {Environment.ProcessorCount} processors\n"));
        Console.WriteLine("| | added/s | taken and finished/s | claim p50 ms | claim p99 ms | client's processor time per ticket |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        await RoundAsync(server, 200, 8);
        foreach (var workers in new[] { 1, 8 })
        {
            var (ours, theirs) = (new List<Round>(), new List<Round>());
            for (var run = 0; run < Runs; run++)
            {
                ours.Add(await RoundAsync(server, tickets, workers));
                if (hasBull) theirs.Add(await BullAsync(server, script, tickets, workers));
            }

            Print($"queue, {workers} at once", ours);
            if (!hasBull) continue;
            Print($"BullMQ 5, {workers} at once", theirs);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| of BullMQ's | {Median(ours, r => r.Add) / Median(theirs, r => r.Add):P0} | {Median(ours, r => r.Drain) / Median(theirs, r => r.Drain):P0} | | | |"));
        }

        await RaceAsync(server, tickets);
        await ListAsync(server);
        return 0;
    }

    /// <summary>Tickets asked for by turns, then claimed and handed back by so many agents at once.</summary>
    private static async Task<Round> RoundAsync(RedisServer server, int tickets, int workers)
    {
        await using var host = NewHost(server);
        await host.Site.StartAsync();
        host.Desk.Follow = host.Site.Host.Run;
        await AgentsAsync(host, workers, 8);
        var add = Stopwatch.StartNew();
        await EnqueueAsync(host, tickets);
        add.Stop();
        var claims = new List<double>[workers];
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var drain = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(n => Task.Run(async () =>
        {
            var (mine, acts) = (claims[n] = [], 0);
            var account = RaceProcess.Agent(n);
            while (true)
            {
                var start = Stopwatch.GetTimestamp();
                var result = await host.Desk.TryClaimNextAsync(account, default);
                if (result is not ClaimResult.Claimed claimed) break;
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                var id = string.Create(CultureInfo.InvariantCulture, $"{n}-{++acts}");
                if (await host.Acts.HandBackAsync(account, claimed.Held, new ResumePoint.Continue(), id, default) is not ActResult.Done) throw new InvalidOperationException("A hand-back was refused.");
            }
        })));
        drain.Stop();
        var spent = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var all = claims.SelectMany(c => c).Order().ToList();
        if (all.Count != tickets) throw new InvalidOperationException($"{all.Count} claims of {tickets} tickets.");
        return new Round(tickets / add.Elapsed.TotalSeconds, tickets / drain.Elapsed.TotalSeconds, all[all.Count / 2], all[all.Count * 99 / 100], spent.TotalMicroseconds / tickets);
    }

    private static async Task<Round> BullAsync(RedisServer server, string script, int tickets, int workers)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true };
        foreach (var argument in new[] { script, Text(server.Port), Text(tickets), Text(workers), "q" + Text(++s_number) }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("BullMQ said nothing.");
        await process.WaitForExitAsync();
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new Round(root.GetProperty("add").GetDouble(), root.GetProperty("drain").GetDouble(), double.NaN, double.NaN, root.GetProperty("cpuMicroseconds").GetDouble());

        static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>50 agents who do nothing but claim.</summary>
    private static async Task RaceAsync(RedisServer server, int tickets)
    {
        await using var host = NewHost(server);
        await host.Site.StartAsync();
        host.Desk.Follow = host.Site.Host.Run;
        await AgentsAsync(host, 50, 100);
        // As much as 50 agents have room for, and no more: each claim is one that succeeds.
        var count = Math.Min(tickets, 50 * 50);
        await EnqueueAsync(host, count);
        var times = new List<double>[50];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Task.Run(async () =>
        {
            times[n] = [];
            while (true)
            {
                var start = Stopwatch.GetTimestamp();
                if (await host.Desk.TryClaimNextAsync(RaceProcess.Agent(n), default) is not ClaimResult.Claimed) break;
                times[n].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        })));
        watch.Stop();
        var all = times.SelectMany(t => t).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n50 agents racing: {all.Count / watch.Elapsed.TotalSeconds:N0} claims/s, p50 {all[all.Count / 2]:0.0} ms, p99 {all[all.Count * 99 / 100]:0.0} ms ({all.Count} claims)"));
    }

    /// <summary>The first screen of a queue of 10,000.</summary>
    private static async Task ListAsync(RedisServer server)
    {
        await using var host = NewHost(server);
        await EnqueueAsync(host, 10_000);
        await host.Board.ListAsync(new QueueFilter(), 0, 50, default);
        var times = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await host.Board.ListAsync(new QueueFilter(), 0, 50, default);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"First 50 of 10,000 tickets: p50 {times[25]:0.0} ms, p99 {times[^1]:0.0} ms"));
    }

    private static RaceHost NewHost(RedisServer server) =>
        new(server.ConnectionString, string.Create(CultureInfo.InvariantCulture, $"claims{++s_number}"), TimeSpan.FromMinutes(10));

    private static async Task AgentsAsync(RaceHost host, int count, int capacity)
    {
        for (var i = 0; i < count; i++)
        {
            var account = RaceProcess.Agent(i);
            await host.Agents.SaveProfileAsync(new AgentProfile(account, account.Value, [Language.Chinese], [], capacity), default);
            await host.Agents.SetPresenceAsync(account, Presence.Online, default);
        }
    }

    private static async Task EnqueueAsync(RaceHost host, int tickets)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, tickets), new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (number, token) =>
        {
            var id = new ConversationId(string.Create(CultureInfo.InvariantCulture, $"bench:{number}"));
            var accepted = await host.Site.Turns.AcceptAsync(new Incoming("m1", id, TimeProvider.System.GetUtcNow(), null, new IncomingMessage.Text("转人工")), token);
            await host.Site.Turns.RunAsync(((AcceptResult.Accepted)accepted).Work!, takenUp: false, token);
        });
    }

    private static void Print(string name, List<Round> rounds)
    {
        var p50 = Median(rounds, r => r.P50);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(rounds, r => r.Add):N0} | {Median(rounds, r => r.Drain):N0} | {(double.IsNaN(p50) ? "" : p50.ToString("0.00", CultureInfo.InvariantCulture))} | {(double.IsNaN(p50) ? "" : Median(rounds, r => r.P99).ToString("0.0", CultureInfo.InvariantCulture))} | {Median(rounds, r => r.Cpu):0} us |"));
    }

    private static double Median(List<Round> rounds, Func<Round, double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);

    private sealed record Round(double Add, double Drain, double P50, double P99, double Cpu);
}
