using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ChatRefundBot.WebChannel.Sessions;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>Who is refused, and how.</summary>
public sealed class SecurityTests : IAsyncLifetime
{
    private static readonly string SigningKey = new('k', 40);

    private WebSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await WebSite.StartAsync(new WebSiteOptions
    {
        Settings = { ["WebChat:SigningKey"] = SigningKey, ["WebChat:AllowedOrigins"] = WebSite.ShopOrigin, ["WebChat:DirectLineSecret"] = WebSite.DirectLineSecret },
    });

    [Fact]
    public async Task Tokens_that_are_not_ours_are_401_and_ours_for_something_else_are_403()
    {
        var (buyer, other) = (await WebBuyer.StartAsync(_site.Client), await WebBuyer.StartAsync(_site.Client));
        var parts = buyer.Bearer.Split('.');
        var unknown = Issue(SigningKey, WebConversations.NewId());
        (string? Token, HttpStatusCode Status)[] tries =
        [
            (null, HttpStatusCode.Unauthorized), ("", HttpStatusCode.Unauthorized), ("x", HttpStatusCode.Unauthorized),
            ($"eyJhbGciOiJub25lIn0.{parts[1]}.", HttpStatusCode.Unauthorized), ($"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}", HttpStatusCode.Unauthorized),
            (Issue(new string('x', 40), buyer.Conversation), HttpStatusCode.Unauthorized),
            (other.Bearer, HttpStatusCode.Forbidden), (buyer.Resume, HttpStatusCode.Forbidden), (StreamToken(buyer.StreamUrl), HttpStatusCode.Forbidden),
            (Issue(SigningKey, buyer.Conversation, hoursAgo: 2), HttpStatusCode.Forbidden), (buyer.Bearer, HttpStatusCode.OK),
        ];
        string[] paths = ["", "/activities"];
        foreach (var path in paths)
        {
            foreach (var (token, status) in tries)
            {
                using var response = await _site.SendAsync(HttpMethod.Get, $"/v3/directline/conversations/{buyer.Conversation}{path}", token);
                Assert.Equal((path, token, status), (path, token, response.StatusCode));
                if (status == HttpStatusCode.OK) continue;
                var error = (await WebBuyer.ReadAsync(response)).GetProperty("error");
                Assert.NotEmpty(error.GetProperty("code").GetString()!);
                Assert.NotEmpty(error.GetProperty("message").GetString()!);
            }
        }

        // Ours, but of a conversation that was never started: the same as a foreign one.
        var id = ConversationOf(unknown);
        foreach (var path in paths)
        {
            using var response = await _site.SendAsync(HttpMethod.Get, $"/v3/directline/conversations/{id}{path}", unknown);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        using var post = await _site.SendAsync(HttpMethod.Post, $"/v3/directline/conversations/{id}/activities", unknown, """{"type":"message","text":"x"}""");
        Assert.Equal(HttpStatusCode.Forbidden, post.StatusCode);
        using var expired = await _site.SendAsync(HttpMethod.Post, "/v3/directline/tokens/refresh", Issue(SigningKey, buyer.Conversation, hoursAgo: 2));
        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
    }

    [Fact]
    public async Task The_secret_is_for_servers_and_must_be_the_right_one()
    {
        foreach (var (secret, status) in new[] { (WebSite.DirectLineSecret, HttpStatusCode.OK), (WebSite.DirectLineSecret + "x", HttpStatusCode.Unauthorized), ("", HttpStatusCode.Unauthorized) })
        {
            using var response = await _site.SendAsync(HttpMethod.Post, "/v3/directline/tokens/generate", secret, "{}");
            Assert.Equal(status, response.StatusCode);
        }

        using var wrongUser = await _site.SendAsync(HttpMethod.Post, "/v3/directline/tokens/generate", WebSite.DirectLineSecret, """{"user":{"id":"admin"}}""");
        Assert.Equal(HttpStatusCode.BadRequest, wrongUser.StatusCode);
        await using var off = await WebSite.StartAsync();
        using var refused = await off.SendAsync(HttpMethod.Post, "/v3/directline/tokens/generate", "", "{}");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Pages_of_other_origins_are_refused_everywhere()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        var conversation = $"/v3/directline/conversations/{buyer.Conversation}";
        var own = _site.Address.GetLeftPart(UriPartial.Authority);
        foreach (var (origin, status) in new[] { (own, HttpStatusCode.OK), (WebSite.ShopOrigin, HttpStatusCode.OK), ("https://evil.example", HttpStatusCode.Forbidden), ("null", HttpStatusCode.Forbidden) })
        {
            using var session = await _site.SendAsync(HttpMethod.Post, "/widget/session", json: "{}", origin: origin);
            using var poll = await _site.SendAsync(HttpMethod.Get, conversation + "/activities", buyer.Bearer, origin: origin);
            using var post = await _site.SendAsync(HttpMethod.Post, conversation + "/activities", buyer.Bearer, """{"type":"typing"}""", origin);
            using var refresh = await _site.SendAsync(HttpMethod.Post, "/v3/directline/tokens/refresh", buyer.Bearer, origin: origin);
            Assert.All(new[] { session, poll, post, refresh }, r => Assert.Equal(status, r.StatusCode));
            if (status == HttpStatusCode.OK) Assert.Equal(origin, poll.Headers.GetValues("Access-Control-Allow-Origin").Single());
            else Assert.False(poll.Headers.Contains("Access-Control-Allow-Origin"));

            if (status == HttpStatusCode.OK) (await buyer.OpenAsync(origin: origin)).Dispose();
            else await Assert.ThrowsAsync<WebSocketException>(() => buyer.OpenAsync(origin: origin));
        }
    }

    [Fact]
    public async Task A_page_that_may_call_is_told_so_before_it_does()
    {
        foreach (var path in new[] { "/v3/directline/conversations", "/v3/directline/conversations/x/activities", "/widget/session" })
        {
            using var allowed = await _site.SendAsync(HttpMethod.Options, path, origin: WebSite.ShopOrigin);
            Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
            Assert.Equal(WebSite.ShopOrigin, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
            var headers = allowed.Headers.GetValues("Access-Control-Allow-Headers").Single();
            Assert.All(new[] { "authorization", "content-type", "x-ms-bot-agent" }, h => Assert.Contains(h, headers, StringComparison.Ordinal));
            using var foreign = await _site.SendAsync(HttpMethod.Options, path, origin: "https://evil.example");
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        }
    }

    [Fact]
    public async Task A_token_that_a_server_bound_to_an_origin_is_of_no_use_on_another()
    {
        await using var site = await WebSite.StartAsync(new WebSiteOptions
        {
            Settings = { ["WebChat:AllowedOrigins"] = $"{WebSite.ShopOrigin},https://second.example", ["WebChat:DirectLineSecret"] = WebSite.DirectLineSecret },
        });
        using var generated = await site.SendAsync(HttpMethod.Post, "/v3/directline/tokens/generate", WebSite.DirectLineSecret, $$"""{"trustedOrigins":["{{WebSite.ShopOrigin}}"]}""");
        var token = (await WebBuyer.ReadAsync(generated)).GetProperty("token").GetString();

        using var foreign = await site.SendAsync(HttpMethod.Post, "/v3/directline/conversations", token, "{}", "https://second.example");
        using var bound = await site.SendAsync(HttpMethod.Post, "/v3/directline/conversations", token, "{}", WebSite.ShopOrigin);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Created), (foreign.StatusCode, bound.StatusCode));
    }

