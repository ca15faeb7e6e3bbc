using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.Tokens;

public sealed class TokenTests
{
    private const string Conversation = "0123456789abcdef0123456789abcdef";
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("the first key of this test, long enough");
    private static readonly byte[] OlderKey = Encoding.UTF8.GetBytes("the older key of this test, long enough");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_token_says_what_it_was_issued_for()
    {
        var good = Assert.IsType<TokenResult.Good>(Tokens(Key).Read(Tokens(Key).Api(Conversation, "dl_1", 3), TokenAudience.Api));

        Assert.Equal((Conversation, "dl_1", 3L), (good.Claims.Conversation, good.Claims.User, good.Claims.Generation));
        Assert.Equal(WebTokens.Issuer, good.Claims.Issuer);
        Assert.Equal(3600, good.Claims.ExpiresAt - good.Claims.IssuedAt);
        Assert.NotEqual(Tokens(Key).Api(Conversation, "dl_1", 3), Tokens(Key).Api(Conversation, "dl_1", 3));
    }

    [Fact]
    public void A_token_of_one_kind_does_not_pass_for_another()
    {
        var tokens = Tokens(Key);
        string[] audiences = [TokenAudience.Api, TokenAudience.Stream, TokenAudience.Resume];
        string[] issued = [tokens.Api(Conversation, "dl_1", 0), tokens.Stream(Conversation, "dl_1", 0), tokens.Resume(Conversation, "dl_1")];

        for (var i = 0; i < issued.Length; i++)
        {
            for (var j = 0; j < audiences.Length; j++)
            {
                if (i == j) Assert.IsType<TokenResult.Good>(tokens.Read(issued[i], audiences[j]));
                else Assert.IsType<TokenResult.NotForThis>(tokens.Read(issued[i], audiences[j]));
            }
        }
    }

    [Fact]
    public void A_token_expires_to_the_second()
    {
        var tokens = Tokens(Key);
        var token = tokens.Stream(Conversation, "dl_1", 0);

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.IsType<TokenResult.Good>(tokens.Read(token, TokenAudience.Stream));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<TokenResult.Expired>(tokens.Read(token, TokenAudience.Stream));
    }

    [Fact]
    public void A_replaced_key_still_verifies_until_it_is_taken_away_and_no_longer_signs()
    {
        var old = Tokens(OlderKey).Api(Conversation, "dl_1", 0);

        Assert.IsType<TokenResult.Good>(Tokens(Key, OlderKey).Read(old, TokenAudience.Api));
        Assert.IsType<TokenResult.Forged>(Tokens(Key).Read(old, TokenAudience.Api));
        Assert.IsType<TokenResult.Forged>(Tokens(OlderKey).Read(Tokens(Key, OlderKey).Api(Conversation, "dl_1", 0), TokenAudience.Api));
    }

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"None","kid":"KID"}""")]
    [InlineData("""{"alg":"HS384","kid":"KID"}""")]
    [InlineData("""{"alg":"RS256","kid":"KID"}""")]
    [InlineData("""{"alg":["HS256"],"kid":"KID"}""")]
    [InlineData("""{"kid":"KID"}""")]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","kid":"00000000"}""")]
    [InlineData("null")]
    [InlineData("not json")]
    public void A_head_that_asks_for_another_algorithm_or_key_is_refused_even_with_the_right_signature(string head)
    {
        var body = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Tokens(Key).Api(Conversation, "dl_1", 0).Split('.')[1]));

        Assert.IsType<TokenResult.Forged>(Tokens(Key).Read(Signed(head.Replace("KID", new SigningKeys([Key]).CurrentId, StringComparison.Ordinal), body), TokenAudience.Api));
    }

    [Fact]
    public void What_is_changed_cut_or_strange_is_refused()
    {
        var tokens = Tokens(Key);
        var token = tokens.Api(Conversation, "dl_1", 0);
        var parts = token.Split('.');
        var other = tokens.Api(Conversation, "dl_2", 0).Split('.');

        string?[] bad =
        [
            null, "", ".", "..", "...", "a.b.c", parts[0], $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{other[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[2]}", token[..^2], token + "A", "ä" + token, token.Replace('.', '\u3002'), new string('a', 5000), $"{new string('a', 3000)}.{parts[1]}.{parts[2]}",
        ];
        foreach (var text in bad) Assert.IsType<TokenResult.Forged>(tokens.Read(text, TokenAudience.Api));
    }

    [Fact]
    public void A_shop_cannot_sign_our_tokens_with_its_identity_secret()
    {
        var secret = "identity secret of the shop, long enough";
        var forged = Jwt.Sign(new TokenClaims(WebTokens.Issuer, TokenAudience.Api, Conversation, "dl_1", 0, long.MaxValue, "x", 0, null), TokenJson.Default.TokenClaims, Encoding.UTF8.GetBytes(secret), null);

        Assert.IsType<TokenResult.Forged>(Tokens(Key).Read(forged, TokenAudience.Api));
    }

    private WebTokens Tokens(params byte[][] keys) => new(new SigningKeys(keys), _clock);

    private static string Signed(string head, string body)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(body))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes(signed)))}";
    }
}
