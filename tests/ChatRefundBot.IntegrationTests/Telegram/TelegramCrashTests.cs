using Xunit;

namespace ChatRefundBot.IntegrationTests.Telegram;

/// <summary>SIGKILL at every step between getUpdates and sendMessage.</summary>
public sealed class TelegramCrashTests(ITestOutputHelper output)
{
    /// <summary>Rounds of eight kills, each with a seed of its own: CRB_TELEGRAM_CRASH_ROUNDS, 1 when it is not set.</summary>
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("CRB_TELEGRAM_CRASH_ROUNDS"), out var given) ? given : 1;

    [Fact]
    public async Task Nothing_is_lost_and_at_most_the_send_in_flight_is_doubled_and_marked()
    {
        for (var seed = 1; seed <= Rounds; seed++) Check(await TelegramCrashRound.RunAsync(kills: 8, seed));
    }

    private void Check(TelegramCrashReport report)
    {
        output.WriteLine(report.ToString());
        Assert.True(report.IsGood, report.ToString());
        // A kill meets one send in flight of each chat at most.
        Assert.InRange(report.Marked, 1, report.Kills * report.Chats);
    }
}
