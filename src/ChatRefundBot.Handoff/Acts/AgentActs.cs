using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Handoff.Tickets;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.Handoff.Acts;

/// <summary>
/// What agents do in conversations. Each act is an incoming message of the conversation and takes effect in a turn of it, once, however
/// often it is sent under one id, and only if the agent then holds what they act on, with the epoch that they name. Thread safe.
/// </summary>
public sealed partial class AgentActs(IStore store, TurnEngine turns, AgentDirectory agents, QueueRulesSource rules, TimeProvider time, ILogger<AgentActs> log)
{
    // How long an act waits for the turns before it, and how often it looks.
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(25);

    /// <summary>Says something to the buyer. Only the owner of the conversation can.</summary>
    /// <param name="files">Saved in the conversation's <see cref="IAttachmentStore"/> before.</param>
    /// <param name="actId">The same for the same words, however often they are sent; at most 100 characters.</param>
    public Task<ActResult> SendAsync(AccountName agent, HeldTicket on, string text, IReadOnlyList<Attachment> files, string actId, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(text) && files.Count == 0
            ? Task.FromResult<ActResult>(new ActResult.Refused(ActCodes.Empty, null))
            : DoAsync(agent, on, ActKinds.Say, new AgentWords(text, files.Count > 0 ? files : null), HandoffJson.Stored.AgentWords, actId, cancellationToken);

    /// <summary>Notes something for colleagues; buyers never see it. Anybody may, whoever owns the conversation.</summary>
    /// <param name="ticketId">The ticket that it was noted at; null when none.</param>
    public Task<ActResult> NoteAsync(AccountName agent, ConversationId conversation, string? ticketId, string text, string actId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text)) return Task.FromResult<ActResult>(new ActResult.Refused(ActCodes.Empty, null));
        var payload = JsonSerializer.SerializeToElement(new AgentWords(text, null), HandoffJson.Stored.AgentWords);
        return AcceptAsync(agent, conversation, ticketId, 0, ActKinds.Note, payload, actId, isFree: true, cancellationToken);
    }

    /// <summary>Gives a conversation back to the bot: the ticket is resolved and the agent's place free.</summary>
    public Task<ActResult> HandBackAsync(AccountName agent, HeldTicket on, ResumePoint resume, string actId, CancellationToken cancellationToken) =>
        DoAsync(agent, on, ActKinds.HandBack, resume, HandoffJson.Stored.ResumePoint, actId, cancellationToken);

    /// <summary>Ends a ticket that leaves the conversation with the bot and needs no decision.</summary>
    /// <param name="note">For colleagues; may be empty.</param>
    public Task<ActResult> ResolveAsync(AccountName agent, HeldTicket on, string note, string actId, CancellationToken cancellationToken) =>
        DoAsync(agent, on, ActKinds.Resolve, new AgentWords(note, null), HandoffJson.Stored.AgentWords, actId, cancellationToken);

    /// <summary>Any other act on a ticket that the agent holds, such as a decision.</summary>
    public Task<ActResult> DoAsync<T>(
        AccountName agent, HeldTicket on, string act, T payload, JsonTypeInfo<T> type, string actId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(on);
        return AcceptAsync(agent, on.Conversation, on.Ticket, on.Epoch, act, JsonSerializer.SerializeToElement(payload, type), actId, isFree: false, cancellationToken);
    }

    private async Task<ActResult> AcceptAsync(
        AccountName agent, ConversationId conversation, string? ticketId, long epoch, string act, JsonElement payload, string actId, bool isFree,
        CancellationToken cancellationToken)
    {
        var keys = new List<DocumentKey>(3) { AgentDocuments.Key(agent), StoreNames.State(conversation) };
        if (ticketId is not null) keys.Add(TicketQueue.Key(ticketId));
        var found = await store.GetAsync(keys, cancellationToken).ConfigureAwait(false);
        var id = $"act:{agent.Value}:{actId}";
        if (AgentDocuments.Read(found[0])?.Desk is not { } desk) return Refuse(agent, conversation, act, ActCodes.NotOwner, null);
        if (found[1] is not { } kept) return Refuse(agent, conversation, act, ActCodes.Gone, null);
        if (OutcomeOf(kept, id) is { } known) return known;
        var ticket = ticketId is null ? null : TicketPlaces.Read(found[2])?.Ticket;
        // What is not theirs does not get into the conversation at all; what was theirs a moment ago, its turn finds out.
        if (!isFree && Look(agent, conversation, epoch, ticket) is { } refusal) return Refuse(agent, conversation, act, refusal.Code, refusal.Owner);

        var now = time.GetUtcNow();
        // Whoever does something is there.
        if (desk.LeaseUntil - now < rules.Current.LeaseGrace * 0.75) await agents.RenewAsync(agent, cancellationToken).ConfigureAwait(false);
        var message = new IncomingMessage.AgentAct(desk.Profile.Identity, ticketId, epoch, act, payload);
        switch (await turns.AcceptAsync(new Incoming(id, conversation, now, agent.Value, message), cancellationToken).ConfigureAwait(false))
        {
            case AcceptResult.TooLarge:
                return ActResult.TooLarge.Instance;
            case AcceptResult.Accepted { Work: { } work }:
                await turns.RunAsync(work, takenUp: false, cancellationToken).ConfigureAwait(false);
                break;
        }

        return await OutcomeAsync(conversation, id, cancellationToken).ConfigureAwait(false);
    }

    private static (string Code, ConversationAgent? Owner)? Look(AccountName agent, ConversationId conversation, long epoch, Ticket? ticket)
    {
        if (ticket is not { IsOpen: true } || ticket.Conversation != conversation) return (ActCodes.Gone, null);
        if (ticket.Status != TicketStatus.Claimed || ticket.Owner!.Account != agent.Value) return (ActCodes.NotOwner, ticket.Status == TicketStatus.Claimed ? ticket.Owner : null);
        return ticket.Epoch == epoch ? null : (ActCodes.OldEpoch, ticket.Owner);
    }

    private ActResult.Refused Refuse(AccountName agent, ConversationId conversation, string act, string code, ConversationAgent? owner)
    {
        LogRefused(agent.Value, act, conversation.Value, code);
        return new ActResult.Refused(code, owner);
    }

    /// <summary>Waits until another worker of the conversation has come to the act.</summary>
    private async Task<ActResult> OutcomeAsync(ConversationId conversation, string id, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + MostWait;
        while (true)
        {
            var kept = (await store.GetAsync([StoreNames.State(conversation)], cancellationToken).ConfigureAwait(false))[0];
            if (kept is not null && OutcomeOf(kept, id) is { } result) return result;
            if (time.GetUtcNow() >= until) return ActResult.Pending.Instance;
            await Task.Delay(LookAgain, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ActResult? OutcomeOf(StoredDocument kept, string id) => ConversationState.Read(kept.Body).Acts?.FindLast(a => a.Id == id) switch
    {
        null => null,
        { Refusal: { } code } refused => new ActResult.Refused(code, refused.Owner),
        _ => ActResult.Done.Instance,
    };

    [LoggerMessage(EventId = 6201, Level = LogLevel.Warning, Message = "Agent {Account}: {Act} in conversation {ConversationId} refused ({Code})")]
    private partial void LogRefused(string account, string act, string conversationId, string code);
}
