using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Handoff.Sellers;

/// <summary>
/// What cases ask of the seller: tickets of kind <see cref="TicketKind.Seller"/> in a queue of their own, changed only as part of turns of
/// the case's conversation. A case has at most one of each errand.
/// </summary>
public static class SellerTickets
{
    /// <summary>Queued tickets by the time at which they are due.</summary>
    public const string Index = "seller-queue";

    public static DocumentKey Key(string caseId, SellerErrand errand) => TicketQueue.Key(IdOf(caseId, errand));

    /// <summary>Puts a ticket into the sellers' queue with this turn; one that is queued is made anew and keeps its age.</summary>
    /// <returns>False, and nothing is changed, where the shop has no seller.</returns>
    public static async ValueTask<bool> EnqueueAsync(
        TurnContext turn, string caseId, SellerErrand errand, DateTimeOffset dueAt, IReadOnlyList<CardLine> card, CancellationToken cancellationToken)
    {
        if (!await AgentAccounts.HasSellerAsync(turn.Store, cancellationToken).ConfigureAwait(false)) return false;
        var (id, before) = (IdOf(caseId, errand), await FindAsync(turn, caseId, errand, cancellationToken).ConfigureAwait(false));
        var ticket = new Ticket(
            id, TicketKind.Seller, TicketStatus.Queued, turn.State.Id, caseId, errand.Word(), TicketPriority.P2, turn.State.Language,
            before is { Status: TicketStatus.Queued } ? before.CreatedAt : turn.Now, dueAt, card);
        turn.Documents.Put(TicketQueue.Key(id), ticket, TicketJson.Stored.Ticket);
        turn.Changes.SetIndex(Index, id, dueAt.ToUnixTimeMilliseconds());
        turn.Changes.Wake(Index);
        return true;
    }

    /// <summary>Takes a ticket out of the queue with this turn; nothing happens when it is not queued.</summary>
    /// <param name="status">What becomes of it.</param>
    /// <returns>False when it was not queued.</returns>
    public static async ValueTask<bool> CloseAsync(
        TurnContext turn, string caseId, SellerErrand errand, TicketStatus status, CancellationToken cancellationToken)
    {
        if (await FindAsync(turn, caseId, errand, cancellationToken).ConfigureAwait(false) is not { Status: TicketStatus.Queued } ticket) return false;
        turn.Documents.Put(Key(caseId, errand), ticket with { Status = status }, TicketJson.Stored.Ticket);
        turn.Changes.RemoveIndex(Index, ticket.Id);
        turn.Changes.Wake(Index);
        return true;
    }

    private static ValueTask<Ticket?> FindAsync(TurnContext turn, string caseId, SellerErrand errand, CancellationToken cancellationToken) =>
        turn.Documents.GetAsync(Key(caseId, errand), TicketJson.Stored.Ticket, cancellationToken);

    private static string IdOf(string caseId, SellerErrand errand) => $"seller|{caseId}|{errand.Word()}";
}
