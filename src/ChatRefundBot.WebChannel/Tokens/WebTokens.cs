using System.Security.Cryptography;
using System.Text;

namespace ChatRefundBot.WebChannel.Tokens;

/// <summary>Issues and reads the channel's tokens. An expired token is still known by its signature, because its answer is another one.</summary>
internal sealed class WebTokens(SigningKeys keys, TimeProvider time)
{
    public const string Issuer = "chatrefundbot";

    public static readonly TimeSpan ApiLife = TimeSpan.FromMinutes(60);
    public static readonly TimeSpan StreamLife = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan ResumeLife = TimeSpan.FromDays(30);

    /// <summary>What the store keeps of a token that can be revoked.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 16));

    public string Api(string conversation, string user, long generation, IReadOnlyList<string>? origins = null) =>
        Issue(TokenAudience.Api, conversation, user, generation, ApiLife, origins);

    public string Stream(string conversation, string user, long generation, IReadOnlyList<string>? origins = null) =>
        Issue(TokenAudience.Stream, conversation, user, generation, StreamLife, origins);

    public string Resume(string conversation, string user) => Issue(TokenAudience.Resume, conversation, user, 0, ResumeLife, null);

    public TokenResult Read(string? token, string audience)
    {
        var claims = Jwt.Verify(token, TokenJson.Default.TokenClaims, keys.For);
        if (claims is not { Issuer: Issuer, Conversation: not null, User: not null, Id: not null }) return TokenResult.Forged.Instance;
        if (claims.Audience != audience) return TokenResult.NotForThis.Instance;
        return claims.ExpiresAt > time.GetUtcNow().ToUnixTimeSeconds() ? new TokenResult.Good(claims) : TokenResult.Expired.Instance;
    }

    private string Issue(string audience, string conversation, string user, long generation, TimeSpan life, IReadOnlyList<string>? origins)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var claims = new TokenClaims(Issuer, audience, conversation, user, now, now + (long)life.TotalSeconds, id, generation, origins);
        return Jwt.Sign(claims, TokenJson.Default.TokenClaims, keys.Current, keys.CurrentId);
    }
}

/// <summary>What a token turned out to be.</summary>
internal abstract record TokenResult
{
    private TokenResult() { }

    public sealed record Good(TokenClaims Claims) : TokenResult;

    /// <summary>Not ours, or changed on the way: 401.</summary>
    public sealed record Forged : TokenResult
    {
        public static readonly Forged Instance = new();
    }

    /// <summary>Ours once: 403, because clients look for a new one only then.</summary>
    public sealed record Expired : TokenResult
    {
        public static readonly Expired Instance = new();
    }

    /// <summary>Ours, but made for something else: 403.</summary>
    public sealed record NotForThis : TokenResult
    {
        public static readonly NotForThis Instance = new();
    }
}
