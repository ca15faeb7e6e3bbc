using ChatRefundBot.WebChannel;
using ChatRefundBot.WebChannel.Security;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.Security;

public sealed class OriginPolicyTests
{
    private readonly OriginPolicy _policy = new(new WebChannelOptions { SigningKeys = [], AllowedOrigins = ["https://shop.example"] });

    [Theory]
    [InlineData(null, "desk.example", true)]
    [InlineData("https://shop.example", "desk.example", true)]
    [InlineData("HTTPS://SHOP.EXAMPLE", "desk.example", true)]
    [InlineData("http://shop.example", "desk.example", false)]
    [InlineData("https://shop.example:8443", "desk.example", false)]
    [InlineData("https://shop.example.evil.example", "desk.example", false)]
    [InlineData("https://evil.example", "desk.example", false)]
    [InlineData("null", "desk.example", false)]
    [InlineData("https://desk.example", "desk.example", true)]
    [InlineData("http://desk.example", "desk.example", true)]
    [InlineData("https://desk.example", "desk.example:443", true)]
    [InlineData("http://localhost:5080", "localhost:5080", true)]
    [InlineData("http://localhost:5081", "localhost:5080", false)]
    [InlineData("http://[::1]:5080", "[::1]:5080", true)]
    [InlineData("file://desk.example", "desk.example", false)]
    [InlineData("https://desk.example@evil.example", "desk.example", false)]
    public void Own_and_allowed_pages_may_call(string? origin, string host, bool allowed)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString(host);
        if (origin is not null) context.Request.Headers.Origin = origin;

        Assert.Equal(allowed, _policy.Allows(context.Request));
    }

    [Fact]
    public void Two_origins_at_once_are_none_of_ours()
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("desk.example");
        context.Request.Headers.Origin = new[] { "https://shop.example", "https://evil.example" };

        Assert.False(_policy.Allows(context.Request));
    }
}
