using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>Groups, where the bot has no business.</summary>
public sealed class GroupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sendMessage")]
    [InlineData("leaveChat")]
    public async Task The_bot_leaves_also_when_the_server_is_in_trouble(string method)
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var fault = api.Faults.Next(method, new Fault.BadGatewayHtml());
        var group = api.NewGroup("friends", api.EnglishBuyer());
        await fault.UntilUsedAsync();

        await group.UntilBotLeftAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Where_the_bot_was_removed_it_says_nothing()
    {
        await using var api = await FakeBotApi.StartAsync();
        var mei = api.EnglishBuyer();
        var group = api.NewGroup("friends", mei);
        group.RemoveBot(mei);
        await using var desk = await TelegramDesk.StartAsync(api);
        await api.Updates.UntilConfirmedAsync();
        await api.GreetedAsync("Bo");
        await Task.Delay(500, Token);

        // Whatever it tried, a server that refuses it was not asked again and again.
        Assert.InRange(api.Calls.Where(c => c.ChatId == group.Id).Count, 0, 2);
        Assert.Equal(0, (await desk.ReportAsync()).UnreadableUpdates);
    }

    [Fact]
    public async Task A_tap_in_a_group_is_nobodys_answer()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var data = mei.Last!.Rows.SelectMany(r => r).First(b => b.Label == "Agree").Data!;
        var group = api.NewGroup("friends", mei);
        await group.UntilBotLeftAsync();
        group.Tap(mei, group.Chat.Last!, data);
        await api.Updates.UntilConfirmedAsync();
        mei.SendText("Agree");

        await mei.UntilAskedForOrderAsync();
        Assert.Single(mei.Screen, m => m.Text.Contains(BuyerSteps.OrderQuestion, StringComparison.Ordinal));
    }
}
