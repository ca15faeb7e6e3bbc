using ChatRefundBot.Testing.Chats;
using Microsoft.Playwright;
using SkiaSharp;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>
/// Takes the pictures of docs/web-screens.md. A tool, run by name and not with the tests:
/// <c>dotnet run --project tests/ChatRefundBot.IntegrationTests -- -class "*Browser.Screens" -explicit only</c>.
/// Each step is taken in Chinese and English, light and dark, on a phone and on a desktop; CRB_SCREENS=all keeps every one of them.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class Screens(Chromium chromium)
{
    private const int Quality = 66;

    /// <summary>What the page shows: on a phone everything, on a desktop where it differs.</summary>
    private static readonly HashSet<string> OnPhone = ["shop", "consent", "product", "evidence", "summary", "verdict", "queue", "lost"];
    private static readonly HashSet<string> OnDesktop = ["shop", "evidence", "verdict", "queue"];
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "docs", "images", "web");
    private static readonly bool KeepsAll = Environment.GetEnvironmentVariable("CRB_SCREENS") == "all";

    [Theory(Explicit = true)]
    [InlineData("zh-CN", true)]
    [InlineData("en", true)]
    [InlineData("zh-CN", false)]
    [InlineData("en", false)]
    public async Task Every_step_is_photographed(string locale, bool isPhone)
    {
        Chromium.Require();
        Directory.CreateDirectory(Folder);
        var device = isPhone ? Device.Phone : Device.Desktop;
        await using var desk = await WebDesk.OpenAsync();
        await using var buyer = await Buyer.ComeAsync(
            chromium.Browser, desk, Wording.Of(locale), device, change: options => options.DeviceScaleFactor = isPhone ? 1.5f : 1);
        await Expect(buyer.Page.Locator("[data-crb-order]").First).ToBeVisibleAsync();
        await TakeAsync("shop");

        await RefundStory.RunAsync(buyer, chromium.Browser, step => TakeAsync(step == "pictures" ? "evidence" : step == "evidence" ? "asked" : step));
        await buyer.TurnAsync(buyer.Words.Human, buyer.Words.Queued, taps: true);
        await TakeAsync("queue");
        await desk.KillAsync();
        await Expect(buyer.Banner).ToContainTextAsync(buyer.Words.Reconnecting);
        await buyer.SayAsync(locale == "en" ? "It is for my daughter's birthday, thank you." : "这是给女儿的生日礼物，麻烦尽快看看，谢谢。");
        await Expect(buyer.Rows.Last).ToContainTextAsync(buyer.Words.Waiting);
        await TakeAsync("lost");

        async Task TakeAsync(string step)
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                // In the documents Chinese is light on the phone and dark on the desktop, English the other way round.
                var isShown = (isPhone ? OnPhone : OnDesktop).Contains(step) && (scheme == ColorScheme.Light) == (isPhone == (locale != "en"));
                if (!isShown && !KeepsAll) continue;
                await buyer.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await buyer.Page.Mouse.MoveAsync(0, 0);
                await PicturesAreThereAsync(buyer);
                var png = await buyer.Page.ScreenshotAsync(new PageScreenshotOptions { Caret = ScreenshotCaret.Hide, Animations = ScreenshotAnimations.Disabled });
                using var bitmap = SKBitmap.Decode(png);
                using var webp = bitmap.Encode(SKEncodedImageFormat.Webp, Quality);
                var name = $"{step}-{(locale == "en" ? "en" : "zh")}-{device.Name}-{(scheme == ColorScheme.Light ? "light" : "dark")}.webp";
                await File.WriteAllBytesAsync(Path.Combine(Folder, name), webp.ToArray(), TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task PicturesAreThereAsync(Buyer buyer)
    {
        if (await buyer.Page.Locator("chat-refund-bot iframe").CountAsync() == 0) return;
        await buyer.Frame.EvaluateAsync("() => Promise.all([...document.images].filter((i) => i.checkVisibility()).map((i) => i.decode().catch(() => {})))");
    }
}
