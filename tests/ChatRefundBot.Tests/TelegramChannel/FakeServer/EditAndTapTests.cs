using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.ReplyMarkups;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>Edits, deletions, buttons and what a client shows of them.</summary>
public sealed class EditAndTapTests
{
    private const string NotModified =
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

    private const string TooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid";

    [Fact]
    public async Task An_edit_is_seen_and_without_a_keyboard_takes_the_keyboard_away()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var sent = await site.Bot.SendMessage(mei.Id, "old", replyMarkup: new InlineKeyboardButton("a", "c:1"), cancellationToken: ApiSite.Token);
        Assert.Equal(["a"], mei.Buttons);

        await site.Bot.EditMessageText(mei.Id, sent.Id, "new", cancellationToken: ApiSite.Token);

        var screen = await mei.UntilScreenAsync(s => s is [{ Edits: 1 }]);
        Assert.Equal("new", screen[0].Text);
        Assert.Empty(mei.Buttons);
        Assert.Equal(NotModified, (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.EditMessageText(mei.Id, sent.Id, "new", cancellationToken: ApiSite.Token))).Message);
        Assert.Equal(NotModified, (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.EditMessageReplyMarkup(mei.Id, sent.Id, cancellationToken: ApiSite.Token))).Message);
    }

    [Fact]
    public async Task A_caption_is_edited_as_a_caption_and_a_text_as_a_text()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var text = await site.Bot.SendMessage(mei.Id, "text", cancellationToken: ApiSite.Token);
        var file = await site.Bot.SendDocument(mei.Id, new Telegram.Bot.Types.InputFileStream(new MemoryStream([1]), "a.txt"), "caption", cancellationToken: ApiSite.Token);

        await site.Bot.EditMessageCaption(mei.Id, file.Id, "better", cancellationToken: ApiSite.Token);

        Assert.Equal("better", mei.Last!.Text);
        Assert.Equal("Bad Request: there is no text in the message to edit", (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.EditMessageText(mei.Id, file.Id, "x", cancellationToken: ApiSite.Token))).Message);
        Assert.Equal("Bad Request: there is no caption in the message to edit", (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.EditMessageCaption(mei.Id, text.Id, "x", cancellationToken: ApiSite.Token))).Message);
    }

    [Fact]
    public async Task The_bot_edits_its_own_messages_only_and_a_deleted_one_is_gone()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var theirs = mei.SendText("mine");
        Assert.Equal("Bad Request: message can't be edited", (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.EditMessageText(mei.Id, theirs.MessageId, "x", cancellationToken: ApiSite.Token))).Message);

        var sent = await site.Bot.SendMessage(mei.Id, "gone soon", cancellationToken: ApiSite.Token);
        await site.Bot.DeleteMessage(mei.Id, sent.Id, ApiSite.Token);

        Assert.Empty(mei.Screen);
        Assert.Equal("Bad Request: message to edit not found", (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.EditMessageText(mei.Id, sent.Id, "x", cancellationToken: ApiSite.Token))).Message);
    }

    [Fact]
    public async Task A_tap_is_answered_once()
    {
        await using var site = await ApiSite.StartAsync();
        var (mei, tap) = await TappedAsync(site);
        Assert.False(tap.IsAnswered);

        await site.Bot.AnswerCallbackQuery(tap.QueryId, "ok", showAlert: true, cancellationToken: ApiSite.Token);

        Assert.Equal(new TapAnswer("ok", ShowAlert: true), await tap.AnswerAsync());
        Assert.Equal(TooOld, (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.AnswerCallbackQuery(tap.QueryId, cancellationToken: ApiSite.Token))).Message);
        Assert.Equal("Bad Request: MESSAGE_TOO_LONG", (string?)(await site.CallAsync("answerCallbackQuery", new { callback_query_id = mei.Tap("a").QueryId, text = new string('x', 201) }))["description"]);
    }

    [Fact]
    public async Task A_tap_can_be_answered_too_late()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { Clock = clock });
        var (mei, tap) = await TappedAsync(site);
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(TooOld, (string?)(await site.CallAsync("answerCallbackQuery", new { callback_query_id = tap.QueryId }))["description"]);

        var second = mei.Tap("a");
        site.Api.ForgetTaps();
        Assert.Equal(TooOld, (string?)(await site.CallAsync("answerCallbackQuery", new { callback_query_id = second.QueryId }))["description"]);
    }

    [Fact]
    public async Task Only_a_button_that_is_shown_can_be_tapped_but_a_screen_can_be_behind_and_a_client_can_lie()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var (mei, _) = await TappedAsync(site);
        var seen = await mei.NextAsync();
        await site.Bot.EditMessageReplyMarkup(mei.Id, seen.Id, cancellationToken: ApiSite.Token);

        var gone = Assert.Throws<InvalidOperationException>(() => mei.Tap("a"));
        Assert.Contains("no button 'a'", gone.Message, StringComparison.Ordinal);
        mei.Tap(seen, "a");
        mei.TapData(seen, "c:forged");

        Assert.Equal(["c:1", "c:1", "c:forged"], (await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Select(u => u.CallbackQuery!.Data));
    }

    private static async Task<(FakeTelegramUser User, FakeTap Tap)> TappedAsync(ApiSite site)
    {
        var user = await site.StartedUserAsync();
        await site.Bot.SendMessage(user.Id, "?", replyMarkup: new InlineKeyboardButton("a", "c:1"), cancellationToken: ApiSite.Token);
        return (user, user.Tap("a"));
    }
}