    [Theory]
    [InlineData("""{"type":"conversationUpdate"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"type":"message","text":7}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"type":"message","text":"\ud800"}""", HttpStatusCode.BadRequest)]
    [InlineData("not json", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    public async Task What_is_no_activity_is_refused(string json, HttpStatusCode status)
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var response = await buyer.PostActivityAsync(json);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Texts_and_bodies_are_bounded()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var text = await buyer.PostActivityAsync($$"""{"type":"message","text":"{{new string('长', 8001)}}"}""");
        using var body = await buyer.PostActivityAsync($$"""{"type":"message","text":"x","junk":"{{new string('x', 300_000)}}"}""");
        using var deep = await buyer.PostActivityAsync($$"""{"type":"message","text":"x","value":{{new string('[', 1000)}}{{new string(']', 1000)}}}""");
        using var session = await _site.SendAsync(HttpMethod.Post, "/widget/session", json: $$"""{"locale":"{{new string('x', 20_000)}}"}""");
        using var most = await buyer.PostActivityAsync($$"""{"type":"message","text":"{{new string('长', 8000)}}"}""");

        Assert.Equal(
            [HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.OK],
            new[] { text, body, deep, session, most }.Select(r => r.StatusCode));
    }

    [Fact]
    public async Task Markup_in_every_field_is_words_and_nothing_more()
    {
        const string Script = "<script>alert(1)</script>";
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var response = await buyer.PostActivityAsync(JsonSerializer.Serialize(new
        {
            type = "message",
            text = Script,
            name = Script,
            locale = Script,
            textFormat = "markdown",
            from = new { id = "desk", name = Script, role = "bot" },
            attachments = new[] { new { contentType = "text/html", content = Script, contentUrl = "javascript:alert(1)" } },
            suggestedActions = new { actions = new[] { new { type = "openUrl", value = "javascript:alert(1)" } } },
            channelData = new { clientActivityID = Script },
        }));
        var id = (await WebBuyer.ReadAsync(response)).GetProperty("id").GetString();
        for (var i = 0; i < 100 && (await buyer.PollAsync()).Activities.TrueForAll(a => a.GetProperty("id").GetString() != id); i++) await Task.Delay(50, Token);
        var echo = (await buyer.PollAsync()).Activities.Single(a => a.GetProperty("id").GetString() == id);

        Assert.Equal(["type", "id", "timestamp", "channelId", "conversation", "from", "text", "textFormat", "channelData"], echo.EnumerateObject().Select(p => p.Name));
        Assert.Equal((Script, "plain", "user"), (WebBuyer.Text(echo), echo.GetProperty("textFormat").GetString(), echo.GetProperty("from").GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Only_a_fresh_stream_token_opens_a_socket()
    {
        var (buyer, other) = (await WebBuyer.StartAsync(_site.Client), await WebBuyer.StartAsync(_site.Client));
        var place = buyer.StreamUrl[..(buyer.StreamUrl.IndexOf("t=", StringComparison.Ordinal) + 2)];
        foreach (var token in new[] { "", "x", buyer.Bearer, buyer.Resume, StreamToken(other.StreamUrl), StreamToken(buyer.StreamUrl)[..^2] + "AA" })
            await Assert.ThrowsAsync<WebSocketException>(() => buyer.OpenAsync(place + token));
        using var plain = await _site.Client.GetAsync(new Uri(buyer.StreamUrl.Replace("ws://", "http://", StringComparison.Ordinal)), Token);

        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        (await buyer.OpenAsync()).Dispose();
    }

    public async ValueTask DisposeAsync() => await _site.DisposeAsync();

    private static string StreamToken(string url) => url[(url.IndexOf("t=", StringComparison.Ordinal) + 2)..];

    private static string ConversationOf(string token) =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement.GetProperty("conv").GetString()!;

    private static string Issue(string key, string conversation, int hoursAgo = 0)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-hoursAgo));
        return new WebTokens(new SigningKeys([Encoding.UTF8.GetBytes(key)]), clock).Api(conversation, "dl_x", 0);
    }
}
