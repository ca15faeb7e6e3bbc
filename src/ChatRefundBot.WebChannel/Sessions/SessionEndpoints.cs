using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Limits;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.Sessions;

/// <summary>
/// <c>POST /widget/session</c>: where the widget gets its tokens. A conversation is taken up by the resume token of this device, by a buyer's
/// identity, or begun anew. An anonymous conversation never becomes a buyer's, nor the other way round: who signs in gets their own.
/// </summary>
internal sealed class SessionEndpoints(
    WebConversations conversations, WebTokens tokens, IdentityTokens identities, TokenEndpoints streams, RateGate gate, WebChannelOptions options,
    ContinueEndpoint elsewhere, TimeProvider time)
{
    private const int MaxBody = 16 * 1024;
    private const int MostRaces = 5;

    public async Task StartAsync(HttpContext context)
    {
        if (!await gate.PassAsync("start", Addresses.Of(context), options.Limits.Starts, context.RequestAborted).ConfigureAwait(false))
            throw new RefusedException(Problem.TooBusy);
        var request = await Json.ReadAsync(context, WireJson.Plain.SessionRequest, MaxBody).ConfigureAwait(false) ?? new SessionRequest(null, null, null);
        var buyer = BuyerOf(request.Identity);
        var (conversation, resume, resumed) = await TakeUpAsync(request.Resume, buyer, context.RequestAborted).ConfigureAwait(false)
            ?? await BeginAsync(buyer, Locales.Of(request.Locale, context.Request), context.RequestAborted).ConfigureAwait(false);
        if (buyer is not null) conversation = await conversations.NameBuyerAsync(conversation, buyer, context.RequestAborted).ConfigureAwait(false);
        var answer = new SessionAnswer(
            conversation.Id, tokens.Api(conversation.Id, conversation.User, conversation.Generation), (int)WebTokens.ApiLife.TotalSeconds,
            resume, streams.StreamUrl(context, conversation, null, null), resumed, elsewhere.Channel);
        await Json.WriteAsync(context, 200, answer, WireJson.Plain.SessionAnswer).ConfigureAwait(false);
    }

    /// <summary>Logout, or "forget this chat on this device": the resume token and the API tokens given out so far are no longer good.</summary>
    public async Task EndAsync(HttpContext context)
    {
        if (!await gate.PassAsync("start", Addresses.Of(context), options.Limits.Starts, context.RequestAborted).ConfigureAwait(false))
            throw new RefusedException(Problem.TooBusy);
        var request = await Json.ReadAsync(context, WireJson.Plain.SessionRequest, MaxBody).ConfigureAwait(false);
        // An unknown one is as good as ended, and the answer tells nothing about it.
        if (request?.Resume is { } token && tokens.Read(token, TokenAudience.Resume) is TokenResult.Good { Claims.Conversation: { } id })
            await conversations.ChangeAsync(id, c => ResumeTokens.Revoke(c, token), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private VerifiedBuyer? BuyerOf(string? identity)
    {
        if (string.IsNullOrEmpty(identity)) return null;
        var (buyer, refusal) = identities.Read(identity);
        return buyer ?? throw new RefusedException(new Problem(403, "BadIdentity", refusal));
    }

    /// <summary>The conversation of a resume token that is good for this very buyer; null for any other token.</summary>
    private async Task<(WebConversation Conversation, string Resume, bool Resumed)?> TakeUpAsync(string? token, VerifiedBuyer? buyer, CancellationToken cancellationToken)
    {
        if (tokens.Read(token, TokenAudience.Resume) is not TokenResult.Good { Claims: { Conversation: { } id, User: { } user } }) return null;
        if (await conversations.FindOpenAsync(id, cancellationToken).ConfigureAwait(false) is not { } found || found.Subject != buyer?.Id) return null;
        var next = tokens.Resume(id, user);
        var used = await conversations.ChangeAsync(id, c => ResumeTokens.Use(c, token!, next, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        return used is null ? null : (used, next, true);
    }

    private async Task<(WebConversation Conversation, string Resume, bool Resumed)> BeginAsync(VerifiedBuyer? buyer, string? locale, CancellationToken cancellationToken)
    {
        for (var races = 0; races < MostRaces; races++)
        {
            var own = buyer is null ? null : await conversations.OwnAsync(buyer.Id, cancellationToken).ConfigureAwait(false);
            var id = own is not null && await conversations.FindOpenAsync(own, cancellationToken).ConfigureAwait(false) is not null ? own : WebConversations.NewId();
            var now = time.GetUtcNow();
            var wanted = new WebConversation { Id = id, User = WebConversations.NewUser(), StartedAt = now, Subject = buyer?.Id, Buyer = buyer };
            var resume = tokens.Resume(id, wanted.User);
            if (await conversations.StartAsync(ResumeTokens.Add(wanted, resume, null, now), own, locale, cancellationToken).ConfigureAwait(false) is not { } started) continue;
            if (started.IsNew) return (started.Conversation, resume, false);
            // A further device of a buyer who has a conversation already.
            resume = tokens.Resume(id, started.Conversation.User);
            if (await conversations.ChangeAsync(id, c => ResumeTokens.Add(c, resume, null, now), cancellationToken).ConfigureAwait(false) is { } added) return (added, resume, false);
        }

        throw new RefusedException(Problem.TooBusy);
    }
}
