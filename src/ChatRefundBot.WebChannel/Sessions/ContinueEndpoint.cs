using ChatRefundBot.DialogKernel.Links;
using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Limits;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.Sessions;

/// <summary>
/// <c>POST …/conversations/ID/continue</c>: a link by which the conversation's buyer goes on with it on another channel, good once. Not part
/// of Direct Line. 404 when no other channel is on.
/// </summary>
internal sealed class ContinueEndpoint(Callers callers, IEnumerable<IConversationLinks> links, RateGate gate, WebChannelOptions options)
{
    private static readonly Problem NowhereElse = new(404, "NowhereElse", "There is no other channel to go on with at the moment.");

    private readonly IConversationLinks? _links = links.FirstOrDefault();

    /// <summary>Name of the channel that a conversation can be taken to; null when none is on.</summary>
    public string? Channel => _links is { IsOffered: true } on ? on.Channel : null;

    public async Task PostAsync(HttpContext context)
    {
        var conversation = await callers.ConversationAsync(context, fresh: true).ConfigureAwait(false);
        if (!await gate.PassAsync("continue", conversation.Id, options.Limits.LinksPerConversation, context.RequestAborted).ConfigureAwait(false))
            throw new RefusedException(Problem.TooBusy);
        var link = _links is null ? null : await _links.MakeAsync(conversation.Conversation, context.RequestAborted).ConfigureAwait(false);
        if (link is null) throw new RefusedException(NowhereElse);
        await Json.WriteAsync(context, 200, new ContinueAnswer(_links!.Channel, link.ToString()), WireJson.Plain.ContinueAnswer).ConfigureAwait(false);
    }
}

/// <param name="Url">For this buyer only: whoever opens it first has the conversation.</param>
internal sealed record ContinueAnswer(string Channel, string Url);
