using System.Net;
using ChatRefundBot.WebChannel;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>Behind a reverse proxy: what it says of its callers counts only when it is one of the configured ones.</summary>
public sealed class ProxyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData(null, false)]
    public async Task Only_a_trusted_proxy_says_how_the_desk_is_called(string? trusted, bool believed)
    {
        await using var site = await WebSite.StartAsync(new WebSiteOptions { Settings = { ["WebChat:TrustedProxies"] = trusted } });
        using var response = await SessionAsync(site, "203.0.113.7", "desk.example", "https");
        var url = (await WebBuyer.ReadAsync(response)).GetProperty("streamUrl").GetString();

        Assert.StartsWith(believed ? "wss://desk.example/" : $"ws://{site.Address.Authority}/", url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_behind_a_trusted_proxy_are_told_apart_and_others_cannot_pretend()
    {
        var limits = new WebLimits { Starts = new Rate(0.01, 2, TimeSpan.Zero) };
        await using var behind = await WebSite.StartAsync(new WebSiteOptions { Limits = limits, Settings = { ["WebChat:TrustedProxies"] = "127.0.0.1" } });
        await using var open = await WebSite.StartAsync(new WebSiteOptions { Limits = limits });
        Assert.Equal("200, 200, 200, 200", await StatusesAsync(behind, "203.0.113.1", "203.0.113.2", "203.0.113.1", "203.0.113.2"));
        Assert.Equal("503", await StatusesAsync(behind, "203.0.113.1"));
        // What a caller puts in front of the proxy's own word is not looked at.
        Assert.Equal("503", await StatusesAsync(behind, "198.51.100.9, 203.0.113.1"));
        Assert.Equal("200, 200, 503", await StatusesAsync(open, "203.0.113.1", "203.0.113.2", "203.0.113.3"));
    }

    [Fact]
    public async Task A_page_of_this_host_gets_a_secure_stream_also_when_the_proxy_is_not_configured()
    {
        await using var site = await WebSite.StartAsync();
        using var request = site.Request(HttpMethod.Post, "/widget/session", json: "{}", origin: "https://desk.example");
        request.Headers.Host = "desk.example";
        using var response = await site.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("wss://desk.example/", (await WebBuyer.ReadAsync(response)).GetProperty("streamUrl").GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> StatusesAsync(WebSite site, params string[] addresses)
    {
        var statuses = new List<int>();
        foreach (var address in addresses)
        {
            using var response = await SessionAsync(site, address, "desk.example", "https");
            statuses.Add((int)response.StatusCode);
        }

        return string.Join(", ", statuses);
    }

    private static async Task<HttpResponseMessage> SessionAsync(WebSite site, string address, string host, string scheme)
    {
        using var request = site.Request(HttpMethod.Post, "/widget/session", json: "{}");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", host);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        return await site.Client.SendAsync(request, Token);
    }
}
