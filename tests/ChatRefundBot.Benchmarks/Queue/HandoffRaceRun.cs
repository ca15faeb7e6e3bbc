using System.Globalization;
using ChatRefundBot.Testing.Queue;
using ChatRefundBot.Testing.Storage;

namespace ChatRefundBot.Benchmarks.Queue;

/// <summary>The race for tickets in full: 50 agents on two hosts for 10,000 tickets, hosts killed, the server restarted.</summary>
internal static class HandoffRaceRun
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!RedisServer.IsInstalled)
        {
            await Console.Error.WriteLineAsync("redis-server is not installed.");
            return 2;
        }

        var options = new RaceOptions();
        if (arguments is [var tickets, ..]) options = options with { Tickets = int.Parse(tickets, CultureInfo.InvariantCulture) };
        if (arguments is [_, var kills, ..]) options = options with { Kills = int.Parse(kills, CultureInfo.InvariantCulture) };
        if (arguments is [_, _, var seed]) options = options with { Seed = int.Parse(seed, CultureInfo.InvariantCulture) };
        await using var server = await RedisServer.StartAsync();
        var report = await HandoffRace.RunAsync(server, "race", options);
        Console.WriteLine(report);
        return report.Wrong.Count == 0 ? 0 : 1;
    }
}
