using ChatRefundBot.Testing.Queue;
using ChatRefundBot.Testing.Storage;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Handoff;

/// <summary>I4 and I5 with processes that are killed; the long run is the benchmarks' verb <c>handoff-race</c>.</summary>
public sealed class HandoffRaceTests
{
    [Fact]
    public async Task Agents_who_race_over_two_hosts_share_nothing_and_lose_nothing_whoever_is_killed()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync();
        var report = await HandoffRace.RunAsync(server, "race", new RaceOptions { Tickets = 400, Agents = 20, Kills = 2 });
        Assert.Empty(report.Wrong);
        Assert.True(report is { Kills: 2, Looks: > 10 } && report.Claims >= 400, report.ToString());
    }
}
