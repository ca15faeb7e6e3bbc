using System.Diagnostics;
using ChatRefundBot.Testing.Storage;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>Reloads, tabs, lost connections, a host and a Redis that are killed: the widget says so, and nothing is lost or doubled.</summary>
[Collection(BrowserTests.Name)]
public sealed class InterruptedTests(Chromium chromium) : IAsyncLifetime
{
    /// <summary>What issue 3 allows between the return of the host and the widget's.</summary>
    private static readonly TimeSpan Return = TimeSpan.FromSeconds(10);

    private WebDesk? _desk;

    public ValueTask InitializeAsync()
    {
        Chromium.Require();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_reload_opens_the_chat_again_where_it_was()
    {
        await using var buyer = await ComeAsync(Wording.Chinese, Device.Phone);
        await buyer.OpenAsync();
        await buyer.NameOrderAsync(RefundStory.Order, RefundStory.Contact);
        await buyer.Field.FillAsync("写到一半");

        await buyer.Page.ReloadAsync();

        await Expect(buyer.Choice(buyer.Words.Invalid)).ToBeVisibleAsync();
        await Expect(buyer.Field).ToHaveValueAsync("写到一半");
        await buyer.ShowsTheTranscriptAsync();
        await buyer.TurnAsync(buyer.Words.Invalid, buyer.Words.AsksPictures, taps: true);
        buyer.HasNoComplaints();
    }

    [Fact]
    public async Task A_chat_that_was_closed_stays_closed_after_a_reload_and_counts_what_came()
    {
        await using var buyer = await ComeAsync(Wording.English, Device.Desktop);
        await buyer.OpenAsync();
        await buyer.EverythingIsSentAsync();
        await buyer.Launcher.ClickAsync();
        await Expect(buyer.Chat).ToBeHiddenAsync();

        // From the same buyer's other tab.
        await using var tab = await buyer.OpenTabAsync();
        await tab.OpenAsync();
        await tab.TurnAsync(tab.Words.Agree, tab.Words.AsksOrder, taps: true);

        await Expect(buyer.Launcher.Locator("b")).ToHaveTextAsync("1");
        await buyer.Page.ReloadAsync();
        await Expect(buyer.Launcher).ToBeVisibleAsync();
        await Expect(buyer.Chat).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_host_that_was_killed_is_missed_at_once_and_found_again_within_ten_seconds()
    {
        await using var buyer = await ComeAsync(Wording.English, Device.Desktop);
        await buyer.OpenAsync();
        await buyer.TurnAsync(buyer.Words.Agree, buyer.Words.AsksOrder, taps: true);

        var lost = Stopwatch.StartNew();
        await _desk!.KillAsync();
        await Expect(buyer.Banner).ToContainTextAsync(buyer.Words.Reconnecting);
        Measured.Print($"Host killed: the loss was shown after {lost.ElapsedMilliseconds} ms.");
        await buyer.SayAsync(RefundStory.Order);
        await Expect(buyer.Rows.Last).ToContainTextAsync(buyer.Words.Waiting);
        await _desk.StartAgainAsync();
        var back = Stopwatch.StartNew();
        await Expect(buyer.Banner).ToContainTextAsync(buyer.Words.Back);
        await buyer.HearAsync(buyer.Words.AsksContact);

        Measured.Print($"Host killed: the answer stood there {back.ElapsedMilliseconds} ms after the host's return.");
        Assert.InRange(back.Elapsed, TimeSpan.Zero, Return);
        await buyer.ShowsTheTranscriptAsync();
        Assert.Single(await buyer.TranscriptAsync(), a => Said(a) == RefundStory.Order);
        await buyer.TurnAsync(RefundStory.Contact, buyer.Words.AsksProduct);
        buyer.HasNoComplaints();
    }

    [Fact]
    public async Task Unsent_messages_and_pictures_outlive_the_page_they_were_written_on()
    {
        await using var buyer = await ComeAsync(Wording.Chinese, Device.Phone);
        await buyer.OpenAsync();
        await buyer.NameOrderAsync(RefundStory.Order, RefundStory.Contact);
        await buyer.TurnAsync(buyer.Words.Invalid, buyer.Words.AsksPictures, taps: true);
        await buyer.PickAsync(await Pictures.FailureAsync(chromium.Browser, 1), await Pictures.FailureAsync(chromium.Browser, 2));
        await _desk!.KillAsync();
        await Expect(buyer.Banner).ToContainTextAsync(buyer.Words.Reconnecting);
        await buyer.Chat.Locator(".send").ClickAsync();
        await Expect(buyer.Rows.Last).ToContainTextAsync(buyer.Words.Waiting);

        await _desk.StartAgainAsync();
        await buyer.Page.ReloadAsync();

        await buyer.HearAsync(buyer.Words.AsksTime);
        await buyer.ShowsTheTranscriptAsync();
        Assert.Single(await buyer.TranscriptAsync(), a => a.TryGetProperty("attachments", out var files) && files.GetArrayLength() == 2);
    }

    [Fact]
    public async Task A_Redis_that_was_killed_loses_and_doubles_nothing()
    {
        RedisServer.Require();
        await using var redis = await RedisServer.StartAsync();
        await using var buyer = await ComeAsync(Wording.Chinese, Device.Desktop, $"--Store:ConnectionString={redis.ConnectionString}");
        await buyer.OpenAsync();
        await buyer.TurnAsync(buyer.Words.Agree, buyer.Words.AsksOrder, taps: true);

        await redis.KillAsync();
        await buyer.SayAsync(RefundStory.Order);
        await Expect(buyer.Rows.Last).ToContainTextAsync(buyer.Words.Waiting);
        await redis.StartAgainAsync();
        var back = Stopwatch.StartNew();
        await buyer.HearAsync(buyer.Words.AsksContact);

        Measured.Print($"The answer to what was written meanwhile stood there {back.ElapsedMilliseconds} ms after the return of Redis.");
        await buyer.TurnAsync(RefundStory.Contact, buyer.Words.AsksProduct);
        await buyer.TurnAsync(buyer.Words.Yes, buyer.Words.AsksProblem, taps: true);
        await buyer.ShowsTheTranscriptAsync();
        Assert.Single(await buyer.TranscriptAsync(), a => Said(a) == RefundStory.Order);
    }

    [Fact]
    public async Task Two_tabs_show_the_same_conversation()
    {
        await using var buyer = await ComeAsync(Wording.Chinese, Device.Desktop);
        await buyer.OpenAsync();
        await using var tab = await buyer.OpenTabAsync();
        await tab.OpenAsync();

        await buyer.TurnAsync(buyer.Words.Agree, buyer.Words.AsksOrder, taps: true);
        await tab.HearAsync(tab.Words.AsksOrder);
        await tab.TurnAsync(RefundStory.Order, tab.Words.AsksContact);
        await buyer.HearAsync(buyer.Words.AsksContact);
        await Expect(buyer.Choice(buyer.Words.Agree)).ToBeHiddenAsync();

        await buyer.ShowsTheTranscriptAsync();
        await tab.ShowsTheTranscriptAsync();
        buyer.HasNoComplaints();
    }

    [Fact]
    public async Task Offline_is_said_and_what_was_written_goes_out_when_the_network_is_back()
    {
        await using var buyer = await ComeAsync(Wording.English, Device.Phone);
        await buyer.OpenAsync();
        await buyer.TurnAsync(buyer.Words.Agree, buyer.Words.AsksOrder, taps: true);

        await buyer.Context.SetOfflineAsync(true);
        await Expect(buyer.Banner).ToContainTextAsync(buyer.Words.Offline);
        await buyer.SayAsync(RefundStory.Order);
        await Expect(buyer.Rows.Last).ToContainTextAsync(buyer.Words.Waiting);
        await buyer.Context.SetOfflineAsync(false);
        var back = Stopwatch.StartNew();

        await buyer.HearAsync(buyer.Words.AsksContact);
        Measured.Print($"The answer to what was written meanwhile stood there {back.ElapsedMilliseconds} ms after the network's return.");
        await buyer.ShowsTheTranscriptAsync();
    }

    [Fact]
    public async Task A_host_that_comes_up_after_the_buyer_did_is_found_by_itself()
    {
        await using var buyer = await ComeAsync(Wording.English, Device.Desktop);
        // Everything is loaded, and then the host is away when the session is to begin.
        await buyer.Page.RouteAsync("**/widget/session", route => route.AbortAsync());
        await buyer.Launcher.ClickAsync();
        await Expect(buyer.Banner).ToContainTextAsync("still trying");
        await buyer.SayAsync("hello");

        await buyer.Page.UnrouteAsync("**/widget/session");

        await buyer.HearAsync(buyer.Words.AsksConsent);
        await buyer.ShowsTheTranscriptAsync();
        Assert.Single(await buyer.TranscriptAsync(), a => Said(a) == "hello");
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    private static string? Said(System.Text.Json.JsonElement activity) => activity.TryGetProperty("text", out var text) ? text.GetString() : null;

    private async Task<Buyer> ComeAsync(Wording words, Device device, params string[] settings)
    {
        _desk = await WebDesk.OpenAsync(settings);
        return await Buyer.ComeAsync(chromium.Browser, _desk, words, device);
    }
}
