using System.Text.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>Markup and scripts in every field that a buyer, a shop's page or the host fills: they are text and nothing else.</summary>
[Collection(BrowserTests.Name)]
public sealed class HostileTextTests(Chromium chromium) : IAsyncLifetime
{
    /// <summary>Each part would set a flag if anything took it for markup.</summary>
    private const string Hostile = "<img src=x onerror=\"top.crbHit=1\"><script>top.crbHit=1</script><b>bold</b> javascript:top.crbHit=1 [x](javascript:top.crbHit=1)";

    private WebDesk? _desk;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        _desk = await WebDesk.OpenAsync();
    }

    [Fact]
    public async Task What_a_buyer_writes_and_names_files_stays_text()
    {
        await using var buyer = await Buyer.ComeAsync(chromium.Browser, _desk!, Wording.Chinese, Device.Phone);
        await buyer.OpenAsync();
        await buyer.SayAsync(Hostile);
        await Expect(buyer.Chat.Locator(".row.me .bubble").First).ToHaveTextAsync(Hostile);
        var picture = await Pictures.FailureAsync(chromium.Browser, 1);
        await buyer.PickAsync(new FilePayload { Name = "<img src=x onerror=top.crbHit=1>.png", MimeType = "image/png", Buffer = picture.Buffer });
        await buyer.Chat.Locator(".send").ClickAsync();
        await buyer.EverythingIsSentAsync();
        var image = buyer.Chat.Locator(".row.me .picture img");
        await Expect(image).ToHaveAttributeAsync("alt", "<img src=x onerror=top.crbHit=1>.png");
        await buyer.Page.ReloadAsync();

        await Expect(buyer.Chat.Locator(".row.me .bubble").First).ToHaveTextAsync(Hostile);
        await buyer.ShowsTheTranscriptAsync();
        await NothingRanAsync(buyer);
    }

    [Fact]
    public async Task What_the_hosting_page_hands_over_stays_text()
    {
        await using var buyer = await Buyer.ComeAsync(chromium.Browser, _desk!, Wording.English, Device.Desktop);
        await buyer.Page.EvaluateAsync("(order) => ChatRefundBot.open({ order })", Hostile);
        await buyer.HearAsync(buyer.Words.AsksConsent);
        await buyer.Page.EvaluateAsync(
            """
            (text) => {
              const frame = document.querySelector('chat-refund-bot').shadowRoot.querySelector('iframe');
              const send = (message) => frame.contentWindow.postMessage(message, '*');
              send({ crb: 'init', resume: text, identity: text, locale: text, order: text, theme: { accent: text, title: text, scheme: text } });
              send({ crb: 'order', order: text });
              send({ crb: text });
              send(text);
              send(null);
            }
            """, Hostile);

        await buyer.TurnAsync(buyer.Words.Human, buyer.Words.Queued, taps: true);
        await NothingRanAsync(buyer);
    }

    [Fact]
    public async Task What_the_host_sends_stays_text_in_every_field()
    {
        await using var buyer = await Buyer.ComeAsync(chromium.Browser, _desk!, Wording.Chinese, Device.Desktop);
        IWebSocketRoute? socket = null;
        await buyer.Page.RouteWebSocketAsync("**/stream?**", route =>
        {
            route.ConnectToServer();
            socket = route;
        });
        await buyer.OpenAsync();
        var texts = new { label = Hostile, value = Hostile, done = false };
        object[] activities =
        [
            new { type = "event", id = "h1", name = "handoff.status", from = new { id = "desk" }, value = new { state = "accepted", agent = Hostile, position = Hostile } },
            new
            {
                type = "message", id = "h2", timestamp = Hostile, text = Hostile, textFormat = "markdown", locale = Hostile,
                from = new { id = Hostile, name = Hostile, role = "bot" },
                suggestedActions = new { actions = new[] { new { type = "openUrl", title = Hostile, value = "javascript:top.crbHit=1" } } },
                attachments = new[]
                {
                    new { contentType = "image/png", name = Hostile, contentUrl = "javascript:top.crbHit=1" },
                    new { contentType = "text/html", name = Hostile, contentUrl = "data:text/html,<script>top.crbHit=1</script>" },
                    new { contentType = "image/svg+xml", name = Hostile, contentUrl = "https://elsewhere.example/x.svg" },
                    new { contentType = "image/png", name = Hostile, contentUrl = "https://elsewhere.example/tracker.png" },
                },
                channelData = new { author = "agent" },
            },
            new
            {
                type = "message", id = "h3", timestamp = "2026-01-01T00:00:00Z", text = Hostile, from = new { id = "desk", name = Hostile, role = "bot" },
                channelData = new
                {
                    card = new
                    {
                        kind = Hostile, tone = Hostile, title = Hostile, lead = Hostile, rows = new[] { texts }, items = new[] { texts }, steps = new[] { Hostile },
                        note = Hostile, after = Hostile,
                    },
                },
            },
        ];
        List<string> elsewhere = [];
        buyer.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_desk!.Address, StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal)) elsewhere.Add(request.Url);
        };

        socket!.Send(JsonSerializer.Serialize(new { activities }));

        await Expect(buyer.Chat.Locator(".card").Last).ToContainTextAsync(Hostile);
        await Expect(buyer.Chat.Locator(".presence")).ToContainTextAsync(Hostile);
        await Expect(buyer.Choice(Hostile)).ToBeVisibleAsync();
        Assert.Equal(0, await buyer.Chat.Locator(".log b, .log script, .log img[src^='http'], .log a[href^='javascript'], .log a[href^='data']").CountAsync());
        Assert.Empty(elsewhere);
        // The desk goes on as if nothing had been.
        await buyer.SayAsync(buyer.Words.Agree);
        await buyer.HearAsync(buyer.Words.AsksOrder);
        await NothingRanAsync(buyer);
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    private static async Task NothingRanAsync(Buyer buyer)
    {
        Assert.True(await buyer.Page.EvaluateAsync<bool>("() => window.crbHit === undefined"), "A script ran.");
        buyer.HasNoComplaints();
    }
}
