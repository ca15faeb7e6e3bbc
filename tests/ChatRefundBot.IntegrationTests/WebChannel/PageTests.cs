using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using ChatRefundBot.WebChannel.Pages;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>The widget's files as browsers fetch them.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private static readonly EmbeddedFiles Files = new();

    private WebSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await WebSite.StartAsync(new WebSiteOptions { Settings = { ["WebChat:AllowedOrigins"] = WebSite.ShopOrigin } });

    [Fact]
    public async Task Every_file_is_served_as_it_is_in_each_encoding()
    {
        Assert.NotNull(Files.Find("widget.html"));
        Assert.NotNull(Files.Find("widget.js"));
        foreach (var file in Files.Files)
        {
            foreach (var accept in new[] { "", "gzip", "br", "gzip, deflate, br, zstd", "identity", "br;q=0, gzip;q=0.5", "*;q=0", "nonsense;;=" })
            {
                using var response = await GetAsync("/" + file.Path, accept);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal(file.Plain, await PlainAsync(response));
                Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
                Assert.Contains("Accept-Encoding", response.Headers.Vary);
                if (accept is "" or "identity" or "*;q=0") Assert.Empty(response.Content.Headers.ContentEncoding);
            }
        }
    }

    [Fact]
    public async Task What_a_browser_has_already_is_not_sent_again()
    {
        foreach (var accept in new[] { "", "gzip", "br" })
        {
            using var first = await GetAsync("/widget", accept);
            using var second = await GetAsync("/widget", accept, first.Headers.ETag!.ToString());
            using var stale = await GetAsync("/widget", accept, "\"other\"");
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, second.StatusCode, stale.StatusCode));
            Assert.Empty(await second.Content.ReadAsByteArrayAsync(Token));
            Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        }

        using var plain = await GetAsync("/widget", "");
        using var brotli = await GetAsync("/widget", "br");
        if (brotli.Content.Headers.ContentEncoding.Count > 0) Assert.NotEqual(plain.Headers.ETag, brotli.Headers.ETag);
        using var head = await _site.SendAsync(HttpMethod.Head, "/widget");
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.NotEqual(0, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task The_chat_page_may_be_embedded_by_the_allowed_shops_alone_and_runs_no_inline_code()
    {
        using var response = await GetAsync("/widget", "");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Contains($"frame-ancestors 'self' {WebSite.ShopOrigin};", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.False(response.Headers.Contains("X-Frame-Options"));
        await using var alone = await WebSite.StartAsync();
        using var closed = await alone.SendAsync(HttpMethod.Get, "/widget");
        Assert.Contains("frame-ancestors 'self';", closed.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_of_ours_has_inline_code_that_its_policy_would_stop()
    {
        foreach (var page in Files.Files.Where(f => f.Path.EndsWith(".html", StringComparison.Ordinal)))
        {
            var html = Encoding.UTF8.GetString(page.Plain);
            Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(" style=", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(@"<script(?![^>]*\ssrc=)[^>]*>\s*\S", html);
            Assert.DoesNotMatch(@"\son[a-z]+=", html);
            using var response = await GetAsync("/" + page.Path, "");
            Assert.DoesNotContain("unsafe", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_sample_shop_shows_its_orders_and_a_real_one_shows_nothing()
    {
        using var response = await GetAsync("/shop/orders.json", "");
        using var orders = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(8, orders.RootElement.GetArrayLength());
        Assert.All(orders.RootElement.EnumerateArray(), o =>
        {
            Assert.InRange(o.GetProperty("number").GetString()!.Length, 16, 18);
            Assert.Equal(4, o.GetProperty("answer").GetString()!.Length);
            Assert.NotEmpty(o.GetProperty("product").GetString()!);
            Assert.Matches(@"^\d+\.\d\d$", o.GetProperty("price").GetString()!);
            Assert.Contains(o.GetProperty("state").GetString(), new[] { "unpaid", "processing", "partly", "delivered" });
        });

        using var directory = new Testing.Storage.TemporaryDirectory();
        Refunds.Orders.SampleShop.EnsureGenerated(directory.File("own.json"), TimeProvider.System.GetUtcNow());
        await using var real = await WebSite.StartAsync(new WebSiteOptions { Settings = { ["Orders:File"] = directory.File("own.json") } });
        using var none = await real.SendAsync(HttpMethod.Get, "/shop/orders.json");
        using var noShop = await real.SendAsync(HttpMethod.Get, "/shop/index.html");
        var home = await real.Client.GetStringAsync("/", Token);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (none.StatusCode, noShop.StatusCode));
        Assert.Contains("/health/ready", home, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await _site.DisposeAsync();

    private async Task<HttpResponseMessage> GetAsync(string path, string accept, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept.Length > 0) request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        if (known is not null) request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return await _site.Client.SendAsync(request, Token);
    }

    private static async Task<byte[]> PlainAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        await using Stream plain = response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var copy = new MemoryStream();
        await plain.CopyToAsync(copy, Token);
        return copy.ToArray();
    }
}
