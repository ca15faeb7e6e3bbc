using ChatRefundBot.Testing.Chats;
using Microsoft.Playwright;
using SkiaSharp;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>
/// Every screen of the console under the accessibility checker, in both languages, light and dark, on a desktop and on a phone. With CRB_SCREENS
/// set the pictures of docs/console-screens.md are taken on the way.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleScreenTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly bool IsPhotographed = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CRB_SCREENS"));
    private WebDesk? _desk;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        _desk = await WebDesk.OpenAsync(DeskAgent.Settings);
    }

    [Theory]
    [InlineData("zh-CN", false)]
    [InlineData("en", true)]
    [InlineData("zh-CN", true)]
    [InlineData("en", false)]
    public async Task No_screen_breaks_a_rule_of_accessibility_in_light_or_in_dark(string locale, bool isPhone)
    {
        Axe.Require();
        var device = isPhone ? Device.Phone : Device.Desktop;
        await using var waiting = await WaitingAsync(locale);
        await using var agent = await DeskAgent.ComeAsync(chromium.Browser, _desk!, locale, device);
        await CheckAsync("sign-in", "/agent/sign-in");
        await agent.GoAsync("/agent/sign-in");
        await agent.SignInAsync(DeskAgent.Boss, DeskAgent.Password);
        await Expect(agent.Page.Locator(".crb-ticket").First).ToBeVisibleAsync();
        await CheckAsync("queue", "/agent", ".crb-ticket");
        await CheckAsync("search", "/agent/search", ".crb-words");
        await CheckAsync("people", "/agent/people", "tbody .mud-table-row");
        await CheckAsync("password", "/agent/password", "form");

        await agent.GoAsync("/agent");
        await agent.GoOnlineAsync();
        await agent.Page.Locator(".crb-head .mud-button-filled").First.ClickAsync();
        await Expect(agent.Transcript).ToBeVisibleAsync();
        var work = new Uri(agent.Page.Url).PathAndQuery;
        await CheckAsync("work", work, "#transcript li", async () =>
        {
            await agent.Page.Locator(".crb-side details summary").First.ClickAsync();
            await agent.Page.Locator(".crb-side .mud-button-outlined").First.ClickAsync();
        });
        await CheckAsync("picture", work, ".crb-evidence button", () => agent.Page.Locator(".crb-evidence button").First.ClickAsync());
        agent.HasNoComplaints();
        await HandBackAsync(agent, work);
        return;

        async Task CheckAsync(string screen, string path, string? shows = null, Func<Task>? open = null)
        {
            foreach (var theme in (string[])["light", "dark"])
            {
                var back = Uri.EscapeDataString(path);
                await agent.GoAsync($"/agent/look?lang={locale}&theme={theme}&back={back}");
                if (shows is not null) await Expect(agent.Page.Locator(shows).First).ToBeVisibleAsync();
                if (open is not null) await open();
                await Axe.FindsNothingAsync(agent.Page.MainFrame, $"{screen}, {locale}, {theme}");
                // Nothing is wider than the screen it is on.
                Assert.True(await agent.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth + 1"), $"{screen}, {locale}, {theme} is wider than the screen.");
                await PhotographAsync(agent.Page, screen, locale, theme, device);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    private async Task<Buyer> WaitingAsync(string locale)
    {
        var buyer = await Buyer.ComeAsync(chromium.Browser, _desk!, Wording.Of(locale), Device.Phone);
        await RefundStory.RunAsync(buyer, chromium.Browser);
        await buyer.TapAsync(buyer.Words.Human);
        await Expect(buyer.Chat.Locator(".row.me").Last).ToContainTextAsync(buyer.Words.Human);
        await buyer.EverythingIsSentAsync();
        return buyer;
    }

    private static async Task HandBackAsync(DeskAgent agent, string work)
    {
        await agent.GoAsync(work);
        await agent.Page.Locator(".crb-actions .mud-button-filled").First.ClickAsync();
        await agent.Page.Locator(".mud-popover-open .mud-menu-item, .mud-popover-open .mud-list-item").First.ClickAsync();
        await Expect(agent.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/agent$"));
    }

    private static async Task PhotographAsync(IPage page, string screen, string locale, string theme, Device device)
    {
        // In the documents a desktop is light in Chinese and dark in English, a phone the other way round.
        if (!IsPhotographed || (theme == "light") != (locale == "en" == device.IsPhone)) return;
        await page.EvaluateAsync("() => Promise.all([...document.images].map((i) => i.decode().catch(() => {})))");
        var png = await page.ScreenshotAsync(new PageScreenshotOptions { Caret = ScreenshotCaret.Hide, Animations = ScreenshotAnimations.Disabled });
        using var bitmap = SKBitmap.Decode(png);
        using var webp = bitmap.Encode(SKEncodedImageFormat.Webp, 62);
        var folder = Path.Combine(RepositoryFiles.Root, "docs", "images", "console");
        Directory.CreateDirectory(folder);
        var name = $"{screen}-{(locale == "en" ? "en" : "zh")}-{device.Name}-{theme}.webp";
        await File.WriteAllBytesAsync(Path.Combine(folder, name), webp.ToArray(), TestContext.Current.CancellationToken);
    }
}
