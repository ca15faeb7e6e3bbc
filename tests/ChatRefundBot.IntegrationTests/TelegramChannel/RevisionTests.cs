using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Telegram;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>Edited messages, taps made twice, and what overtakes what.</summary>
public sealed class RevisionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edit_that_changes_no_word_is_no_revision()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var said = mei.SendText("Agree");
        await mei.UntilAskedForOrderAsync();
        var shown = mei.Screen.Count;

        // Telegram says "edited" also for changes that no bot can see.
        mei.Edit(said.MessageId, "Agree");
        await api.Updates.UntilConfirmedAsync();
        mei.SendText("something else");
        await mei.NextAsync();

        var said2 = (await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei))).Select(t => t.In).ToList();
        Assert.DoesNotContain(said2, m => m is IncomingMessage.Edited);
        Assert.DoesNotContain(mei.Screen.Skip(shown), m => m.Text.Contains("Noted your change", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_and_its_edit_in_one_batch_are_heard_in_order()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.AskedForOrderAsync();
        api.Updates.Hold();
        var said = mei.SendText("YKW3CRMTHLB5003");
        mei.Edit(said.MessageId, "YKW3CRMTHLB50031");
        api.Updates.Release();

        await mei.UntilAsync(m => m.Text.Contains("last 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_button_tapped_twice_in_a_hurry_counts_once_and_asks_nothing_twice()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        api.Updates.Hold();
        var taps = new[] { mei.Tap("Agree"), mei.Tap("Agree"), mei.Tap("Agree") };
        api.Updates.Release();

        foreach (var tap in taps) await tap.AnswerAsync();
        await mei.UntilAskedForOrderAsync();
        await api.Updates.UntilConfirmedAsync();
        await Task.Delay(1500, Token);

        Assert.Single(mei.Screen, m => m.Text.Contains(BuyerSteps.OrderQuestion, StringComparison.Ordinal));
        api.Calls.AssertClean();
    }

    [Fact]
    public async Task By_webhook_a_tap_that_overtakes_the_words_before_it_confuses_nobody()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { WebhookSecret = "s3cret" });
        await api.Calls.UntilAsync(c => c.Is("setWebhook"));
        var mei = await api.GreetedAsync();
        api.Webhook.SwapNext();
        var typed = mei.SendText("Agree");
        var tap = mei.Tap("Agree");

        await mei.UntilAskedForOrderAsync();
        await api.Updates.UntilConfirmedAsync();

        Assert.True(Index(tap.UpdateId) < Index(typed.UpdateId), "the tap came first");
        // "Agree" is no order number: it may be asked once more, but nothing is lost and nobody is somewhere else.
        mei.SendText("YKW3CRMTHLB50031");
        await mei.UntilAsync(m => m.Text.Contains("last 4", StringComparison.Ordinal));
        Assert.Empty(await desk.DeadLettersAsync());

        int Index(long update) => api.Webhook.Deliveries.ToList().FindIndex(d => d.UpdateId == update);
    }

    [Fact]
    public async Task By_webhook_an_update_that_comes_again_takes_effect_once()
    {
        await using var api = await FakeBotApi.StartAsync(new FakeBotApiOptions { TimeScale = 0.05 });
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { WebhookSecret = "s3cret" });
        await api.Calls.UntilAsync(c => c.Is("setWebhook"));
        var mei = api.EnglishBuyer();
        var start = mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        var tap = mei.Tap("Agree");
        await mei.UntilAskedForOrderAsync();
        var edit = mei.Edit(start.MessageId, "/start please");
        await api.Updates.UntilConfirmedAsync();
        var heard = (await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei))).Count(t => t.In is not null);
        foreach (var update in new[] { start.UpdateId, tap.UpdateId, edit, start.UpdateId }) api.Updates.PushAgain(update);
        await api.Updates.UntilConfirmedAsync();
        await Task.Delay(1000, Token);

        Assert.Equal(4, (await desk.ReportAsync()).RepeatedUpdates);
        Assert.InRange((await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei))).Count(t => t.In is not null), heard, heard + 1);
        Assert.Single(mei.Screen, m => m.Text.Contains(BuyerSteps.OrderQuestion, StringComparison.Ordinal) && m.Labels.Any());
    }
}
