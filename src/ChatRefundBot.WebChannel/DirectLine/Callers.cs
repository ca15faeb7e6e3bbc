using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.WebChannel.Security;
using ChatRefundBot.WebChannel.Sessions;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>Finds out who calls and whether the conversation is theirs. Every refusal is a <see cref="RefusedException"/>.</summary>
internal sealed class Callers(WebTokens tokens, WebConversations conversations, WebChannelOptions options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _secret = options.DirectLineSecret.Length == 0 ? null : Digest(options.DirectLineSecret);

    /// <summary>A token of the API, or the Direct Line secret of a server (null claims).</summary>
    public TokenClaims? Identify(HttpContext context)
    {
        var bearer = Bearer(context);
        return IsSecret(bearer) ? null : Check(context, bearer, TokenAudience.Api);
    }

    /// <summary>Only the secret will do.</summary>
    public void RequireSecret(HttpContext context)
    {
        if (!IsSecret(Bearer(context))) throw new RefusedException(Problem.BadToken);
    }

    /// <summary>The conversation of the path, when it is the caller's.</summary>
    /// <param name="fresh">Asks the store now; otherwise what was known some seconds ago will do.</param>
    public async Task<WebConversation> ConversationAsync(HttpContext context, bool fresh) => await ConversationAsync(Identify(context), context, fresh).ConfigureAwait(false);

    /// <summary>The conversation of a stream's URL.</summary>
    public Task<WebConversation> StreamAsync(HttpContext context) =>
        ConversationAsync(Check(context, context.Request.Query["t"] is [{ } token] ? token : "", TokenAudience.Stream), context, fresh: true);

    /// <summary>Refuses tokens from before somebody logged out.</summary>
    public static void CheckGeneration(TokenClaims? claims, WebConversation conversation)
    {
        if (claims is not null && claims.Generation < conversation.Generation) throw new RefusedException(Problem.TokenExpired);
    }

    private async Task<WebConversation> ConversationAsync(TokenClaims? claims, HttpContext context, bool fresh)
    {
        var id = context.Request.RouteValues["conversation"] as string ?? "";
        if (claims is not null && !string.Equals(claims.Conversation, id, StringComparison.Ordinal)) throw new RefusedException(Problem.NoSuchConversation);
        var found = fresh
            ? await conversations.FindOpenAsync(id, context.RequestAborted).ConfigureAwait(false)
            : await conversations.FindAsync(id, context.RequestAborted).ConfigureAwait(false);
        if (found is null) throw new RefusedException(Problem.NoSuchConversation);
        CheckGeneration(claims, found);
        return found;
    }

    private TokenClaims Check(HttpContext context, string token, string audience)
    {
        if (token.Length == 0) throw new RefusedException(Problem.NoToken);
        switch (tokens.Read(token, audience))
        {
            case TokenResult.Good { Claims: var claims }:
                if (claims.Origins is { } bound && OriginPolicy.Of(context.Request) is { } origin
                    && !bound.Contains(origin, StringComparer.OrdinalIgnoreCase) && !OriginPolicy.IsOwn(context.Request, origin))
                    throw new RefusedException(Problem.ForeignOrigin);
                return claims;
            case TokenResult.Expired:
                throw new RefusedException(Problem.TokenExpired);
            case TokenResult.NotForThis:
                throw new RefusedException(Problem.TokenNotForThis);
            default:
                throw new RefusedException(Problem.BadToken);
        }
    }

    private bool IsSecret(string bearer) => _secret is not null && CryptographicOperations.FixedTimeEquals(Digest(bearer), _secret);

    private static string Bearer(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
