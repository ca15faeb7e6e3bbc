using System.Net;
using System.Text;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Serving;
using ChatRefundBot.Settings;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.WebChannel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>What a test can change of a site.</summary>
internal sealed record WebSiteOptions
{
    /// <summary>Settings in the form of <c>WebChat:IdentitySecret</c>.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    public WebLimits Limits { get; init; } = new();

    public string? Redis { get; init; }

    /// <summary>Where its data lies; null: a directory of its own.</summary>
    public string? Directory { get; init; }
}

/// <summary>The web channel on a real Kestrel, with the whole desk behind it, put together as the host does; in the test's process.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    public const string IdentitySecret = "the identity secret of this test, long enough";
    public const string DirectLineSecret = "the direct line secret of this test";
    public const string ShopOrigin = "https://shop.example";

    private readonly TemporaryDirectory _directory = new();
    private readonly WebApplication _app;

    private WebSite(WebApplication app, TemporaryDirectory directory) => (_app, _directory) = (app, directory);

    public IServiceProvider Services => _app.Services;

    public HttpClient Client { get; private set; } = new();

    public Uri Address { get; private set; } = new("http://localhost");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<WebSite> StartAsync(WebSiteOptions? given = null)
    {
        var options = given ?? new WebSiteOptions();
        var directory = new TemporaryDirectory();
        var settings = SettingsOf(options, options.Directory ?? directory.FullPath);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<KestrelServerOptions>(k => k.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(settings);
        builder.Services.AddDesk(settings);
        builder.Services.AddWebChat(settings);
        if (builder.Services.Single(s => s.ServiceType == typeof(WebChannelOptions)) is { ImplementationFactory: { } made } channel)
        {
            builder.Services.Remove(channel);
            builder.Services.AddSingleton(provider => (WebChannelOptions)made(provider) with { Limits = options.Limits });
        }

        var app = builder.Build();
        DataDirectory.Ensure(settings);
        SampleShop.EnsureGenerated(settings.OrdersFile, TimeProvider.System.GetUtcNow());
        Assert.IsType<OrderFileReload.Loaded>(await app.Services.GetRequiredService<FileOrderSource>().ReloadAsync(Token));
        app.UseTrustedProxies(settings);
        if (settings.UsesSampleShop) app.MapShopOrders();
        if (!app.MapWebChannel()) app.MapHomePage(settings);
        await app.StartAsync(Token);
        var site = new WebSite(app, directory) { Address = new Uri(app.Urls.Single()) };
        site.Client = site.NewClient();
        return site;
    }

    public HttpClient NewClient() => new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, UseCookies = false }) { BaseAddress = Address };

    /// <summary>A request with the headers that a test needs, its body as JSON.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, string? token = null, string? json = null, string? origin = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return request;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null, string? json = null, string? origin = null)
    {
        using var request = Request(method, path, token, json, origin);
        return await Client.SendAsync(request, Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Stops it as an operator would.</summary>
    public Task StopAsync() => _app.StopAsync(Token);

    private static HostSettings SettingsOf(WebSiteOptions options, string directory)
    {
        var all = new Dictionary<string, string?>(options.Settings)
        {
            ["Store:DataDirectory"] = directory,
            ["Store:ConnectionString"] = options.Redis,
            ["Store:Shop"] = options.Redis is null ? null : SharedRedis.NewShop(),
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all.Where(s => s.Value is not null)).Build();
        return Assert.IsType<SettingsResult.Good>(SettingsReader.Read(configuration)).Settings;
    }
}
