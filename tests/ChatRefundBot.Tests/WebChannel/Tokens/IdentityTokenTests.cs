using System.Text;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.Tokens;

public sealed class IdentityTokenTests
{
    private const string Secret = "the shop's identity secret, long enough";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_shop_names_its_buyer_and_an_order()
    {
        var (buyer, refusal) = Read(Claims() with { Name = " Lin\u0007 Xiaoyu ", Order = "ykatf7huvmjj0001" });

        Assert.Equal("", refusal);
        Assert.Equal("u-1", buyer!.Id);
        Assert.Equal("Lin Xiaoyu", buyer.Name);
        Assert.Equal(["YKATF7HUVMJJ0001"], buyer.Orders);
    }

    [Fact]
    public void What_the_shop_must_say_is_asked_for_by_name()
    {
        Assert.Contains("sub", Read(Claims() with { Subject = null }).Refusal, StringComparison.Ordinal);
        Assert.Contains("sub", Read(Claims() with { Subject = new string('x', 200) }).Refusal, StringComparison.Ordinal);
        Assert.Contains("jti", Read(Claims() with { Id = null }).Refusal, StringComparison.Ordinal);
        Assert.Contains("exp", Read(Claims() with { ExpiresAt = null }).Refusal, StringComparison.Ordinal);
        Assert.Contains("order", Read(Claims() with { Order = new string('1', 100) }).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void An_identity_lives_a_day_at_most()
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();

        Assert.Contains("expired", Read(Claims() with { ExpiresAt = now }).Refusal, StringComparison.Ordinal);
        Assert.Contains("24 hours", Read(Claims() with { ExpiresAt = now + 86_400 + 300 }).Refusal, StringComparison.Ordinal);
        Assert.Contains("not valid yet", Read(Claims() with { NotBefore = now + 600 }).Refusal, StringComparison.Ordinal);
        Assert.NotNull(Read(Claims() with { ExpiresAt = now + 86_400 }).Buyer);
    }

    [Fact]
    public void Forged_and_unasked_for_identities_are_refused()
    {
        var token = Jwt.Sign(Claims(), TokenJson.Default.IdentityClaims, Encoding.UTF8.GetBytes("another secret, long enough as well"), null);

        Assert.Contains("signature", new IdentityTokens(Secret, _clock).Read(token).Refusal, StringComparison.Ordinal);
        Assert.Contains("WebChat:IdentitySecret", new IdentityTokens("", _clock).Read(token).Refusal, StringComparison.Ordinal);
    }

    private IdentityClaims Claims() => new("u-1", "Lin", _clock.GetUtcNow().ToUnixTimeSeconds() + 3600, null, "nonce-1", null);

    private (ChatRefundBot.DialogKernel.Messages.VerifiedBuyer? Buyer, string Refusal) Read(IdentityClaims claims) =>
        new IdentityTokens(Secret, _clock).Read(Jwt.Sign(claims, TokenJson.Default.IdentityClaims, Encoding.UTF8.GetBytes(Secret), null));
}
