using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Handoff.Sweeping;

/// <summary>
/// What the queue does by itself: ends leases and offers, fills free places, lets skills relax and priorities rise, and has buyers told of
/// their place. Each step finds its work by an index, so that what an event missed is found by the next look of any host.
/// </summary>
public sealed class QueueSweeper(IStore store, TicketDesk desk, AgentDirectory agents, TurnEngine turns, QueueRulesSource rules, TimeProvider time)
{
    private const int Batch = 64;
    private const int MostAgents = 200;

    // Buyers further back than this are told their place when they ask; it changes with every ticket before theirs.
    private const int MostTold = 100;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(30);

    /// <summary>Ends leases and offers, fills free places.</summary>
    public async Task DispatchAsync(CancellationToken cancellationToken)
    {
        await EndLeasesAsync(cancellationToken).ConfigureAwait(false);
        await desk.EndOffersAsync(Batch, cancellationToken).ConfigureAwait(false);
        if (rules.Current.Offers) await OfferAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All that time alone brings about, besides <see cref="DispatchAsync"/>.</summary>
    public async Task AgeAsync(CancellationToken cancellationToken)
    {
        await RelaxAsync(cancellationToken).ConfigureAwait(false);
        await RiseAsync(cancellationToken).ConfigureAwait(false);
        await TellPlacesAsync(cancellationToken).ConfigureAwait(false);
        await ForgetClaimsAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task EndLeasesAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var entry in await store.RangeAsync(AgentDocuments.Leases, 0, now, Batch, cancellationToken).ConfigureAwait(false))
        {
            if (AccountName.Parse(entry.Member) is AccountNameResult.Good good) await desk.EndLeaseAsync(good.Name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the best free agent for each ticket, the oldest promise first, until nobody is free.</summary>
    private async Task OfferAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var free = (await agents.FreeAsync(MostAgents, cancellationToken).ConfigureAwait(false)).Where(a => a.IsOnDuty(now)).ToList();
        for (var from = 0; free.Count > 0; from += Batch)
        {
            var entries = await store.RangeAsync(TicketPlaces.Queue, 0, (1L << 53) - 1, from + Batch, cancellationToken).ConfigureAwait(false);
            if (entries.Count <= from) return;
            var found = await store.GetAsync([.. entries.Skip(from).Select(e => TicketQueue.Key(e.Member))], cancellationToken).ConfigureAwait(false);
            foreach (var kept in found)
            {
                if (TicketPlaces.Read(kept)?.Ticket is not { Status: TicketStatus.Queued } ticket) continue;
                if (Best(free, ticket) is not { } best) continue;
                await desk.OfferAsync(best.Profile.Account, ticket.Id, cancellationToken).ConfigureAwait(false);
                // Taken or not, what was known of this agent is old by now.
                free.Remove(best);
                if (await agents.FindAsync(best.Profile.Account, cancellationToken).ConfigureAwait(false) is { Free: > 0 } again && again.IsOnDuty(now)) free.Add(again);
            }
        }
    }

    /// <summary>Same language first, then the least busy, then who has waited longest. Who let it pass is asked again when nobody else is left.</summary>
    private AgentDesk? Best(List<AgentDesk> free, Ticket ticket)
    {
        var weight = rules.Current.Weight(ticket.Kind);
        var able = free.Where(a => a.Profile.Serves(ticket) && a.Free >= weight).ToList();
        return able
            .OrderBy(a => Passed(a, ticket))
            .ThenByDescending(a => a.Profile.Languages.Contains(ticket.Language))
            .ThenBy(a => (double)a.Load / a.Profile.Capacity)
            .ThenBy(a => a.IdleSince)
            .FirstOrDefault();
    }

    private static int Passed(AgentDesk agent, Ticket ticket)
    {
        for (var i = 0; i < ticket.PassedBy.Count; i++)
        {
            if (ticket.PassedBy[i] == agent.Profile.Account.Value) return i + 1;
        }

        return 0;
    }

    private async Task RelaxAsync(CancellationToken cancellationToken)
    {
        var until = (time.GetUtcNow() - rules.Current.RelaxAfter).ToUnixTimeMilliseconds();
        foreach (var entry in await store.RangeAsync(TicketPlaces.Strict, 0, until, Batch, cancellationToken).ConfigureAwait(false))
            await ChangeAsync(entry.Member, t => t is { Status: TicketStatus.Queued, IsRelaxed: false } ? t with { IsRelaxed = true } : null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A broken promise becomes more urgent step by step up to P1, and at last stands among the P0, behind those that were there before.</summary>
    private async Task RiseAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var late = TicketPlaces.AfterUrgent + now.ToUnixTimeMilliseconds();
        foreach (var entry in await store.RangeAsync(TicketPlaces.Queue, TicketPlaces.AfterUrgent, late, Batch, cancellationToken).ConfigureAwait(false))
        {
            await ChangeAsync(entry.Member, t =>
            {
                if (!t.IsWaiting || t.Priority == TicketPriority.P0 || t.UrgentSince is not null || (t.RisenAt ?? t.DueAt) + rules.Current.RiseEvery > now) return null;
                return t.Priority == TicketPriority.P1 ? t with { RisenAt = now, UrgentSince = now } : t with { RisenAt = now, Priority = t.Priority - 1 };
            }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Has the conversations told whose place or time has changed since they were told of it.</summary>
    private async Task TellPlacesAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waiting = await store.RangeAsync(TicketPlaces.Waiting, 0, (1L << 53) - 1, MostTold, cancellationToken).ConfigureAwait(false);
        if (waiting.Count == 0) return;
        var found = await store.GetAsync([.. waiting.Select(w => TicketQueue.Key(w.Member))], cancellationToken).ConfigureAwait(false);
        foreach (var kept in found)
        {
            if (TicketPlaces.Read(kept)?.Ticket is not { Kind: TicketKind.TakeOver, IsWaiting: true, Told: { } told } ticket || told.At + TellEvery > now) continue;
            if (await store.RankAsync(TicketPlaces.Queue, ticket.Id, cancellationToken).ConfigureAwait(false) is not { } ahead || ahead == told.Ahead) continue;
            var id = string.Create(CultureInfo.InvariantCulture, $"place:{ticket.Epoch}:{told.At.ToUnixTimeMilliseconds()}:{ahead}");
            var notice = new HandoffNotice(HandoffChange.Place, null, ticket.Epoch).ToIncoming(id, ticket.Conversation, now);
            if (await turns.AcceptAsync(notice, cancellationToken).ConfigureAwait(false) is not AcceptResult.Accepted { Work: { } work }) continue;
            if (desk.Follow is { } follow) follow(work);
            else await turns.RunAsync(work, takenUp: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ForgetClaimsAsync(CancellationToken cancellationToken)
    {
        var old = await store.RangeAsync(QueueRate.Index, 0, (time.GetUtcNow() - (QueueRate.Window * 2)).ToUnixTimeMilliseconds(), 256, cancellationToken).ConfigureAwait(false);
        if (old.Count == 0) return;
        var unit = new CommitUnit();
        foreach (var entry in old) unit.RemoveIndex(QueueRate.Index, entry.Member);
        await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
    }

    private async Task ChangeAsync(string ticketId, Func<Ticket, Ticket?> change, CancellationToken cancellationToken)
    {
        if (TicketPlaces.Read((await store.GetAsync([TicketQueue.Key(ticketId)], cancellationToken).ConfigureAwait(false))[0]) is not { } kept) return;
        if (change(kept.Ticket) is not { } after) return;
        var unit = new CommitUnit();
        TicketPlaces.Put(unit, kept, after);
        // A conflict means that somebody else has just changed it: the next look decides anew.
        await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
    }
}
