using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>What buyers download, how soon they can write, and whether a long conversation can be scrolled. Prints what it measures.</summary>
[Collection(MeasuredBrowserTests.Name)]
public sealed class SpeedTests(Chromium chromium) : IAsyncLifetime
{
    private const int LoaderBytes = 3 * 1024;
    private const int PageBytes = 30 * 1024;
    private const int Interactive = 300;
    private const int Loads = 5;
    private const int Messages = 1000;

    /// <summary>A pause that a hand on the page would feel.</summary>
    private const int Stall = 250;

    private WebDesk? _desk;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        _desk = await WebDesk.OpenAsync();
    }

    [Fact]
    public async Task The_loader_has_three_kilobytes_at_most_and_the_page_with_everything_thirty()
    {
        await using var buyer = await ComeAsync();
        var loader = await buyer.Page.EvaluateAsync<int>("() => performance.getEntriesByType('resource').find((r) => r.name.endsWith('/widget.js')).encodedBodySize");
        await buyer.OpenAsync();
        await buyer.TurnAsync(buyer.Words.Agree, buyer.Words.AsksOrder, taps: true);
        var files = await buyer.Frame.EvaluateAsync<JsonElement>(
            """
            () => [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]
              .filter((r) => new URL(r.name).pathname.startsWith('/widget') && r.initiatorType !== 'fetch')
              .map((r) => ({ name: new URL(r.name).pathname, bytes: r.encodedBodySize, plain: r.decodedBodySize }))
            """);
        var all = files.EnumerateArray().Select(f => (Name: f.GetProperty("name").GetString()!, Bytes: f.GetProperty("bytes").GetInt32(), Plain: f.GetProperty("plain").GetInt32())).ToList();

        Measured.Print($"Loader: {loader} bytes as the browser got them, at most {LoaderBytes}");
        Measured.Print($"Chat page with everything: {all.Sum(f => f.Bytes)} bytes in {all.Count} files, at most {PageBytes}");
        Measured.Print(string.Join(", ", all.OrderByDescending(f => f.Bytes).Select(f => $"{f.Name} {f.Bytes}")));
        Assert.InRange(loader, 1, LoaderBytes);
        Assert.InRange(all.Sum(f => f.Bytes), 1, PageBytes);
        // Page, style, program and its parts; all of them compressed.
        Assert.True(all.Count > 10, "Files are missing.");
        Assert.All(all.Where(f => f.Plain > 500), f => Assert.True(f.Bytes < f.Plain, f.Name + " was not compressed"));
    }

    [Fact]
    public async Task The_chat_page_is_interactive_within_300_milliseconds()
    {
        List<double> interactive = [];
        List<double> greeted = [];
        for (var load = 0; load < Loads; load++)
        {
            // A new browser context each time: nothing is cached.
            await using var buyer = await ComeAsync(async context => await context.AddInitScriptAsync(
                """
                new MutationObserver((_, observer) => {
                  const chat = document.querySelector('crb-chat');
                  if (!chat) return;
                  if (!window.crbInteractive && chat.querySelector('textarea')) window.crbInteractive = performance.now();
                  if (!chat.querySelector('.choices button')) return;
                  window.crbGreeted = performance.now();
                  observer.disconnect();
                }).observe(document, { subtree: true, childList: true });
                """));
            await buyer.OpenAsync();
            await Expect(buyer.Choice(buyer.Words.Agree)).ToBeVisibleAsync();
            await buyer.Frame.WaitForFunctionAsync("() => window.crbGreeted");
            interactive.Add(await buyer.Frame.EvaluateAsync<double>("() => window.crbInteractive"));
            greeted.Add(await buyer.Frame.EvaluateAsync<double>("() => window.crbGreeted"));
        }

        Measured.Print($"Chat page, nothing cached, {Loads} loads: can be written in after {Text(interactive)} ms; first question with its answers after {Text(greeted)} ms");
        // Other programs of this machine only ever add to it.
        Assert.InRange(interactive.Min(), 1, Interactive);

        static string Text(List<double> times) =>
            string.Create(CultureInfo.InvariantCulture, $"{times.Min():0} at best, {times.Order().ElementAt(times.Count / 2):0} in the middle, {times.Max():0} at worst");
    }

    [Fact]
    public async Task A_thousand_messages_come_in_and_are_scrolled_without_a_stall()
    {
        await using var buyer = await ComeAsync(async context => await context.AddInitScriptAsync(
            """
            window.crbTasks = [];
            new PerformanceObserver((list) => list.getEntries().forEach((e) => window.crbTasks.push(e.duration))).observe({ type: 'longtask' });
            """));
        string? token = null;
        buyer.Page.Request += (_, request) => token = request.Url.EndsWith("/activities", StringComparison.Ordinal) && request.Headers.TryGetValue("authorization", out var given) ? given : token;
        await buyer.OpenAsync();
        await buyer.SayAsync("你好");
        await buyer.HearAsync(buyer.Words.Greeting);
        var messages = await FillAsync(buyer, token!);
        var live = await LongestTaskAsync(buyer);

        var up = await ScrollAsync(buyer, -1);
        var down = await ScrollAsync(buyer, 1);
        var loaded = Stopwatch.StartNew();
        await buyer.Page.ReloadAsync();
        await Expect(buyer.Choice(buyer.Words.Agree)).ToBeVisibleAsync();
        loaded.Stop();
        await buyer.Chat.Locator(".content > .small").ClickAsync();
        await Expect(buyer.Rows).ToHaveCountAsync(messages);
        var older = await LongestTaskAsync(buyer);

        Measured.Print($"Longest task: {live:0} ms while {messages} messages came in, {up:0} ms scrolling up, {down:0} ms scrolling down, {older:0} ms showing the older ones after a reload, which took {loaded.ElapsedMilliseconds} ms");
        Assert.All(new[] { live, up, down }, task => Assert.InRange(task, 0, Stall));
        await buyer.ShowsTheTranscriptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    private async Task<Buyer> ComeAsync(Func<IBrowserContext, Task>? prepare = null)
    {
        var buyer = await Buyer.ComeAsync(chromium.Browser, _desk!, Wording.Chinese, Device.Phone);
        if (prepare is not null) await prepare(buyer.Context);
        return buyer;
    }

    /// <summary>The buyer says hello, from another program, as fast as the host takes it, until there are so many messages.</summary>
    /// <returns>How many there are then.</returns>
    private async Task<int> FillAsync(Buyer buyer, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(_desk!.Address) };
        client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(token);
        var conversation = Jwt(token).GetProperty("conv").GetString()!;
        // Each greeting makes three messages: itself, an answer, and the question again.
        var before = await buyer.Rows.CountAsync();
        var greetings = (Messages - before + 2) / 3;
        for (var sent = 0; sent < greetings; sent++)
        {
            var activity = JsonSerializer.Serialize(new { type = "message", text = "你好", from = new { id = "me" }, channelData = new { clientActivityID = $"fill-{sent}" } });
            using var content = new StringContent(activity, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync($"/v3/directline/conversations/{conversation}/activities", content, TestContext.Current.CancellationToken);
            response.EnsureSuccessStatusCode();
        }

        await Expect(buyer.Rows).ToHaveCountAsync(before + (3 * greetings), new() { Timeout = 60_000 });
        return before + (3 * greetings);
    }

    private static JsonElement Jwt(string token)
    {
        var body = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonDocument.Parse(Convert.FromBase64String(body.PadRight((body.Length + 3) / 4 * 4, '='))).RootElement;
    }

    /// <summary>The longest task since the last time, in milliseconds; 0 when none took 50.</summary>
    private static Task<double> LongestTaskAsync(Buyer buyer) => buyer.Frame.EvaluateAsync<double>(
        "() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(Math.max(0, ...crbTasks.splice(0))), 100)))");

    /// <summary>Turns the wheel until the end is reached; returns the longest task.</summary>
    private static async Task<double> ScrollAsync(Buyer buyer, int direction)
    {
        await LongestTaskAsync(buyer);
        var view = buyer.Chat.Locator(".view");
        await view.HoverAsync(new() { Position = new() { X = 100, Y = 200 } });
        double last;
        double place = -1;
        do
        {
            last = place;
            for (var turn = 0; turn < 5; turn++) await buyer.Page.Mouse.WheelAsync(0, direction * 1500);
            place = await view.EvaluateAsync<double>("(view) => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(view.scrollTop))))");
        }
        while (place != last);
        var height = await view.EvaluateAsync<double>("(view) => view.scrollHeight - view.clientHeight");
        Assert.True(height > 20_000, "There is nothing to scroll.");
        Assert.InRange(place, direction < 0 ? 0 : height - 1, direction < 0 ? 0 : height + 1);
        return await LongestTaskAsync(buyer);
    }
}
