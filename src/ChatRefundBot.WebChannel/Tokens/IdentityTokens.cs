using System.Text;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.WebChannel.Tokens;

/// <summary>Reads the JWTs by which the shop names its signed-in buyers.</summary>
internal sealed class IdentityTokens(string secret, TimeProvider time)
{
    /// <summary>Longest time that an identity may still be good for: a page is rendered anew with a fresh one.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    private const int MaxSubject = 128;
    private const int MaxName = 60;
    private const int MaxOrder = 64;

    // The shop's clock and ours are not the same one.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private readonly byte[][] _keys = secret.Length == 0 ? [] : [Encoding.UTF8.GetBytes(secret)];

    /// <returns>The buyer, or null and why not, fit to be said to whoever embeds the widget.</returns>
    public (VerifiedBuyer? Buyer, string Refusal) Read(string token)
    {
        if (_keys.Length == 0) return (null, "This desk knows no identities; the operator sets WebChat:IdentitySecret.");
        if (Jwt.Verify(token, TokenJson.Default.IdentityClaims, _ => _keys) is not { } claims) return (null, "The identity's signature is not the shop's.");
        if (claims.Subject is not { Length: > 0 and <= MaxSubject } || claims.Subject.Any(char.IsControl)) return (null, "The identity needs sub, at most 128 characters.");
        if (claims.Id is not { Length: > 0 }) return (null, "The identity needs jti, another one each time.");
        if (claims.ExpiresAt is not { } expires) return (null, "The identity needs exp.");
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (expires <= now) return (null, "The identity has expired.");
        if (expires > now + (LongestLife + Skew).TotalSeconds) return (null, "The identity's exp is more than 24 hours ahead.");
        if (claims.NotBefore > now + Skew.TotalSeconds) return (null, "The identity is not valid yet.");
        if (claims.Order is { Length: > MaxOrder }) return (null, "The identity's order is too long.");
        return (new VerifiedBuyer(claims.Subject, NameOf(claims.Name), claims.Order is { Length: > 0 } order ? [order.Trim().ToUpperInvariant()] : []), "");
    }

    private static string? NameOf(string? name)
    {
        var clean = new string([.. (name ?? "").Where(c => !char.IsControl(c)).Take(MaxName)]).Trim();
        return clean.Length == 0 ? null : clean;
    }
}
