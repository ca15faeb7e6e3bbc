using ChatRefundBot.Testing.Crash;
using ChatRefundBot.Testing.Storage;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Crash;

/// <summary>
/// Processes that hold refund conversations are killed at any point between accept and deliver. The long run is a verb of the benchmarks:
/// <c>crash --rounds 50</c>.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_doubled_or_half_done_on_the_embedded_store() =>
        Check(await CrashRound.RunAsync(null, "-", new CrashOptions { Hosts = 1 }, Token), leastKills: 3);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_doubled_or_half_done_on_redis()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync();
        Check(await CrashRound.RunAsync(server.ConnectionString, "crash", new CrashOptions(), Token), leastKills: 3);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_while_the_server_goes_away_and_work_resumes_by_itself()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync("--appendfsync", "always");
        var options = new CrashOptions { FailingServer = server, DeathsPerThousand = 0, LongestLife = TimeSpan.FromMinutes(10) };
        Check(await CrashRound.RunAsync(server.ConnectionString, "away", options, Token), leastKills: 0);
    }

    private void Check(CrashReport report, int leastKills)
    {
        output.WriteLine(report.ToString());
        Assert.True(report.IsGood, report.ToString());
        Assert.InRange(report.Kills, leastKills, int.MaxValue);
    }
}
