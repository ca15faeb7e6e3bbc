using System.Diagnostics;
using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>One chat's trouble, or that of one kind of call, is not the others'.</summary>
public sealed class OthersTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_that_never_come_do_not_keep_others_from_being_answered()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var senders = Enumerable.Range(1, 70).Select(n => api.EnglishBuyer($"S{n}")).ToList();
        api.Faults.AlwaysFile(new Fault.SilenceNotApplied());
        var picture = SamplePicture.Png(64, 64);
        foreach (var sender in senders) sender.SendPhoto(picture);
        await api.Calls.UntilCountAsync("getFile", 8);
        await api.Updates.UntilConfirmedAsync();

        var bo = api.EnglishBuyer("Bo");
        bo.SendCommand("/start");

        await bo.UntilAsync(m => m.Labels.Contains("Agree"), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Answers_to_taps_that_hang_hold_nothing_up()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { Limits = TelegramDeskOptions.Quick with { SendTimeout = TimeSpan.FromSeconds(20) } });
        var buyers = new[] { await api.GreetedAsync("A"), await api.GreetedAsync("B"), await api.GreetedAsync("C"), await api.GreetedAsync("D"), await api.GreetedAsync("E"), await api.GreetedAsync("F") };
        api.Faults.Always("answerCallbackQuery", new Fault.SilenceNotApplied());

        foreach (var buyer in buyers) buyer.Tap("Agree");

        foreach (var buyer in buyers) await buyer.UntilAskedForOrderAsync(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task Answers_to_taps_that_are_refused_change_nothing()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        api.Faults.Next("answerCallbackQuery", new Fault.Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"));

        mei.Tap("Agree");

        await mei.UntilAskedForOrderAsync();
        Assert.Equal(1, api.Calls.Count("answerCallbackQuery"));
        Assert.Empty(await desk.DeadLettersAsync());
    }

    [Fact]
    public async Task A_chat_that_was_told_to_wait_for_hours_is_left_alone_also_after_a_restart()
    {
        using var directory = new TemporaryDirectory();
        await using var api = await FakeBotApi.StartAsync();
        var options = new TelegramDeskOptions { Directory = directory.FullPath };
        ApiCall limited;
        var mei = api.EnglishBuyer();
        await using (var desk = await TelegramDesk.StartAsync(api, options))
        {
            var fault = api.Faults.Next("sendMessage", new Fault.RateLimited(7728), chatId: mei.Id);
            mei.SendCommand("/start");
            await fault.UntilUsedAsync();
            limited = await api.Calls.UntilAsync(c => c.Fault is Fault.RateLimited);
            await StaysAloneAsync(desk);
        }

        await using var again = await TelegramDesk.StartAsync(api, options);
        await StaysAloneAsync(again);

        async Task StaysAloneAsync(TelegramDesk desk)
        {
            // Everything that would call: words, a picture (typing), a tap on nothing.
            mei.SendText("hello?");
            mei.SendPhoto(SamplePicture.Png(64, 64));
            var bo = await api.GreetedAsync("Bo");
            bo.Tap("Agree");
            await bo.UntilAskedForOrderAsync();
            await Task.Delay(2000, Token);
            var calls = api.Calls.Where(c => c.ChatId == mei.Id && c.Sequence > limited.Sequence);
            Assert.True(calls.Count == 0, string.Join('\n', calls));
            Assert.Empty(await desk.DeadLettersAsync());
        }
    }

    [Fact]
    public async Task A_webhook_chat_that_is_stuck_does_not_hold_the_others()
    {
        await using var api = await FakeBotApi.StartAsync(new FakeBotApiOptions { TimeScale = 0.05 });
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { WebhookSecret = "s3cret" });
        await api.Calls.UntilAsync(c => c.Is("setWebhook"));
        var mei = api.EnglishBuyer();
        // Larger than the desk takes; Telegram itself would never send it, and never stop.
        api.Updates.PushRaw(
            $$$"""{"update_id":{id},"message":{"message_id":900,"date":1790000000,"chat":{"id":{{{mei.Id}}},"type":"private"},"text":"{{{new string('x', 1_100_000)}}}"}}""",
            chatId: mei.Id, queueKey: mei.Id);
        var waited = Stopwatch.StartNew();

        await api.GreetedAsync("Bo");

        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), $"{waited.Elapsed}");
    }
}
