using Xunit;

namespace ChatRefundBot.IntegrationTests.Telegram;

/// <summary>SIGKILL at every step between getUpdates and sendMessage.</summary>
public sealed class TelegramCrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_is_lost_and_at_most_the_send_in_flight_is_doubled_and_marked() => Check(await TelegramCrashRound.RunAsync(kills: 8, seed: 1));

    /// <summary>The long run: <c>-explicit only -class *TelegramCrashTests -showliveoutput</c>.</summary>
    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_over_many_kills()
    {
        for (var seed = 1; seed <= 5; seed++) Check(await TelegramCrashRound.RunAsync(kills: 20, seed));
    }

    private void Check(TelegramCrashReport report)
    {
        output.WriteLine(report.ToString());
        Assert.True(report.IsGood, report.ToString());
        // A kill meets one send in flight of each chat at most.
        Assert.InRange(report.Marked, 1, report.Kills * report.Chats);
    }
}
