using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>The sample shop, and shops on other origins that embed the desk.</summary>
[Collection(BrowserTests.Name)]
public sealed class ShopTests(Chromium chromium) : IAsyncLifetime
{
    /// <summary>An order of the sample shop that is a day late.</summary>
    private const string Late = "YK9SAQREC4WK0013";

    private ForeignShop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        _shop = await ForeignShop.OpenAsync();
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Something_wrong_with_an_order_opens_the_chat_with_the_order_filled_in(string locale)
    {
        await using var desk = await WebDesk.OpenAsync();
        await using var buyer = await Buyer.ComeAsync(chromium.Browser, desk, Wording.Of(locale), Device.Phone);
        var words = buyer.Words;
        await buyer.Page.GotoAsync(desk.Address + "/#/orders/" + Late);
        var trouble = buyer.Page.Locator($"[data-crb-order='{Late}']");
        await Expect(trouble).ToHaveTextAsync(words.Trouble);

        await trouble.ClickAsync();
        await buyer.HearAsync(words.AsksConsent);
        // The order is known: the desk asks for the proof at once.
        await buyer.TurnAsync(words.Agree, words.AsksContact, taps: true);
        await buyer.TurnAsync("2805", words.AsksProduct);
        await buyer.TurnAsync(words.Yes, words.AsksProblem, taps: true);
        await buyer.TurnAsync(words.Late, words.AsksRefundOrWait, taps: true);
        await buyer.TurnAsync(words.Refund, words.FullRefund, taps: true);

        await Expect(buyer.Chat.Locator(".card.verdict.good")).ToHaveCountAsync(1);
        await buyer.ShowsTheTranscriptAsync();
        buyer.HasNoComplaints();
    }

    [Fact]
    public async Task An_order_handed_over_in_the_middle_is_offered_and_does_not_take_over()
    {
        await using var desk = await WebDesk.OpenAsync();
        await using var buyer = await Buyer.ComeAsync(chromium.Browser, desk, Wording.Chinese, Device.Desktop);
        await buyer.OpenAsync();
        await buyer.NameOrderAsync(RefundStory.Order, RefundStory.Contact);

        await buyer.Page.EvaluateAsync("(order) => ChatRefundBot.open({ order })", Late);

        await Expect(buyer.Chat.Locator(".order .choice")).ToContainTextAsync(Late);
        await Expect(buyer.Choice(buyer.Words.Invalid)).ToBeVisibleAsync();
        await buyer.ShowsTheTranscriptAsync();
    }

    [Fact]
    public async Task The_snippet_that_the_shop_shows_works_on_an_allowed_page_of_another_site()
    {
        await using var desk = await WebDesk.OpenAsync("--WebChat:AllowedOrigins=" + _shop.Address);
        await using var buyer = await Buyer.ComeAsync(chromium.Browser, desk, Wording.Chinese, Device.Desktop);
        await buyer.Page.GotoAsync(desk.Address + "/#/embed");
        var snippet = await buyer.Page.Locator("pre code").First.InnerTextAsync();
        Assert.DoesNotContain('\n', snippet);
        _shop.Body = snippet;

        await buyer.Page.GotoAsync(_shop.Address);
        await buyer.OpenAsync();
        await buyer.TurnAsync(buyer.Words.Agree, buyer.Words.AsksOrder, taps: true);
        // The frame of another site has no storage of its own to count on: the shop's page keeps the resume token.
        await buyer.Page.ReloadAsync();

        await Expect(buyer.Rows.Last).ToContainTextAsync(buyer.Words.AsksOrder);
        await buyer.TurnAsync(RefundStory.Order, buyer.Words.AsksContact);
        buyer.HasNoComplaints();
    }

    [Fact]
    public async Task A_page_that_is_not_allowed_can_neither_embed_the_chat_nor_call_the_desk()
    {
        await using var desk = await WebDesk.OpenAsync("--WebChat:AllowedOrigins=https://shop.example", "--WebChat:DirectLineSecret=a-secret-of-the-tests-only");
        _shop.Body = $"<script src=\"{desk.Address}/widget.js\" defer></script>";
        await using var buyer = await Buyer.ComeAsync(chromium.Browser, desk, Wording.English, Device.Desktop, _shop.Address);

        await buyer.Launcher.ClickAsync();
        await buyer.ComplainsAsync("frame-ancestors");
        await Expect(buyer.Chat).ToHaveCountAsync(0);

        foreach (var path in new[] { "/widget/session", "/v3/directline/conversations", "/v3/directline/tokens/generate" })
        {
            var answer = await buyer.Page.EvaluateAsync<string>(
                """
                (url) => fetch(url, { method: 'POST', headers: { authorization: 'Bearer a-secret-of-the-tests-only', 'content-type': 'application/json' }, body: '{}' })
                  .then((r) => 'read ' + r.status, (e) => e.name)
                """, desk.Address + path);
            Assert.Equal("TypeError", answer);
        }

        var socket = await buyer.Page.EvaluateAsync<string>(
            "(url) => new Promise((done) => { const s = new WebSocket(url); s.onopen = () => done('open'); s.onerror = () => done('refused'); })",
            desk.Address.Replace("http", "ws", StringComparison.Ordinal) + "/v3/directline/conversations/none/stream?t=none");
        Assert.Equal("refused", socket);
    }

    public async ValueTask DisposeAsync()
    {
        if (_shop is not null) await _shop.DisposeAsync();
    }
}
