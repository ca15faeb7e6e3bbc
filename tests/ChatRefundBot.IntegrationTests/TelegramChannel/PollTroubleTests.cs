using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>Asking for updates when the server or the way to it is in trouble: nothing is lost, nothing counts twice.</summary>
public sealed class PollTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Fault> Faults => new()
    {
        new Fault.BadGatewayHtml(), new Fault.NotJson(), new Fault.OkWithoutResult(), new Fault.DroppedMidBody(), new Fault.DroppedBeforeAnswer(Applied: true), Fault.Restart,
        new Fault.RateLimited(1), new Fault.RateLimited(1, WithParameters: false), new Fault.Refused(400, "Bad Request: whatever"), new Fault.Refused(404, "Not Found"),
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_batch_that_did_not_get_through_comes_again_and_counts_once(Fault fault)
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        await api.Updates.UntilPolledAsync();
        var scripted = api.Faults.Next("getUpdates", fault);
        mei.SendText("Agree");
        // The poll that hangs is answered well; the next one meets the fault with new words in it.
        mei.SendText("YKW3CRMTHLB50031");
        await scripted.UntilUsedAsync(within: TimeSpan.FromSeconds(30));

        await mei.UntilAsync(m => m.Text.Contains("last 4", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        mei.SendText("5271");
        await mei.UntilAsync(m => m.Labels.Contains("Yes"), TimeSpan.FromSeconds(30));
        await api.Updates.UntilConfirmedAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, mei.Screen.Count(m => m.Text.Contains("last 4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_goes_away_and_comes_back_finds_the_bot_where_it_was()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        for (var i = 0; i < 3; i++)
        {
            await api.GoAwayAsync();
            await Task.Delay(300, Token);
            await api.ComeBackAsync();
        }

        mei.SendText("Agree");
        await mei.UntilAskedForOrderAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_token_that_was_revoked_stops_everything_gently_and_the_new_one_goes_on()
    {
        using var directory = new TemporaryDirectory();
        await using var api = await FakeBotApi.StartAsync();
        var options = new TelegramDeskOptions { Directory = directory.FullPath };
        FakeTelegramUserState state;
        await using (var desk = await TelegramDesk.StartAsync(api, options))
        {
            var mei = await api.GreetedAsync();
            api.Updates.Hold();
            mei.SendText("Agree");
            var old = api.Token;
            var refused = api.Faults.Always("*", Fault.Unauthorized);
            var polls = api.Faults.Always("getUpdates", Fault.Unauthorized);
            api.Updates.Release();
            await polls.UntilUsedAsync(within: TimeSpan.FromSeconds(30));
            await Task.Delay(5000, Token);
            Assert.Equal("token refused", (await desk.ReportAsync()).State);
            Assert.InRange(polls.Used + refused.Used, 1, 12);
            Assert.Empty(await desk.DeadLettersAsync());
            refused.Stop();
            polls.Stop();
            api.RenewToken();
            Assert.NotEqual(old, api.Token);
            state = new FakeTelegramUserState(mei);
        }

        await using var again = await TelegramDesk.StartAsync(api, options);
        await state.User.UntilAskedForOrderAsync(TimeSpan.FromSeconds(30));
    }

    private sealed record FakeTelegramUserState(ChatRefundBot.Testing.Telegram.Users.FakeTelegramUser User);
}
