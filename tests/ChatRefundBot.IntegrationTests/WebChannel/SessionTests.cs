using System.Net;
using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.WebChannel.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>The widget's sessions: resume tokens, identities, and that nobody's chat becomes another's.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private const string Order = "YKATF7HUVMJJ0001";

    private WebSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await WebSite.StartAsync(new WebSiteOptions { Settings = { ["WebChat:IdentitySecret"] = WebSite.IdentitySecret } });

    [Fact]
    public async Task A_conversation_is_taken_up_by_its_resume_token_which_changes_with_each_use()
    {
        var first = await WebBuyer.StartAsync(_site.Client);
        var second = await WebBuyer.StartAsync(_site.Client, first.Resume);
        var third = await WebBuyer.StartAsync(_site.Client, second.Resume);

        Assert.False(first.Resumed);
        Assert.Equal([(first.Conversation, true), (first.Conversation, true)], [(second.Conversation, second.Resumed), (third.Conversation, third.Resumed)]);
        Assert.Equal(3, new[] { first.Resume, second.Resume, third.Resume }.Distinct().Count());
        // Its successor was used, so the first one is over.
        var late = await WebBuyer.StartAsync(_site.Client, first.Resume);
        Assert.False(late.Resumed);
        Assert.NotEqual(first.Conversation, late.Conversation);
    }

    [Fact]
    public async Task Two_tabs_that_open_in_the_same_moment_stay_in_one_conversation()
    {
        var first = await WebBuyer.StartAsync(_site.Client);
        var tabs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => WebBuyer.StartAsync(_site.Client, first.Resume)));

        Assert.All(tabs, t => Assert.Equal((first.Conversation, true), (t.Conversation, t.Resumed)));
        Assert.All(await Task.WhenAll(tabs.Select(t => WebBuyer.StartAsync(_site.Client, t.Resume))), t => Assert.Equal(first.Conversation, t.Conversation));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public async Task A_strange_resume_token_is_no_error(string resume) => Assert.False((await WebBuyer.StartAsync(_site.Client, resume)).Resumed);

    [Fact]
    public async Task The_token_of_the_api_is_no_resume_token()
    {
        var first = await WebBuyer.StartAsync(_site.Client);

        Assert.NotEqual(first.Conversation, (await WebBuyer.StartAsync(_site.Client, first.Bearer)).Conversation);
    }

    [Fact]
    public async Task Forgetting_a_device_ends_its_tokens_at_once()
    {
        var first = await WebBuyer.StartAsync(_site.Client);
        var kept = await WebBuyer.StartAsync(_site.Client, first.Resume);
        using var ended = await _site.SendAsync(HttpMethod.Post, "/widget/session/end", json: JsonSerializer.Serialize(new { resume = kept.Resume }));
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);

        Assert.False((await WebBuyer.StartAsync(_site.Client, kept.Resume)).Resumed);
        Assert.False((await WebBuyer.StartAsync(_site.Client, first.Resume)).Resumed);
        using var refresh = await _site.SendAsync(HttpMethod.Post, "/v3/directline/tokens/refresh", kept.Bearer);
        using var say = await kept.PostActivityAsync("""{"type":"message","text":"x"}""");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refresh.StatusCode, say.StatusCode));
        using var again = await _site.SendAsync(HttpMethod.Post, "/widget/session/end", json: """{"resume":"nonsense"}""");
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task A_named_buyer_proves_the_order_that_the_shop_says_is_theirs()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client, identity: Identity.Of("u-1", Order));
        await buyer.SayAsync("同意");
        await buyer.HearsAsync("请发送订单号");
        await buyer.SayAsync(Order);

        await buyer.HearsAsync("星渊战纪");
    }

    [Fact]
    public async Task An_order_that_the_shop_names_later_is_proven_from_then_on()
    {
        var first = await WebBuyer.StartAsync(_site.Client, identity: Identity.Of("u-1"));
        await first.SayAsync("同意");
        await first.HearsAsync("请发送订单号");
        var buyer = await WebBuyer.StartAsync(_site.Client, first.Resume, Identity.Of("u-1", Order));
        Assert.True(buyer.Resumed);
        await buyer.SayAsync(Order);

        await buyer.HearsAsync("星渊战纪");
    }

    [Fact]
    public async Task An_anonymous_chat_never_becomes_a_buyers_nor_the_other_way_round()
    {
        var anonymous = await WebBuyer.StartAsync(_site.Client);
        var signedIn = await WebBuyer.StartAsync(_site.Client, anonymous.Resume, Identity.Of("u-1"));
        Assert.False(signedIn.Resumed);
        Assert.NotEqual(anonymous.Conversation, signedIn.Conversation);
        // The same person goes on, on this device and on another.
        Assert.Equal(signedIn.Conversation, (await WebBuyer.StartAsync(_site.Client, signedIn.Resume, Identity.Of("u-1"))).Conversation);
        Assert.Equal(signedIn.Conversation, (await WebBuyer.StartAsync(_site.Client, anonymous.Resume, Identity.Of("u-1"))).Conversation);
        // Nobody else does, signed in or out.
        Assert.NotEqual(signedIn.Conversation, (await WebBuyer.StartAsync(_site.Client, signedIn.Resume)).Conversation);
        Assert.NotEqual(signedIn.Conversation, (await WebBuyer.StartAsync(_site.Client, signedIn.Resume, Identity.Of("u-2"))).Conversation);
        Assert.True((await WebBuyer.StartAsync(_site.Client, anonymous.Resume)).Resumed);
    }

    [Fact]
    public async Task A_buyer_who_opens_many_tabs_at_once_gets_one_conversation()
    {
        foreach (var round in Enumerable.Range(0, 10))
        {
            var identity = Identity.Of($"u-many-{round}");
            var tabs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => WebBuyer.StartAsync(_site.Client, identity: identity)));
            Assert.Single(tabs.Select(t => t.Conversation).Distinct());
            Assert.All(await Task.WhenAll(tabs.Select(t => WebBuyer.StartAsync(_site.Client, t.Resume, identity))), t => Assert.True(t.Resumed));
        }
    }

    [Fact]
    public async Task Forged_expired_and_endless_identities_are_refused()
    {
        string[] bad =
        [
            Identity.Of("u-1", secret: "somebody else's secret, long enough for one"), Identity.Of("u-1", life: TimeSpan.FromSeconds(-1)),
            Identity.Of("u-1", life: TimeSpan.FromDays(2)), Identity.Of(null), "u-1", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LTEifQ.",
        ];
        foreach (var identity in bad)
        {
            using var response = await WebBuyer.PostSessionAsync(_site.Client, identity: identity);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            var error = (await WebBuyer.ReadAsync(response)).GetProperty("error");
            Assert.NotEmpty(error.GetProperty("message").GetString()!);
        }
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("""{"resume":7}""")]
    public async Task A_body_that_is_none_is_refused(string json)
    {
        using var response = await _site.SendAsync(HttpMethod.Post, "/widget/session", json: json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task What_is_kept_holds_no_token()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        var kept = (await _site.Services.GetRequiredService<IStore>().GetAsync([WebConversation.Key(buyer.Conversation)], Token))[0]!;
        var text = Encoding.UTF8.GetString(kept.Body.Span);

        Assert.Contains(buyer.Conversation, text, StringComparison.Ordinal);
        Assert.DoesNotContain(buyer.Resume, text, StringComparison.Ordinal);
        Assert.DoesNotContain(buyer.Resume.Split('.')[2], text, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await _site.DisposeAsync();
}
