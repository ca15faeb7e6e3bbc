using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Agents;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>A ticket to enqueue; the queue adds its identity and status.</summary>
public sealed record TicketRequest(
    TicketKind Kind, string? CaseId, string Reason, TicketPriority Priority, DateTimeOffset DueAt, IReadOnlyList<CardLine> Card)
{
    /// <summary>Product line that the agent should know; null: any.</summary>
    public string? Line { get; init; }
}

/// <summary>The queue of work for agents as turns change it. What agents do to it is in <see cref="TicketDesk"/>.</summary>
public static class TicketQueue
{
    /// <summary>Tickets that wait, by urgency: P0 first, then by the promised time.</summary>
    public const string Index = TicketPlaces.Queue;

    /// <summary>Topic that wakes whoever looks at the queue, after every change of a ticket or an agent.</summary>
    public const string Topic = "queue";

    public static DocumentKey Key(string ticketId) => new("ticket", ticketId);

    /// <summary>Where the ticket for the confirmation of a case is kept.</summary>
    public static DocumentKey ConfirmKey(string caseId) => Key("confirm|" + caseId);

    /// <summary>
    /// Puts a ticket into the queue with this turn, once however often it is asked for: while one of the same kind is open for the
    /// conversation, that one is kept with the newer card; a more urgent request makes it more urgent.
    /// </summary>
    /// <returns>The ticket as it will be, and how many stand before it now; only a buyer who waits asks for that, so it is 0 for other kinds.</returns>
    public static async ValueTask<(Ticket Ticket, long Ahead)> EnqueueAsync(TurnContext turn, TicketRequest request, CancellationToken cancellationToken)
    {
        var id = IdOf(turn.State.Id, request.Kind, request.CaseId);
        // Most conversations ask for a person once, and most cases are proposed once. Who waits for a person already has a ticket.
        if (request.Kind != TicketKind.TakeOver || turn.State.Mode == ConversationMode.Bot) turn.Documents.AssumeAbsent(Key(id));
        var kept = await turn.Documents.GetAsync(Key(id), TicketJson.Stored.Ticket, cancellationToken).ConfigureAwait(false);
        var ticket = new Ticket(
            id, request.Kind, TicketStatus.Queued, turn.State.Id, request.CaseId, request.Reason, request.Priority,
            turn.State.Language, turn.Now, request.DueAt, request.Card)
        {
            Line = request.Line,
            Epoch = kept?.Epoch ?? 0,
        };
        if (kept is { IsOpen: true })
        {
            ticket = kept with
            {
                CaseId = ticket.CaseId,
                Reason = ticket.Reason,
                // Asked for again without anything new to say.
                Card = ticket.Card.Count > 0 ? ticket.Card : kept.Card,
                Line = ticket.Line ?? kept.Line,
                Priority = kept.Priority < ticket.Priority ? kept.Priority : ticket.Priority,
                DueAt = kept.DueAt < ticket.DueAt ? kept.DueAt : ticket.DueAt,
            };
        }

        Put(turn, kept, ticket);
        if (request.Kind != TicketKind.TakeOver || !ticket.IsWaiting) return (ticket, 0);
        return (ticket, await AheadAsync(turn.Store, ticket, kept is { IsWaiting: true }, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes the ticket of a case more urgent with this turn: that of the buyer who waits for a person, or else that of its confirmation.</summary>
    /// <returns>False when neither is open.</returns>
    public static async ValueTask<bool> RaiseAsync(TurnContext turn, string caseId, TicketPriority priority, CancellationToken cancellationToken)
    {
        foreach (var kind in (TicketKind[])[TicketKind.TakeOver, TicketKind.Confirm])
        {
            var id = IdOf(turn.State.Id, kind, caseId);
            var ticket = await turn.Documents.GetAsync(Key(id), TicketJson.Stored.Ticket, cancellationToken).ConfigureAwait(false);
            if (ticket is not { IsOpen: true } || ticket.CaseId != caseId) continue;
            if (ticket.Priority > priority) Put(turn, ticket, ticket with { Priority = priority });
            return true;
        }

        return false;
    }

    /// <summary>Makes the ticket of a buyer who waits for a person more urgent with this turn, for what they told meanwhile.</summary>
    /// <returns>The ticket as it will be; null when nobody is waited for, or it is as urgent already.</returns>
    public static async ValueTask<Ticket?> HurryAsync(
        TurnContext turn, string reason, TicketPriority priority, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var id = IdOf(turn.State.Id, TicketKind.TakeOver, null);
        if (await turn.Documents.GetAsync(Key(id), TicketJson.Stored.Ticket, cancellationToken).ConfigureAwait(false) is not { IsWaiting: true } ticket || ticket.Priority <= priority)
            return null;
        var after = ticket with { Reason = reason, Priority = priority, DueAt = dueAt < ticket.DueAt ? dueAt : ticket.DueAt };
        Put(turn, ticket, after);
        return after;
    }

    /// <summary>Takes a ticket out of the queue, or out of the hands of whoever has it, with this turn; nothing happens when it is not open.</summary>
    /// <returns>The ticket as it was; null when it was not open.</returns>
    public static async ValueTask<Ticket?> WithdrawAsync(TurnContext turn, TicketKind kind, string? caseId, CancellationToken cancellationToken) =>
        await CloseAsync(turn, IdOf(turn.State.Id, kind, caseId), TicketStatus.Withdrawn, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends a ticket with this turn and frees its owner's place.</summary>
    /// <param name="status"><see cref="TicketStatus.Resolved"/> or <see cref="TicketStatus.Withdrawn"/>.</param>
    /// <returns>The ticket as it was; null when it was not open.</returns>
    public static async ValueTask<Ticket?> CloseAsync(TurnContext turn, string ticketId, TicketStatus status, CancellationToken cancellationToken)
    {
        if (await turn.Documents.GetAsync(Key(ticketId), TicketJson.Stored.Ticket, cancellationToken).ConfigureAwait(false) is not { IsOpen: true } ticket) return null;
        if (ticket.Owner is { } owner) await AgentDocuments.FreeAsync(turn, owner, ticketId, cancellationToken).ConfigureAwait(false);
        Put(turn, ticket, ticket with { Status = status, OfferedUntil = null, Epoch = ticket.Epoch + 1 });
        return ticket;
    }

    /// <summary>
    /// Puts what follows from a ticket into the same hands with this turn: the one is resolved, the other is claimed by whoever held it and
    /// takes the place that is free. Where the other one is open already it stays with whoever has it.
    /// </summary>
    /// <returns>The ticket that follows.</returns>
    public static async ValueTask<Ticket> ContinueAsync(TurnContext turn, Ticket finished, TicketRequest request, CancellationToken cancellationToken)
    {
        var id = IdOf(turn.State.Id, request.Kind, request.CaseId);
        turn.Documents.AssumeAbsent(Key(id));
        var kept = await turn.Documents.GetAsync(Key(id), TicketJson.Stored.Ticket, cancellationToken).ConfigureAwait(false);
        if (kept is { IsOpen: true })
        {
            await CloseAsync(turn, finished.Id, TicketStatus.Resolved, cancellationToken).ConfigureAwait(false);
            return (await EnqueueAsync(turn, request, cancellationToken).ConfigureAwait(false)).Ticket;
        }

        var ticket = new Ticket(
            id, request.Kind, TicketStatus.Claimed, turn.State.Id, request.CaseId, request.Reason, request.Priority, turn.State.Language, turn.Now, request.DueAt, request.Card)
        {
            Line = request.Line,
            Owner = finished.Owner,
            Epoch = (kept?.Epoch ?? 0) + 1,
            ClaimedAt = turn.Now,
        };
        Put(turn, finished, finished with { Status = TicketStatus.Resolved, Epoch = finished.Epoch + 1 });
        Put(turn, kept, ticket);
        await AgentDocuments.ReplaceAsync(turn, finished.Owner!, finished.Id, ticket, cancellationToken).ConfigureAwait(false);
        return ticket;
    }

    /// <summary>Changes what an open ticket says with this turn, without changing whose it is.</summary>
    public static void Change(TurnContext turn, Ticket before, Ticket after) => Put(turn, before, after with { Status = before.Status, Owner = before.Owner, Epoch = before.Epoch });

    /// <summary>A ticket as this turn has left it so far; null when there is none.</summary>
    public static ValueTask<Ticket?> FindAsync(TurnContext turn, string ticketId, CancellationToken cancellationToken) =>
        turn.Documents.GetAsync(Key(ticketId), TicketJson.Stored.Ticket, cancellationToken);

    /// <summary>How many tickets stand before this one; null when it does not wait.</summary>
    public static Task<long?> RankAsync(IStore store, ConversationId conversation, TicketKind kind, string? caseId, CancellationToken cancellationToken) =>
        store.RankAsync(Index, IdOf(conversation, kind, caseId), cancellationToken);

    /// <summary>A conversation has one take-over and one call for attention at a time; a case has one confirmation and one payout.</summary>
    public static string IdOf(ConversationId conversation, TicketKind kind, string? caseId) => kind switch
    {
        TicketKind.TakeOver => $"take-over|{conversation.Value}",
        TicketKind.Attention => $"attention|{conversation.Value}",
        TicketKind.Payout => $"payout|{caseId}",
        _ => $"confirm|{caseId}",
    };

    private static void Put(TurnContext turn, Ticket? before, Ticket after)
    {
        turn.Documents.Put(Key(after.Id), after, TicketJson.Stored.Ticket);
        TicketPlaces.Move(turn.Changes, before, after);
    }

    private static async ValueTask<long> AheadAsync(IStore store, Ticket ticket, bool isQueued, CancellationToken cancellationToken)
    {
        var before = await store.CountAsync(Index, 0, TicketPlaces.Score(ticket), cancellationToken).ConfigureAwait(false);
        var known = isQueued ? await store.RankAsync(Index, ticket.Id, cancellationToken).ConfigureAwait(false) : null;
        // Itself, where it is queued already, must not count as one that stands before it.
        return known is null ? before : Math.Min(before - 1, known.Value);
    }
}
