using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>A page on another site than the desk's: "localhost", which browsers tell from 127.0.0.1.</summary>
internal sealed class ForeignShop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForeignShop(WebApplication app) => _app = app;

    /// <summary>What stands in the page.</summary>
    public string Body { get; set; } = "";

    public string Address { get; private set; } = "";

    public static async Task<ForeignShop> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var shop = new ForeignShop(builder.Build());
        shop._app.MapFallback(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync($"<!doctype html><html lang=\"zh-CN\"><title>A shop</title><h1>A shop</h1>{shop.Body}</html>");
        });
        await shop._app.StartAsync();
        shop.Address = shop._app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        return shop;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
