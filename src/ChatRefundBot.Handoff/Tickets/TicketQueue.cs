using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>A ticket to enqueue; the queue adds its identity and status.</summary>
public sealed record TicketRequest(
    TicketKind Kind, string? CaseId, string Reason, TicketPriority Priority, DateTimeOffset DueAt, IReadOnlyList<CardLine> Card);

/// <summary>The queue of work for agents, changed only as part of turns.</summary>
public static class TicketQueue
{
    /// <summary>Queued tickets by urgency: P0 first, then by the promised time.</summary>
    public const string Index = "queue";

    // Beyond every Unix time in milliseconds of this age, and far below 2^53.
    private const long AfterUrgent = 100_000_000_000_000;

    public static DocumentKey Key(string ticketId) => new("ticket", ticketId);

    /// <summary>Where the ticket for the confirmation of a case is kept.</summary>
    public static DocumentKey ConfirmKey(string caseId) => Key("confirm|" + caseId);

    /// <summary>
    /// Puts a ticket into the queue with this turn, once however often it is asked for: while one of the same kind is queued for the
    /// conversation, that one is kept; a more urgent request makes it more urgent.
    /// </summary>
    /// <returns>The ticket as it will be, and how many stand before it now; only a buyer who waits asks for that, so it is 0 for other kinds.</returns>
    public static async ValueTask<(Ticket Ticket, long Ahead)> EnqueueAsync(TurnContext turn, TicketRequest request, CancellationToken cancellationToken)
    {
        var id = IdOf(turn.State.Id, request.Kind, request.CaseId);
        // Most conversations ask for a person once, and most cases are proposed once.
        turn.Documents.AssumeAbsent(Key(id));
        var kept = await turn.Documents.GetAsync(Key(id), TicketJson.Stored.Ticket, cancellationToken).ConfigureAwait(false);
        var ticket = new Ticket(
            id, request.Kind, TicketStatus.Queued, turn.State.Id, request.CaseId, request.Reason, request.Priority,
            turn.State.Language, turn.Now, request.DueAt, request.Card);
        var isQueued = false;
        if (kept is { Status: TicketStatus.Queued } old)
        {
            isQueued = true;
            ticket = ticket with
            {
                CreatedAt = old.CreatedAt,
                Priority = old.Priority < ticket.Priority ? old.Priority : ticket.Priority,
                DueAt = old.DueAt < ticket.DueAt ? old.DueAt : ticket.DueAt,
            };
        }

        var score = Score(ticket);
        turn.Documents.Put(Key(id), ticket, TicketJson.Stored.Ticket);
        turn.Changes.SetIndex(Index, id, score);
        turn.Changes.Wake(Index);
        if (request.Kind != TicketKind.TakeOver) return (ticket, 0);
        return (ticket, await AheadAsync(turn.Store, id, score, isQueued, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes the ticket of a case more urgent with this turn: that of the buyer who waits for a person, or else that of its confirmation.</summary>
    /// <returns>False when neither is queued.</returns>
    public static async ValueTask<bool> RaiseAsync(TurnContext turn, string caseId, TicketPriority priority, CancellationToken cancellationToken)
    {
        foreach (var kind in (TicketKind[])[TicketKind.TakeOver, TicketKind.Confirm])
        {
            var id = IdOf(turn.State.Id, kind, caseId);
            var ticket = await turn.Documents.GetAsync(Key(id), TicketJson.Stored.Ticket, cancellationToken).ConfigureAwait(false);
            if (ticket is not { Status: TicketStatus.Queued } || ticket.CaseId != caseId) continue;
            if (ticket.Priority <= priority) return true;
            ticket = ticket with { Priority = priority };
            turn.Documents.Put(Key(id), ticket, TicketJson.Stored.Ticket);
            turn.Changes.SetIndex(Index, id, Score(ticket));
            turn.Changes.Wake(Index);
            return true;
        }

        return false;
    }

    /// <summary>Makes the ticket of a buyer who waits for a person more urgent with this turn, for what they told meanwhile.</summary>
    /// <returns>The ticket as it will be; null when it is not queued, or as urgent already.</returns>
    public static async ValueTask<Ticket?> HurryAsync(
        TurnContext turn, string reason, TicketPriority priority, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var id = IdOf(turn.State.Id, TicketKind.TakeOver, null);
        if (await turn.Documents.GetAsync(Key(id), TicketJson.Stored.Ticket, cancellationToken).ConfigureAwait(false) is not { Status: TicketStatus.Queued } ticket
            || ticket.Priority <= priority)
            return null;
        ticket = ticket with { Reason = reason, Priority = priority, DueAt = dueAt < ticket.DueAt ? dueAt : ticket.DueAt };
        turn.Documents.Put(Key(id), ticket, TicketJson.Stored.Ticket);
        turn.Changes.SetIndex(Index, id, Score(ticket));
        turn.Changes.Wake(Index);
        return ticket;
    }

    /// <summary>Takes a ticket out of the queue with this turn; nothing happens when it is not queued.</summary>
    /// <returns>The ticket as it was; null when it was not queued.</returns>
    public static async ValueTask<Ticket?> WithdrawAsync(TurnContext turn, TicketKind kind, string? caseId, CancellationToken cancellationToken)
    {
        var id = IdOf(turn.State.Id, kind, caseId);
        if (await turn.Documents.GetAsync(Key(id), TicketJson.Stored.Ticket, cancellationToken).ConfigureAwait(false) is not { Status: TicketStatus.Queued } ticket) return null;
        turn.Documents.Put(Key(id), ticket with { Status = TicketStatus.Withdrawn }, TicketJson.Stored.Ticket);
        turn.Changes.RemoveIndex(Index, id);
        turn.Changes.Wake(Index);
        return ticket;
    }

    /// <summary>How many tickets stand before this one; null when it is not queued.</summary>
    public static Task<long?> RankAsync(IStore store, ConversationId conversation, TicketKind kind, string? caseId, CancellationToken cancellationToken) =>
        store.RankAsync(Index, IdOf(conversation, kind, caseId), cancellationToken);

    private static async ValueTask<long> AheadAsync(IStore store, string id, long score, bool isQueued, CancellationToken cancellationToken)
    {
        var before = await store.CountAsync(Index, 0, score, cancellationToken).ConfigureAwait(false);
        var known = isQueued ? await store.RankAsync(Index, id, cancellationToken).ConfigureAwait(false) : null;
        // Itself, where it is queued already, must not count as one that stands before it.
        return known is null ? before : Math.Min(before - 1, known.Value);
    }

    private static long Score(Ticket ticket) => ticket.DueAt.ToUnixTimeMilliseconds() + (ticket.Priority == TicketPriority.P0 ? 0 : AfterUrgent);

    /// <summary>A conversation has one take-over and one call for attention at a time; a case has one confirmation.</summary>
    private static string IdOf(ConversationId conversation, TicketKind kind, string? caseId) => kind switch
    {
        TicketKind.TakeOver => $"take-over|{conversation.Value}",
        TicketKind.Attention => $"attention|{conversation.Value}",
        _ => $"confirm|{caseId}",
    };
}
