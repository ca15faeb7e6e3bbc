using System.Globalization;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>For buyers with a keyboard, a screen reader, another language, and eyes that like it dark.</summary>
[Collection(BrowserTests.Name)]
public sealed class AccessibilityTests(Chromium chromium) : IAsyncLifetime
{
    /// <summary>More stops than any page here has.</summary>
    private const int MostStops = 80;

    private WebDesk? _desk;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        _desk = await WebDesk.OpenAsync();
    }

    /// <summary>The language and whether it is on a phone; the other two combinations only for their pictures.</summary>
    public static TheoryData<string, bool> Walks => Camera.IsOn
        ? new() { { "zh-CN", true }, { "en", false }, { "zh-CN", false }, { "en", true } }
        : new() { { "zh-CN", true }, { "en", false } };

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task No_step_breaks_a_rule_of_accessibility_in_light_or_in_dark(string locale, bool isPhone)
    {
        Axe.Require();
        var device = isPhone ? Device.Phone : Device.Desktop;
        await using var buyer = await ComeAsync(Wording.Of(locale), device, options => options.DeviceScaleFactor = Camera.ScaleOf(device));
        await Expect(buyer.Page.Locator("[data-crb-order]").First).ToBeVisibleAsync();
        await CheckAsync("shop");

        await RefundStory.RunAsync(buyer, chromium.Browser, CheckAsync);
        await buyer.Chat.Locator(".picture").First.ClickAsync();
        await CheckAsync("picture enlarged");
        await buyer.Page.Keyboard.PressAsync("Escape");
        await buyer.TurnAsync(buyer.Words.Human, buyer.Words.Queued, taps: true);
        await CheckAsync("queued");
        await MenuButton(buyer).ClickAsync();
        await CheckAsync("menu");
        await buyer.Chat.Locator(".menu > button.item").Last.ClickAsync();
        await Expect(buyer.Page.FrameLocator("chat-refund-bot iframe").Locator("dialog")).ToBeVisibleAsync();
        await CheckAsync("question before forgetting");
        await buyer.Page.Keyboard.PressAsync("Escape");
        await buyer.Context.SetOfflineAsync(true);
        await buyer.SayAsync(locale == "en" ? "It is for my daughter's birthday, thank you." : "这是给女儿的生日礼物，麻烦尽快看看，谢谢。");
        await Expect(buyer.Rows.Last).ToContainTextAsync(buyer.Words.Waiting);
        await CheckAsync("offline");
        return;

        async Task CheckAsync(string step)
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await buyer.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await Axe.FindsNothingAsync(buyer, $"{step}, {scheme}");
                await Camera.TakeAsync(buyer, step, scheme);
            }
        }
    }

    [Fact]
    public async Task Every_page_of_the_sample_shop_passes_the_checker_in_light_and_in_dark()
    {
        Axe.Require();
        await using var buyer = await ComeAsync(Wording.Chinese, Device.Phone);
        await buyer.OpenAsync();
        foreach (var page in new[] { "#/", "#/orders", "#/orders/YKHC8J4EZEGQ0017", "#/embed" })
        {
            await buyer.Page.EvaluateAsync("(hash) => { ChatRefundBot.close(); location.hash = hash; }", page);
            await Expect(buyer.Page.Locator("main h1").First).ToBeVisibleAsync();
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await buyer.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await Axe.FindsNothingAsync(buyer, $"{page}, {scheme}");
            }
        }
    }

    [Fact]
    public async Task A_refund_needs_the_keyboard_only()
    {
        await using var buyer = await ComeAsync(Wording.English, Device.Desktop);
        var (keyboard, words) = (buyer.Page.Keyboard, buyer.Words);
        await ReachAsync(buyer, "Tab", "chat-refund-bot");
        await keyboard.PressAsync("Enter");
        await buyer.HearAsync(words.AsksConsent);
        await Expect(buyer.Field).ToBeFocusedAsync();

        await PressChoiceAsync(words.Agree, words.AsksOrder);
        await TypeAsync(RefundStory.Order, words.AsksContact);
        await TypeAsync(RefundStory.Contact, words.AsksProduct);
        await PressChoiceAsync(words.Yes, words.AsksProblem);
        await PressChoiceAsync(words.Invalid, words.AsksPictures);
        await ReachAsync(buyer, "Tab", "Choose pictures");
        var chooser = await buyer.Page.RunAndWaitForFileChooserAsync(() => keyboard.PressAsync("Enter"));
        await chooser.SetFilesAsync(await Pictures.FailureAsync(chromium.Browser, 1));
        await Expect(buyer.Tray).ToHaveCountAsync(1);
        await ReachAsync(buyer, "Tab", "Send");
        await keyboard.PressAsync("Enter");
        await buyer.HearAsync(words.AsksTime);
        await PressChoiceAsync(words.JustNow, words.AsksCode);
        await TypeAsync("E403", words.AsksSubmit);
        await PressChoiceAsync(words.Submit, words.SellerFirst);

        await keyboard.PressAsync("Escape");
        await Expect(buyer.Chat).ToBeHiddenAsync();
        Assert.Equal("chat-refund-bot", await FocusAsync(buyer));

        async Task TypeAsync(string text, string answer)
        {
            await Expect(buyer.Field).ToBeFocusedAsync();
            await keyboard.TypeAsync(text);
            await keyboard.PressAsync("Enter");
            await buyer.HearAsync(answer);
        }

        async Task PressChoiceAsync(string label, string answer)
        {
            await Expect(buyer.Choice(label)).ToBeVisibleAsync();
            await ReachAsync(buyer, "Shift+Tab", label);
            await keyboard.PressAsync("Enter");
            await buyer.HearAsync(answer);
        }
    }

    [Fact]
    public async Task On_a_phone_focus_stays_in_the_chat_and_returns_to_what_opened_it()
    {
        await using var buyer = await ComeAsync(Wording.Chinese, Device.Phone);
        var opener = buyer.Page.Locator("[data-crb-order]").First;
        await opener.FocusAsync();
        await buyer.Page.Keyboard.PressAsync("Enter");
        await buyer.HearAsync(buyer.Words.AsksConsent);

        for (var stop = 0; stop < MostStops / 2; stop++)
        {
            await buyer.Page.Keyboard.PressAsync("Tab");
            Assert.Equal("chat-refund-bot", await buyer.Page.EvaluateAsync<string>("() => document.activeElement.localName"));
        }

        await buyer.Page.Keyboard.PressAsync("Escape");
        await Expect(buyer.Chat).ToBeHiddenAsync();
        await Expect(opener).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_language_is_switched_in_the_menu_and_stays_after_a_reload()
    {
        await using var buyer = await ComeAsync(Wording.Chinese, Device.Phone);
        await buyer.OpenAsync();
        await MenuButton(buyer).ClickAsync();
        await buyer.Chat.Locator(".menu [lang=en]").ClickAsync();

        await Expect(buyer.Chat.Locator("h1")).ToHaveTextAsync("Refund desk");
        await buyer.HearAsync(Wording.English.AsksConsent);
        await Expect(buyer.Choice(Wording.English.Agree)).ToBeVisibleAsync();
        await buyer.Page.ReloadAsync();

        await Expect(buyer.Chat.Locator("h1")).ToHaveTextAsync("Refund desk");
        await buyer.Choice(Wording.English.Agree).ClickAsync();
        await buyer.HearAsync(Wording.English.AsksOrder);
        Assert.Equal("en", await buyer.Frame.EvaluateAsync<string>("() => document.documentElement.lang"));
        buyer.HasNoComplaints();
    }

    [Fact]
    public async Task The_chat_is_dark_where_the_device_is()
    {
        await using var buyer = await ComeAsync(Wording.Chinese, Device.Phone, options => options.ColorScheme = ColorScheme.Dark);
        await buyer.OpenAsync();

        Assert.True(await BrightnessAsync() < 60, "The ground is not dark.");
        await buyer.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        Assert.True(await BrightnessAsync() > 200, "The ground is not light.");

        async Task<double> BrightnessAsync()
        {
            var colour = await buyer.Frame.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
            return colour.Split(['(', ')', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(3)
                .Average(part => double.Parse(part, CultureInfo.InvariantCulture));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    private Task<Buyer> ComeAsync(Wording words, Device device, Action<BrowserNewContextOptions>? change = null) =>
        Buyer.ComeAsync(chromium.Browser, _desk!, words, device, change: change);

    private static ILocator MenuButton(Buyer buyer) => buyer.Chat.Locator("[aria-controls=menu]");

    /// <summary>Presses a key until something is focused, by its label, its text or its name.</summary>
    private static async Task ReachAsync(Buyer buyer, string key, string label)
    {
        List<string> passed = [];
        for (var stop = 0; stop < MostStops; stop++)
        {
            await buyer.Page.Keyboard.PressAsync(key);
            var focus = await FocusAsync(buyer);
            if (focus == label) return;
            passed.Add(focus);
        }

        Assert.Fail($"'{label}' was not reached by {key}, but {string.Join(" | ", passed)}");
    }

    private static Task<string> FocusAsync(Buyer buyer) => buyer.Page.EvaluateAsync<string>(
        """
        () => {
          let element = document.activeElement;
          while (element.shadowRoot?.activeElement?.localName === 'iframe') element = element.shadowRoot.activeElement.contentDocument.activeElement;
          return element.getAttribute('aria-label') || (element.localName === 'button' && element.textContent.trim()) || element.localName;
        }
        """);
}
