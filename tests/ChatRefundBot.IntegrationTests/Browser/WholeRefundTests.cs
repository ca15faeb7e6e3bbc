using System.Text.Json;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>A buyer's way from the launcher to the verdict, in a real browser on a real host.</summary>
[Collection(BrowserTests.Name)]
public sealed class WholeRefundTests(Chromium chromium) : IAsyncLifetime
{
    private WebDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        _desk = await WebDesk.OpenAsync();
    }

    [Theory]
    [InlineData("zh-CN", true)]
    [InlineData("en", false)]
    public async Task A_refund_is_asked_for_with_pictures_picked_pasted_and_dropped(string locale, bool isPhone)
    {
        await using var buyer = await Buyer.ComeAsync(chromium.Browser, _desk, Wording.Of(locale), isPhone ? Device.Phone : Device.Desktop);

        await RefundStory.RunAsync(buyer, chromium.Browser);

        await Expect(buyer.Chat.Locator(".card.verdict")).ToHaveCountAsync(1);
        await buyer.ShowsTheTranscriptAsync();
        var pictures = (await buyer.TranscriptAsync()).SelectMany(Attachments).ToList();
        Assert.Equal(4, pictures.Count);
        buyer.HasNoComplaints();
    }

    private static IEnumerable<JsonElement> Attachments(JsonElement activity) =>
        activity.TryGetProperty("attachments", out var attachments) ? attachments.EnumerateArray() : [];

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }
}
