using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>Out of an agent's hands again: back into the queue, or into those of another one.</summary>
public sealed partial class TicketDesk
{
    /// <summary>Gives a ticket back to the queue, at the place that its age and promise give it.</summary>
    /// <param name="reason">For colleagues; may be empty.</param>
    public Task<ReleaseResult> ReleaseAsync(AccountName agent, string ticketId, string reason, CancellationToken cancellationToken) =>
        BackAsync(agent, ticketId, DeskLineKind.Released, agent, reason, cancellationToken);

    /// <summary>Lets an offer pass: the next agent is asked.</summary>
    public Task<ReleaseResult> DeclineAsync(AccountName agent, string ticketId, CancellationToken cancellationToken) =>
        BackAsync(agent, ticketId, DeskLineKind.Passed, agent, null, cancellationToken);

    /// <summary>Takes a ticket from whoever has it, or is asked to, and puts it back into the queue. Who may do that the caller has checked.</summary>
    public Task<ReleaseResult> RequeueAsync(AccountName supervisor, string ticketId, string reason, CancellationToken cancellationToken) =>
        BackAsync(null, ticketId, DeskLineKind.Requeued, supervisor, reason, cancellationToken);

    /// <summary>Puts a ticket into another agent's hands at once. They need room for it, the skills, and to be online.</summary>
    public async Task<TransferResult> TransferAsync(AccountName agent, string ticketId, AccountName to, string reason, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var found = await LoadAsync(agent, ticketId, cancellationToken).ConfigureAwait(false);
            if (found.Ticket is not { } kept) return new TransferResult.Gone(null);
            if (!kept.Ticket.IsOpen) return new TransferResult.Gone(kept.Ticket.Status);
            if (kept.Ticket.Status != TicketStatus.Claimed || kept.Ticket.Owner!.Account != agent.Value) return new TransferResult.NotYours(kept.Ticket.Owner);
            if (agent == to) return new TransferResult.Transferred(kept.Ticket);
            if (AgentDocuments.Read((await store.GetAsync([AgentDocuments.Key(to)], cancellationToken).ConfigureAwait(false))[0]) is not { } other)
                return new TransferResult.Refused(ClaimResult.NoAgent.Instance);
            if (Obstacle(other.Desk, kept.Ticket, isAsked: false) is { } obstacle) return new TransferResult.Refused(obstacle);

            var now = time.GetUtcNow();
            var unit = new DeskUnit(now);
            var epoch = (found.State?.Epoch ?? kept.Ticket.Epoch) + 1;
            var moved = kept.Ticket with { Owner = other.Desk.Profile.Identity, Epoch = epoch, ClaimedAt = now };
            unit.Put(kept, moved);
            unit.Put(found.Agent!, found.Agent!.Desk.Without(ticketId) with { IdleSince = now });
            unit.Put(other, other.Desk with { Held = [.. other.Desk.Held, Hold(moved, now, null)], IdleSince = now });
            unit.Line(moved, DeskLineKind.Transferred, found.Agent.Desk.Profile.Identity, Joined(other.Desk.Profile.Name, reason));
            if (found.State is not null) unit.Own(found.State, found.StateVersion, ConversationMode.Agent, other.Desk.Profile.Identity, HandoffChange.Transferred, epoch);
            if (await store.CommitAsync(unit.Changes, cancellationToken).ConfigureAwait(false) is CommitResult.Committed done)
            {
                await FollowAsync(unit.Told, done, cancellationToken).ConfigureAwait(false);
                return new TransferResult.Transferred(moved);
            }

            if (conflicts == MostConflicts) throw new InvalidOperationException($"Ticket {ticketId}: a transfer met {conflicts} conflicts in a row.");
        }
    }

    /// <summary>Puts everything back that an agent holds or is asked to take whose lease has ended.</summary>
    /// <returns>How many tickets went back.</returns>
    internal async Task<int> EndLeaseAsync(AccountName account, CancellationToken cancellationToken)
    {
        for (var count = 0; ; count++)
        {
            var found = AgentDocuments.Read((await store.GetAsync([AgentDocuments.Key(account)], cancellationToken).ConfigureAwait(false))[0]);
            if (found is null || found.Desk.LeaseUntil > time.GetUtcNow()) return count;
            if (found.Desk.Held.Concat(found.Desk.Offers).FirstOrDefault() is not { } held) return count;
            await BackAsync(account, held.Ticket, DeskLineKind.LeaseEnded, null, null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <param name="from">Who must have it; null: whoever has.</param>
    /// <param name="by">Who does it; null: the desk itself.</param>
    private async Task<ReleaseResult> BackAsync(
        AccountName? from, string ticketId, DeskLineKind kind, AccountName? by, string? reason, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var found = await LoadAsync(from, ticketId, cancellationToken).ConfigureAwait(false);
            if (found.Ticket is not { } kept) return await ForgetAsync(found.Agent, ticketId, new ReleaseResult.Gone(null), cancellationToken).ConfigureAwait(false);
            var ticket = kept.Ticket;
            if (!ticket.IsOpen) return await ForgetAsync(found.Agent, ticketId, new ReleaseResult.Gone(ticket.Status), cancellationToken).ConfigureAwait(false);
            if (ticket.Status == TicketStatus.Queued || (from is not null && ticket.Owner!.Account != from.Value))
                return await ForgetAsync(found.Agent, ticketId, new ReleaseResult.NotYours(ticket.Owner), cancellationToken).ConfigureAwait(false);
            // A lease that was renewed in the last moment has not ended.
            if (kind == DeskLineKind.LeaseEnded && found.Agent!.Desk.LeaseUntil > time.GetUtcNow()) return new ReleaseResult.NotYours(ticket.Owner);
            if (kind == DeskLineKind.Passed && ticket.Status != TicketStatus.Offered) return new ReleaseResult.NotYours(ticket.Owner);

            var now = time.GetUtcNow();
            var unit = new DeskUnit(now);
            var wasHeld = ticket.Status == TicketStatus.Claimed;
            var epoch = (found.State?.Epoch ?? ticket.Epoch) + 1;
            var back = ticket with
            {
                Status = TicketStatus.Queued,
                Owner = null,
                OfferedUntil = null,
                ClaimedAt = null,
                Epoch = wasHeld ? epoch : ticket.Epoch,
                PassedBy = wasHeld ? [] : [.. ticket.PassedBy.Where(p => p != ticket.Owner!.Account), ticket.Owner!.Account],
                Told = wasHeld ? null : ticket.Told,
            };
            unit.Put(kept, back);
            if ((from is null ? found.Other : found.Agent) is { } holder) unit.Put(holder, holder.Desk.Without(ticketId) with { IdleSince = now });
            unit.Line(ticket, kind, by is null || by.Value != ticket.Owner!.Account ? Named(by) : ticket.Owner, Joined(ticket.Owner!.Name, reason));
            if (found.State is { Mode: ConversationMode.Agent } owned) unit.Own(owned, found.StateVersion, ConversationMode.Queued, null, HandoffChange.Requeued, epoch);
            else if (found.State is { Mode: ConversationMode.Offered } offered) unit.Mark(offered, found.StateVersion, ConversationMode.Queued, null);
            if (await store.CommitAsync(unit.Changes, cancellationToken).ConfigureAwait(false) is CommitResult.Committed done)
            {
                await FollowAsync(unit.Told, done, cancellationToken).ConfigureAwait(false);
                return new ReleaseResult.Released(back);
            }

            if (conflicts == MostConflicts) throw new InvalidOperationException($"Ticket {ticketId}: putting it back met {conflicts} conflicts in a row.");
        }
    }

    /// <summary>Takes a ticket off an agent's document that is no longer theirs; that cannot come about by the verbs, but must not keep a place for ever.</summary>
    private async Task<ReleaseResult> ForgetAsync(StoredAgent? agent, string ticketId, ReleaseResult result, CancellationToken cancellationToken)
    {
        if (agent is null || !agent.Desk.Held.Concat(agent.Desk.Offers).Any(h => h.Ticket == ticketId)) return result;
        LogStray(agent.Desk.Profile.Account.Value, ticketId);
        var unit = new CommitUnit();
        AgentDocuments.Put(unit, agent, agent.Desk.Without(ticketId));
        await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
        return result;
    }

    private static ConversationAgent? Named(AccountName? account) => account is null ? null : new ConversationAgent(account.Value, account.Value);

    private static string Joined(string name, string? reason) => string.IsNullOrWhiteSpace(reason) ? name : $"{name}: {reason}";

    [Microsoft.Extensions.Logging.LoggerMessage(EventId = 6002, Level = Microsoft.Extensions.Logging.LogLevel.Error, Message = "Agent {Account} had ticket {TicketId} in their hands that is not theirs; taken off")]
    private partial void LogStray(string account, string ticketId);
}
