using ChatRefundBot.Testing.Chats;
using Microsoft.Playwright;
using SkiaSharp;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>
/// Takes the pictures of docs/web-screens.md while the accessibility checks go through the steps, when CRB_SCREENS is set. Each step is taken in
/// Chinese and English, light and dark, on a phone and on a desktop; CRB_SCREENS=all keeps every one of them.
/// </summary>
internal static class Camera
{
    private const int Quality = 66;

    /// <summary>What the page shows: on a phone everything, on a desktop where it differs.</summary>
    private static readonly HashSet<string> OnPhone = ["shop", "consent", "product", "pictures", "summary", "verdict", "queued", "offline"];
    private static readonly HashSet<string> OnDesktop = ["shop", "pictures", "verdict", "queued"];
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "docs", "images", "web");
    private static readonly string? Wanted = Environment.GetEnvironmentVariable("CRB_SCREENS");

    public static bool IsOn => !string.IsNullOrEmpty(Wanted);

    /// <summary>Enough to read the letters of a phone, and small files.</summary>
    public static float ScaleOf(Device device) => IsOn && device.IsPhone ? 1.5f : 1;

    public static async Task TakeAsync(Buyer buyer, string step, ColorScheme scheme)
    {
        if (!IsOn) return;
        var (device, isEnglish) = (buyer.Device, buyer.Words == Wording.English);
        // In the documents Chinese is light on the phone and dark on the desktop, English the other way round.
        var isShown = (device.IsPhone ? OnPhone : OnDesktop).Contains(step) && (scheme == ColorScheme.Light) == (device.IsPhone != isEnglish);
        if (!isShown && Wanted != "all") return;
        await buyer.Page.Mouse.MoveAsync(0, 0);
        foreach (var frame in buyer.Page.Frames)
            await frame.EvaluateAsync("() => Promise.all([...document.images].filter((i) => i.checkVisibility()).map((i) => i.decode().catch(() => {})))");
        var png = await buyer.Page.ScreenshotAsync(new PageScreenshotOptions { Caret = ScreenshotCaret.Hide, Animations = ScreenshotAnimations.Disabled });
        using var bitmap = SKBitmap.Decode(png);
        using var webp = bitmap.Encode(SKEncodedImageFormat.Webp, Quality);
        Directory.CreateDirectory(Folder);
        var name = $"{step.Replace(' ', '-')}-{(isEnglish ? "en" : "zh")}-{device.Name}-{(scheme == ColorScheme.Light ? "light" : "dark")}.webp";
        await File.WriteAllBytesAsync(Path.Combine(Folder, name), webp.ToArray(), TestContext.Current.CancellationToken);
    }
}
