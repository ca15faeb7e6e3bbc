using Microsoft.Playwright;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>Debian's chromium, driven by Playwright; one process for all tests of a collection, a context of its own for each buyer.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "chromium";
    private static readonly float Patience = (float)TimeSpan.FromSeconds(20).TotalMilliseconds;
    private static readonly string? Installed = Requirement.Find(Program);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException($"{Program} was not started; call {nameof(Require)} first.");

    /// <summary>Skips the running test when there is no chromium; fails it where <c>CI=true</c>.</summary>
    public static void Require() => Requirement.Met(Installed is not null, "chromium is not installed; on Debian: apt-get install chromium");

    public async ValueTask InitializeAsync()
    {
        if (Installed is null) return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Installed,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--font-render-hinting=none",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>Tests in a browser, one after the other, beside the other tests.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "Browser";
}

/// <summary>Tests in a browser that measure time; nothing else of this project runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredBrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "Browser, measured";
}
