using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Acts;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>Offers: the queue asks the best free agent, and then the next one.</summary>
public sealed partial class TicketDesk
{
    /// <summary>Asks an agent to take a ticket; while the offer stands it counts for their load and nobody else can take it.</summary>
    /// <returns>True when the offer stands.</returns>
    internal async Task<bool> OfferAsync(AccountName account, string ticketId, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < 3; conflicts++)
        {
            var found = await LoadAsync(account, ticketId, cancellationToken).ConfigureAwait(false);
            if (found.Agent is not { } agent || found.Ticket is not { Ticket: { Status: TicketStatus.Queued } ticket }) return false;
            var now = time.GetUtcNow();
            if (!agent.Desk.IsOnDuty(now) || Obstacle(agent.Desk, ticket, isAsked: false) is not null) return false;
            if (ticket.Kind == TicketKind.TakeOver && found.State is not { Mode: ConversationMode.Queued or ConversationMode.Bot }) return false;
            var until = now + rules.Current.AcceptWithin;
            var unit = new DeskUnit(now);
            unit.Put(found.Ticket, ticket with { Status = TicketStatus.Offered, Owner = agent.Desk.Profile.Identity, OfferedUntil = until });
            unit.Put(agent, agent.Desk with { Offers = [.. agent.Desk.Offers, Hold(ticket, now, until)] });
            unit.Line(ticket, DeskLineKind.Offered, agent.Desk.Profile.Identity, null);
            if (found.State is { Mode: ConversationMode.Queued } state) unit.Mark(state, found.StateVersion, ConversationMode.Offered, agent.Desk.Profile.Identity);
            if (await store.CommitAsync(unit.Changes, cancellationToken).ConfigureAwait(false) is CommitResult.Committed) return true;
        }

        // Whoever was quicker has changed what this was about; the next look decides anew.
        return false;
    }

    /// <summary>Ends offers that nobody answered in time.</summary>
    internal async Task<int> EndOffersAsync(int take, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var count = 0;
        foreach (var entry in await store.RangeAsync(TicketPlaces.Offers, 0, now.ToUnixTimeMilliseconds(), take, cancellationToken).ConfigureAwait(false))
        {
            var ticket = TicketPlaces.Read((await store.GetAsync([TicketQueue.Key(entry.Member)], cancellationToken).ConfigureAwait(false))[0])?.Ticket;
            if (ticket is not { Status: TicketStatus.Offered } || ticket.OfferedUntil > now || AccountName.Parse(ticket.Owner!.Account) is not AccountNameResult.Good owner) continue;
            if (await BackAsync(owner.Name, ticket.Id, DeskLineKind.Passed, null, null, cancellationToken).ConfigureAwait(false) is ReleaseResult.Released) count++;
        }

        return count;
    }
}
