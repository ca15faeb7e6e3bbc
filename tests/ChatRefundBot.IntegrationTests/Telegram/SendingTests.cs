using ChatRefundBot.TelegramChannel;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using ChatRefundBot.Testing.Telegram.Users;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Telegram;

/// <summary>What goes to Telegram when Telegram is in trouble: the table of outcomes, by calls as they were made.</summary>
public sealed class SendingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_limit_is_kept_to_and_the_order_with_it()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        var limited = api.Faults.Next("sendMessage", new Fault.RateLimited(2));
        mei.SendCommand("/start");
        await limited.UntilUsedAsync();
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));

        var calls = api.Calls.Of("sendMessage", mei.Id);
        Assert.Equal(3, calls.Count);
        Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromSeconds(2), "nothing is sent before the time that Telegram says");
        Assert.Equal(calls[0].Parameters["text"], calls[1].Parameters["text"]);
        Assert.Equal(1, (await desk.ReportAsync()).Limited);
    }

    [Fact]
    public async Task Only_the_chat_that_is_limited_waits()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var (mei, bo) = (api.NewUser(languageCode: "en"), api.NewUser("Bo", languageCode: "en"));
        var limited = api.Faults.Next("sendMessage", new Fault.RateLimited(30), chatId: mei.Id);
        mei.SendCommand("/start");
        await limited.UntilUsedAsync();
        bo.SendCommand("/start");
        await bo.UntilAsync(m => m.Labels.Contains("Agree"));
        Assert.Equal(1, (await desk.ReportAsync()).ChatsLimited);
    }

    [Fact]
    public async Task A_question_that_may_not_have_arrived_is_sent_once_more_with_a_mark_and_the_same_buttons()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await AskedForOrderAsync(api);
        var lost = api.Faults.Next("sendMessage", new Fault.AppliedThenSilence());
        mei.SendCommand("/help");
        await lost.UntilUsedAsync();
        // The help itself is a remark and not repeated; the question behind it goes on.
        await mei.UntilAsync(m => m.Labels.Contains("I cannot find it"));
        Assert.Contains(await desk.DeadLettersAsync(), l => l.Reason.Contains("nobody knows", StringComparison.Ordinal));

        lost = api.Faults.Next("sendMessage", new Fault.AppliedThenSilence());
        mei.SendText("what?");
        await lost.UntilUsedAsync();
        mei.SendText("hello?");
        await lost.UntilUsedAsync();
        lost = api.Faults.Next("sendMessage", new Fault.AppliedThenSilence());
        await mei.UntilAsync(m => m.Text.StartsWith("(Sent again", StringComparison.Ordinal) && m.Labels.Contains("I cannot find it"), TimeSpan.FromSeconds(30));
        var report = await desk.ReportAsync();
        Assert.True(report.Unknown >= 2);
        Assert.True(report.Repeats >= 1);
    }

    [Fact]
    public async Task A_server_in_trouble_is_tried_again_and_nothing_is_doubled()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        api.Faults.Next("sendMessage", new Fault.BadGatewayHtml());
        api.Faults.Next("sendMessage", new Fault.Refused(500, "Internal Server Error: restart"));
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"), TimeSpan.FromSeconds(30));
        Assert.Equal(2, mei.Screen.Count);
        Assert.Empty(await desk.DeadLettersAsync());
    }

    [Fact]
    public async Task A_server_that_is_away_costs_no_message_and_no_attempt()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        var held = api.Faults.Next("sendMessage", new Fault.RateLimited(1));
        mei.SendCommand("/start");
        await held.UntilUsedAsync();
        await api.GoAwayAsync();
        await Task.Delay(4000, Token);
        await api.ComeBackAsync();
        await mei.UntilAsync(m => m.Labels.Contains("Agree"), TimeSpan.FromSeconds(45));
        Assert.Equal(2, mei.Screen.Count);
        Assert.Empty(await desk.DeadLettersAsync());
    }

    [Fact]
    public async Task Markup_that_is_not_understood_is_sent_as_plain_text()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        api.Faults.Next("sendMessage", new Fault.Refused(400, "Bad Request: can't parse entities: unsupported start tag"));
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        var calls = api.Calls.Of("sendMessage", mei.Id);
        Assert.Equal(3, calls.Count);
        Assert.False(calls[1].Parameters.ContainsKey("parse_mode"));
    }

    [Fact]
    public async Task What_is_refused_for_good_goes_to_the_dead_letters_and_the_next_one_follows()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        api.Faults.Next("sendMessage", new Fault.Refused(400, "Bad Request: something that will never work"));
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        var letter = Assert.Single(await desk.DeadLettersAsync());
        Assert.Contains("never work", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Used_buttons_are_taken_away()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        mei.SendText("Agree");
        await mei.UntilAsync(m => m.Text.Contains("order ID", StringComparison.Ordinal));
        await mei.UntilScreenAsync(screen => screen.Count(m => m.Labels.Any()) == 1);
        Assert.DoesNotContain("Agree", mei.Buttons);
        api.Calls.AssertClean();
    }

    [Fact]
    public async Task Rates_stay_below_the_servers_own_bounds()
    {
        await using var api = await FakeBotApi.StartAsync(new FakeBotApiOptions { EnforceRates = true });
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { Limits = new TelegramLimits() });
        var buyers = Enumerable.Range(1, 40).Select(n => api.NewUser($"B{n}", languageCode: "en")).ToList();
        foreach (var buyer in buyers) buyer.SendCommand("/start");
        await Task.WhenAll(buyers.Select(b => b.UntilAsync(m => m.Labels.Contains("Agree"), TimeSpan.FromSeconds(30))));

        Assert.InRange(api.Rates.PeakPerSecond, 1, 30);
        Assert.DoesNotContain(api.Calls.All, c => c.Status == 429);
    }

    [Fact]
    public async Task The_token_is_in_no_log_whatever_fails()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        api.Faults.Next("sendMessage", new Fault.BadGatewayHtml());
        api.Faults.Next("sendMessage", new Fault.NotJson());
        api.Faults.NextFile(new Fault.DroppedMidBody(false), 3);
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"), TimeSpan.FromSeconds(30));
        mei.SendDocument([1, 2, 3], "x.png", "image/png");
        await api.GoAwayAsync();
        await Task.Delay(1500, Token);
        await api.ComeBackAsync();
        var secret = api.Token[(api.Token.IndexOf(':', StringComparison.Ordinal) + 1)..];
        Assert.NotEmpty(desk.Log.Entries);
        Assert.DoesNotContain(desk.Log.Entries, e => e.Message.Contains(secret, StringComparison.Ordinal));
    }

    private static async Task<FakeTelegramUser> AskedForOrderAsync(FakeBotApi api)
    {
        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        mei.Tap("Agree");
        await mei.UntilAsync(m => m.Labels.Contains("I cannot find it"));
        return mei;
    }
}
