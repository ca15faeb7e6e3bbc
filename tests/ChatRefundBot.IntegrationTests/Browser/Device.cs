using Microsoft.Playwright;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>What a buyer holds in their hands.</summary>
public sealed record Device(string Name, int Width, int Height, bool IsPhone)
{
    public static readonly Device Phone = new("phone", 390, 844, true);
    public static readonly Device Desktop = new("desktop", 1280, 800, false);

    public BrowserNewContextOptions In(string locale) => new()
    {
        ViewportSize = new ViewportSize { Width = Width, Height = Height },
        Locale = locale,
        TimezoneId = "Asia/Shanghai",
        IsMobile = IsPhone,
        HasTouch = IsPhone,
        ReducedMotion = ReducedMotion.Reduce,
    };
}
