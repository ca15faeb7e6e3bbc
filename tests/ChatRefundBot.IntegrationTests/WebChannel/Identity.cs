using System.Text;
using ChatRefundBot.WebChannel.Tokens;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>A shop that signs JWTs for its buyers.</summary>
internal static class Identity
{
    public static string Of(string? subject, string? order = null, TimeSpan? life = null, string secret = WebSite.IdentitySecret) => Jwt.Sign(
        new IdentityClaims(subject, "Lin", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + (life ?? TimeSpan.FromHours(1)).TotalSeconds, null, $"nonce-{Interlocked.Increment(ref s_nonce)}", order),
        TokenJson.Default.IdentityClaims, Encoding.UTF8.GetBytes(secret), null);

    private static int s_nonce;
}
