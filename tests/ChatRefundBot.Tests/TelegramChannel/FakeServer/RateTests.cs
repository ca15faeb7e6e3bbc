using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>The limits of the FAQ, enforced and measured.</summary>
public sealed class RateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_chat_takes_a_burst_and_then_one_a_second_and_calling_on_makes_it_worse()
    {
        await using var site = await StartAsync();
        var mei = await site.StartedUserAsync();
        for (var i = 0; i < 5; i++) Assert.Null(await RetryAfterAsync(site, mei.Id));

        Assert.Equal(1, await RetryAfterAsync(site, mei.Id));
        Assert.Equal(2, await RetryAfterAsync(site, mei.Id));
        Assert.Equal(4, await RetryAfterAsync(site, mei.Id));
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Null(await RetryAfterAsync(site, mei.Id));
        Assert.Equal(6, mei.Screen.Count);
        Assert.Equal((6, 3, 5), (site.Api.Rates.Counted, site.Api.Rates.Limited, site.Api.Rates.PeakPerSecondOf(mei.Id)));
    }

    [Fact]
    public async Task All_chats_together_take_30_a_second()
    {
        await using var site = await StartAsync();
        var users = new List<FakeTelegramUser>();
        for (var i = 0; i < 31; i++) users.Add(await site.StartedUserAsync());
        for (var i = 0; i < 30; i++) Assert.Null(await RetryAfterAsync(site, users[i].Id));

        Assert.Equal(1, await RetryAfterAsync(site, users[30].Id));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await RetryAfterAsync(site, users[30].Id));
        Assert.Equal((31, 30), (site.Api.Rates.Counted, site.Api.Rates.PeakPerSecond));
        Assert.Equal(30, site.Api.Rates.AveragePerSecond, 3);
    }

    [Fact]
    public async Task A_group_takes_20_a_minute()
    {
        await using var site = await StartAsync();
        var group = site.Api.NewGroup("g", site.Api.NewUser());
        for (var i = 0; i < 20; i++) Assert.Null(await RetryAfterAsync(site, group.Id));

        Assert.Equal(60, await RetryAfterAsync(site, group.Id));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(await RetryAfterAsync(site, group.Id));
    }

    [Fact]
    public async Task Edits_and_actions_count_and_answers_to_taps_do_not()
    {
        await using var site = await StartAsync();
        var mei = await site.StartedUserAsync();
        var sent = await site.Bot.SendMessage(mei.Id, "a", replyMarkup: new Telegram.Bot.Types.ReplyMarkups.InlineKeyboardButton("a", "c"), cancellationToken: ApiSite.Token);
        await site.Bot.SendChatAction(mei.Id, Telegram.Bot.Types.Enums.ChatAction.Typing, cancellationToken: ApiSite.Token);
        await site.Bot.AnswerCallbackQuery(mei.Tap("a").QueryId, cancellationToken: ApiSite.Token);
        await site.Bot.EditMessageText(mei.Id, sent.Id, "b", cancellationToken: ApiSite.Token);

        Assert.Equal(3, site.Api.Rates.Counted);
    }

    private Task<ApiSite> StartAsync() => ApiSite.StartAsync(new FakeBotApiOptions { EnforceRates = true, Clock = _clock, TimeScale = 0 });

    private static async Task<int?> RetryAfterAsync(ApiSite site, long chatId) =>
        (int?)(await site.CallAsync("sendMessage", new { chat_id = chatId, text = "x" }))["parameters"]?["retry_after"];
}
