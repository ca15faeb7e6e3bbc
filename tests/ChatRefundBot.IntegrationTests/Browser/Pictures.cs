using Microsoft.Playwright;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>Screenshots of a shop's page that buyers send as evidence, photographed from pages made up here.</summary>
internal static class Pictures
{
    /// <summary>A message of failure as a phone shows it; another number, another picture.</summary>
    public static async Task<FilePayload> FailureAsync(IBrowser browser, int number)
    {
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 360 } });
        var page = await context.NewPageAsync();
        await page.SetContentAsync($$"""
            <style>
              body { margin: 0; height: 100vh; display: grid; place-items: center; background: linear-gradient(160deg, #22304a, #46618c); font: 17px "Noto Sans CJK SC", sans-serif }
              div { background: #fff; border-radius: 16px; padding: 20px 26px; text-align: center; color: #222 }
              b { color: #b3261e; font-size: 20px }
            </style>
            <div><b>激活失败</b><p>卡号末四位 77{{number:00}}</p><p>错误代码 E403</p><small>今天 09:5{{number % 10}}</small></div>
            """);
        return new FilePayload { Name = $"失败截图 {number}.png", MimeType = "image/png", Buffer = await page.ScreenshotAsync() };
    }
}
