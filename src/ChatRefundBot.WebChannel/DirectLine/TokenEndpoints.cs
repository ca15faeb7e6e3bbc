using ChatRefundBot.WebChannel.Limits;
using ChatRefundBot.WebChannel.Sessions;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>Tokens, conversations and their resuming: <c>/v3/directline/tokens</c> and <c>/v3/directline/conversations</c>.</summary>
internal sealed class TokenEndpoints(
    Callers callers, WebTokens tokens, WebConversations conversations, RateGate gate, WebChannelOptions options, TimeProvider time)
{
    public const string ApiRoot = "/v3/directline";

    private const int MaxBody = 16 * 1024;
    private const int MaxUser = 64;
    private const int MaxOrigins = 10;

    private static readonly int ExpiresIn = (int)WebTokens.ApiLife.TotalSeconds;

    /// <summary>Server to server: a token for a conversation that is not started yet.</summary>
    public async Task GenerateAsync(HttpContext context)
    {
        callers.RequireSecret(context);
        var request = await Json.ReadAsync(context, WireJson.Plain.GenerateRequest, MaxBody).ConfigureAwait(false);
        var user = request?.User?.Id is { Length: > 0 } given ? given : WebConversations.NewUser();
        if (!IsUser(user)) throw new RefusedException(Problem.BadRequest("user.id begins with dl_ and has at most 64 letters, digits, '-', '_', '.' and '@'."));
        if (request?.TrustedOrigins is { Count: > MaxOrigins } || request?.TrustedOrigins?.Any(o => o is not { Length: <= 200 }) == true)
            throw new RefusedException(Problem.BadRequest("trustedOrigins has at most 10 origins."));
        var id = WebConversations.NewId();
        await AnswerAsync(context, 200, new ConversationAnswer(id, tokens.Api(id, user, 0, request?.TrustedOrigins is { Count: > 0 } origins ? origins : null), ExpiresIn)).ConfigureAwait(false);
    }

    public async Task RefreshAsync(HttpContext context)
    {
        var claims = callers.Identify(context) ?? throw new RefusedException(Problem.BadRequest("A secret needs no refreshing; send a token."));
        // A token of tokens/generate may be refreshed before its conversation is started.
        var conversation = await conversations.FindAsync(claims.Conversation!, context.RequestAborted).ConfigureAwait(false);
        if (conversation is not null) Callers.CheckGeneration(claims, conversation);
        var token = tokens.Api(claims.Conversation!, claims.User!, claims.Generation, claims.Origins);
        await AnswerAsync(context, 200, new ConversationAnswer(claims.Conversation!, token, ExpiresIn)).ConfigureAwait(false);
    }

    /// <summary>Starts the token's conversation (201), or gives it again (200). With the secret: always a new one.</summary>
    public async Task StartAsync(HttpContext context)
    {
        var claims = callers.Identify(context);
        if (claims is not null && !await gate.PassAsync("start", Addresses.Of(context), options.Limits.Starts, context.RequestAborted).ConfigureAwait(false))
            throw new RefusedException(Problem.TooBusy);
        var request = await Json.ReadAsync(context, WireJson.Plain.StartRequest, MaxBody).ConfigureAwait(false);
        var user = claims?.User ?? (request?.User?.Id is { Length: > 0 } given ? given : WebConversations.NewUser());
        if (!IsUser(user)) throw new RefusedException(Problem.BadRequest("user.id begins with dl_ and has at most 64 letters, digits, '-', '_', '.' and '@'."));
        var wanted = new WebConversation { Id = claims?.Conversation ?? WebConversations.NewId(), User = user, StartedAt = time.GetUtcNow() };
        var locale = Locales.Of(request?.Locale, context.Request);
        if (!WebConversation.IsId(wanted.Id) || await conversations.StartAsync(wanted, own: null, locale, context.RequestAborted).ConfigureAwait(false) is not { } started)
            throw new RefusedException(Problem.NoSuchConversation);
        Callers.CheckGeneration(claims, started.Conversation);
        await AnswerAsync(context, started.IsNew ? 201 : 200, Opened(context, started.Conversation, null, claims?.Origins)).ConfigureAwait(false);
    }

    /// <summary>Resumes after a lost connection: a new token and a new stream from the watermark on.</summary>
    public async Task ResumeAsync(HttpContext context)
    {
        var claims = callers.Identify(context);
        var conversation = await callers.ConversationAsync(context, fresh: true).ConfigureAwait(false);
        if (!await gate.PassAsync("read", conversation.Id, options.Limits.ReadsPerConversation, context.RequestAborted).ConfigureAwait(false))
            throw new RefusedException(Problem.TooBusy);
        var watermark = context.Request.Query["watermark"] is [{ Length: > 0 } given] ? given : null;
        await AnswerAsync(context, 200, Opened(context, conversation, watermark, claims?.Origins)).ConfigureAwait(false);
    }

    /// <summary>The address of a conversation's stream, good for a minute.</summary>
    public string StreamUrl(HttpContext context, WebConversation conversation, string? watermark, IReadOnlyList<string>? origins)
    {
        var position = Watermark.Parse(watermark) is { } after ? Watermark.Text(after) : "";
        return $"{Addresses.SocketSite(context.Request)}{ApiRoot}/conversations/{conversation.Id}/stream?watermark={position}&t={tokens.Stream(conversation.Id, conversation.User, conversation.Generation, origins)}";
    }

    private ConversationAnswer Opened(HttpContext context, WebConversation conversation, string? watermark, IReadOnlyList<string>? origins) => new(
        conversation.Id, tokens.Api(conversation.Id, conversation.User, conversation.Generation, origins), ExpiresIn, StreamUrl(context, conversation, watermark, origins));

    private static Task AnswerAsync(HttpContext context, int status, ConversationAnswer answer) => Json.WriteAsync(context, status, answer, WireJson.Plain.ConversationAnswer);

    private static bool IsUser(string user) =>
        user.Length <= MaxUser && user.StartsWith("dl_", StringComparison.Ordinal) && user.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@');
}
