using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Rules;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>
/// What agents and the queue itself do with tickets. Each verb is one commit that names the version of everything it looked at: ticket,
/// agent and, where the conversation changes hands, conversation. Who loses a race is told who won. A turn that runs at the same moment
/// meets the change and is run again, so that what the bot was about to say is dropped. Thread safe; several hosts may work on one store.
/// </summary>
public sealed partial class TicketDesk(IStore store, TurnEngine turns, QueueRulesSource rules, TimeProvider time, ILogger<TicketDesk> log)
{
    private const int MostConflicts = 50;
    private const int MostCandidates = 512;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    // What claims of this host are at right now: another one of this host looks further down the queue at once.
    private readonly ConcurrentDictionary<string, byte> _trying = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AgentProfile> _profiles = new(StringComparer.Ordinal);

    /// <summary>Takes the turn that tells a conversation of its new owner; null: the verb runs it itself before it returns.</summary>
    public Action<ClaimedConversation>? Follow { get; set; }

    /// <summary>Gives a ticket to an agent: checks and changes ticket, owner and epoch of the conversation, capacity and skills in one commit.</summary>
    /// <exception cref="StoreUnavailableException">When its outcome is unknown the claim may have succeeded; claiming again says so.</exception>
    public async Task<ClaimResult> TryClaimAsync(AccountName agent, string ticketId, CancellationToken cancellationToken) =>
        (await ClaimAsync(agent, ticketId, cancellationToken).ConfigureAwait(false)).Result;

    /// <returns>The answer, and whether this very call has changed the owner.</returns>
    private async Task<(ClaimResult Result, bool IsNew)> ClaimAsync(AccountName agent, string ticketId, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var (result, unit) = Decide(await LoadAsync(agent, ticketId, cancellationToken).ConfigureAwait(false));
            if (unit is null) return (result, false);
            if (await store.CommitAsync(unit.Changes, cancellationToken).ConfigureAwait(false) is CommitResult.Committed done)
            {
                await FollowAsync(unit.Told, done, cancellationToken).ConfigureAwait(false);
                return (result, true);
            }

            if (conflicts == MostConflicts) throw new InvalidOperationException($"Ticket {ticketId}: a claim met {conflicts} conflicts in a row.");
        }
    }

    /// <summary>Claims the most urgent ticket that the agent may take and has room for.</summary>
    /// <inheritdoc cref="TryClaimAsync"/>
    public async Task<ClaimResult> TryClaimNextAsync(AccountName agent, CancellationToken cancellationToken)
    {
        var (take, full) = (8, (ClaimResult?)null);
        while (true)
        {
            if (await ProfileAsync(agent, cancellationToken).ConfigureAwait(false) is not { } profile) return ClaimResult.NoAgent.Instance;
            var found = await CandidatesAsync(profile, take, cancellationToken).ConfigureAwait(false);
            var (tried, busy) = (0, 0);
            foreach (var candidate in found)
            {
                if (full is ClaimResult.Full { } room && room.Load + rules.Current.Weight(KindOf(candidate)) > room.Capacity) continue;
                if (!_trying.TryAdd(candidate, 0))
                {
                    busy++;
                    continue;
                }

                tried++;
                try
                {
                    var (result, isNew) = await ClaimAsync(agent, candidate, cancellationToken).ConfigureAwait(false);
                    switch (result)
                    {
                        case ClaimResult.Claimed when !isNew:
                            // Another window of the same agent was quicker; this one goes on to the next.
                            break;
                        case ClaimResult.Full tooMuch when tooMuch.Load + rules.Current.LeastWeight > tooMuch.Capacity:
                            return tooMuch;
                        case ClaimResult.Full tooMuch:
                            // Something lighter may stand behind it.
                            full = tooMuch;
                            break;
                        case ClaimResult.NotSkilled:
                            // The agent's skills have been changed since they were looked at.
                            _profiles.TryRemove(agent.Value, out _);
                            break;
                        case ClaimResult.Taken or ClaimResult.Gone or ClaimResult.OfferedTo:
                            break;
                        case var other:
                            return other;
                    }
                }
                finally
                {
                    _trying.TryRemove(candidate, out _);
                }
            }

            // Nothing in sight suits, and there is nothing beyond it, or so much that looking on costs more than it finds.
            if (tried == 0 && (found.Count < take || (busy == 0 && take == MostCandidates))) return full ?? ClaimResult.NothingToDo.Instance;
            // All that was seen is in others' hands by now, or about to be.
            if (take == MostCandidates) await Task.Delay(Breath, time, cancellationToken).ConfigureAwait(false);
            take = Math.Min(take * 2, MostCandidates);
        }
    }

    /// <summary>Takes a conversation over that nobody has asked for a person in, such as one of a case to confirm.</summary>
    /// <param name="fromTicket">The ticket that the agent comes from, whose case and card the new one gets; null when none.</param>
    public async Task<ClaimResult> TakeOverAsync(AccountName agent, ConversationId conversation, string? fromTicket, CancellationToken cancellationToken)
    {
        var id = TicketQueue.IdOf(conversation, TicketKind.TakeOver, null);
        for (var conflicts = 0; ; conflicts++)
        {
            var found = await LoadAsync(agent, id, cancellationToken).ConfigureAwait(false);
            if (found.State is null) return new ClaimResult.Gone(null);
            if (found.Ticket is { Ticket.IsOpen: true }) return await TryClaimAsync(agent, id, cancellationToken).ConfigureAwait(false);
            var from = fromTicket is null ? null : TicketPlaces.Read((await store.GetAsync([TicketQueue.Key(fromTicket)], cancellationToken).ConfigureAwait(false))[0])?.Ticket;
            var now = time.GetUtcNow();
            var ticket = new Ticket(
                id, TicketKind.TakeOver, TicketStatus.Queued, conversation, from?.CaseId, "agent", from?.Priority ?? TicketPriority.P2, found.State.Language,
                now, from?.DueAt ?? now, from?.Card ?? [])
            {
                Line = from?.Line,
                IsRelaxed = true,
            };
            var (result, unit) = Decide(found, ticket);
            if (unit is null) return result;
            if (await store.CommitAsync(unit.Changes, cancellationToken).ConfigureAwait(false) is CommitResult.Committed done)
            {
                await FollowAsync(unit.Told, done, cancellationToken).ConfigureAwait(false);
                return result;
            }

            if (conflicts == MostConflicts) throw new InvalidOperationException($"Ticket {id}: a claim met {conflicts} conflicts in a row.");
        }
    }

    /// <summary>What a claim comes to, and the commit that makes it so; no commit when it changes nothing.</summary>
    /// <param name="made">A ticket that the claim makes itself.</param>
    private (ClaimResult Result, DeskUnit? Unit) Decide(Looked found, Ticket? made = null)
    {
        var now = time.GetUtcNow();
        if (found.Agent?.Desk is not { } agent) return (ClaimResult.NoAgent.Instance, null);
        if ((made ?? found.Ticket?.Ticket) is not { } ticket) return (new ClaimResult.Gone(null), null);
        var account = agent.Profile.Account.Value;
        if (ticket.Status == TicketStatus.Claimed)
        {
            var held = agent.Held.FirstOrDefault(h => h.Ticket == ticket.Id);
            return (held is not null && ticket.Owner!.Account == account ? new ClaimResult.Claimed(ticket, held) : new ClaimResult.Taken(ticket.Owner!), null);
        }

        // Sellers have a queue of their own.
        if (!ticket.IsOpen || ticket.Kind == TicketKind.Seller) return (new ClaimResult.Gone(ticket.Status), null);
        var isAsked = ticket.Status == TicketStatus.Offered && ticket.Owner!.Account == account;
        if (ticket.Status == TicketStatus.Offered && !isAsked && ticket.OfferedUntil > now) return (new ClaimResult.OfferedTo(ticket.Owner!, ticket.OfferedUntil.Value), null);
        if (Obstacle(agent, ticket, isAsked) is { } obstacle) return (obstacle, null);
        if (ticket.Kind == TicketKind.TakeOver && found.State is null) return (new ClaimResult.Gone(ticket.Status), null);
        if (found.State is { Mode: ConversationMode.Agent, Agent: { } owner }) return (new ClaimResult.Taken(owner), null);

        var epoch = (found.State?.Epoch ?? ticket.Epoch) + 1;
        var claimed = ticket with { Status = TicketStatus.Claimed, Owner = agent.Profile.Identity, Epoch = epoch, ClaimedAt = now, OfferedUntil = null };
        var hold = Hold(claimed, now, null);
        var after = agent.Without(ticket.Id);
        after = after with { Held = [.. after.Held, hold], IdleSince = now, LeaseUntil = now + rules.Current.LeaseGrace };
        var unit = new DeskUnit(now);
        unit.Put(found.Ticket, claimed);
        unit.Put(found.Agent, after);
        unit.NoteClaim(claimed);
        // An offer to somebody else that ran out without a sweep.
        unit.Line(claimed, DeskLineKind.Claimed, agent.Profile.Identity, null);
        if (found.State is not null) unit.Own(found.State, found.StateVersion, ConversationMode.Agent, agent.Profile.Identity, HandoffChange.Joined, epoch);
        if (found.Other is not null) unit.Put(found.Other, found.Other.Desk.Without(ticket.Id));
        return (new ClaimResult.Claimed(claimed, hold), unit);
    }

    /// <summary>Why an agent cannot have a ticket that nobody has; null when they can.</summary>
    private ClaimResult? Obstacle(AgentDesk agent, Ticket ticket, bool isAsked)
    {
        if (agent.Presence != Presence.Online) return new ClaimResult.NotOnDuty(agent.Presence);
        // Whoever has been asked has been looked at.
        if (isAsked) return null;
        if (!agent.Profile.Serves(ticket)) return new ClaimResult.NotSkilled(ticket.Language, ticket.Line);
        var weight = rules.Current.Weight(ticket.Kind);
        return agent.Load + weight > agent.Profile.Capacity ? new ClaimResult.Full(agent.Load, agent.Profile.Capacity, weight) : null;
    }

    private HeldTicket Hold(Ticket ticket, DateTimeOffset now, DateTimeOffset? until) =>
        new(ticket.Id, ticket.Kind, ticket.Conversation, ticket.CaseId, rules.Current.Weight(ticket.Kind), now, ticket.Epoch, until);

    /// <summary>Reads all that a verb has to look at, as of one moment.</summary>
    private async Task<Looked> LoadAsync(AccountName? agent, string ticketId, CancellationToken cancellationToken)
    {
        var conversation = ConversationOf(ticketId);
        var keys = new List<DocumentKey>(3) { TicketQueue.Key(ticketId) };
        if (agent is not null) keys.Add(AgentDocuments.Key(agent));
        if (conversation is { } id) keys.Add(StoreNames.State(id));
        var found = await store.GetAsync(keys, cancellationToken).ConfigureAwait(false);
        var looked = new Looked(TicketPlaces.Read(found[0]), agent is null ? null : AgentDocuments.Read(found[1]), null, 0, null);
        if (looked.Agent is { } known) _profiles[known.Desk.Profile.Account.Value] = known.Desk.Profile;
        if (conversation is not null && found[^1] is { } state) looked = looked with { State = ConversationState.Read(state.Body), StateVersion = state.Version };
        // Rarely: whoever has it, or is asked to, and is not the one who does something.
        if (looked.Ticket?.Ticket is not { Owner: { } owner, Status: TicketStatus.Claimed or TicketStatus.Offered } || owner.Account == agent?.Value) return looked;
        return looked with { Other = AgentDocuments.Read((await store.GetAsync([AgentDocuments.Key(owner.Account)], cancellationToken).ConfigureAwait(false))[0]) };
    }

    private async Task<AgentProfile?> ProfileAsync(AccountName agent, CancellationToken cancellationToken)
    {
        if (_profiles.TryGetValue(agent.Value, out var known)) return known;
        var found = AgentDocuments.Read((await store.GetAsync([AgentDocuments.Key(agent)], cancellationToken).ConfigureAwait(false))[0]);
        return found is null ? null : _profiles[agent.Value] = found.Desk.Profile;
    }

    /// <summary>The most urgent tickets that nobody has and the agent has the skills for.</summary>
    private async Task<IReadOnlyList<string>> CandidatesAsync(AgentProfile profile, int take, CancellationToken cancellationToken)
    {
        var places = new List<string> { TicketPlaces.Relaxed };
        foreach (var language in profile.Languages)
        {
            if (profile.Lines.Count == 0) places.Add(TicketPlaces.OfLanguage(language));
            else places.AddRange(profile.Lines.Append(null).Select(line => TicketPlaces.OfLine(language, line)));
        }

        var heads = await Task.WhenAll(places.Select(p => store.RangeAsync(p, 0, (1L << 53) - 1, take, cancellationToken))).ConfigureAwait(false);
        return [.. heads.SelectMany(h => h).OrderBy(e => e.Score).ThenBy(e => e.Member, StringComparer.Ordinal).Take(take).Select(e => e.Member)];
    }

    private async Task FollowAsync(ConversationId? told, CommitResult.Committed done, CancellationToken cancellationToken)
    {
        if (told is not { } id || TurnEngine.Told(id, done) is not { } work) return;
        if (Follow is { } follow)
        {
            follow(work);
            return;
        }

        try
        {
            await turns.RunAsync(work, takenUp: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The verb has taken effect; its turn is in the store and is taken up again.
            LogTurnLater(fault, id.Value);
        }
    }

    /// <summary>The conversation whose owner a ticket changes; null for those that leave it with the bot.</summary>
    private static ConversationId? ConversationOf(string ticketId)
    {
        const string TakeOver = "take-over|";
        return ticketId.StartsWith(TakeOver, StringComparison.Ordinal) ? new ConversationId(ticketId[TakeOver.Length..]) : null;
    }

    private static TicketKind KindOf(string ticketId) => ticketId[..ticketId.IndexOf('|', StringComparison.Ordinal)] switch
    {
        "take-over" => TicketKind.TakeOver,
        "attention" => TicketKind.Attention,
        "payout" => TicketKind.Payout,
        _ => TicketKind.Confirm,
    };

    /// <summary>What a verb looked at.</summary>
    /// <param name="State">Only for tickets that change the owner of their conversation.</param>
    /// <param name="Other">The agent who has the ticket or is asked to take it, where that is not the one who acts.</param>
    private sealed record Looked(StoredTicket? Ticket, StoredAgent? Agent, ConversationState? State, long StateVersion, StoredAgent? Other);

    /// <summary>The one commit of a verb as it comes together.</summary>
    private sealed class DeskUnit(DateTimeOffset now)
    {
        public CommitUnit Changes { get; } = new();

        /// <summary>The conversation that is told of it with this commit; null when none is.</summary>
        public ConversationId? Told { get; private set; }

        public void Put(StoredTicket? before, Ticket after) => TicketPlaces.Put(Changes, before, after);

        public void Put(StoredAgent before, AgentDesk after) => AgentDocuments.Put(Changes, before, after);

        public void Line(Ticket ticket, DeskLineKind kind, ConversationAgent? agent, string? text) =>
            DeskLines.Add(Changes, ticket.Conversation, new DeskLine(now, kind, agent, ticket.CaseId, ticket.Id, text));

        /// <summary>Counts a ticket that was taken out of the queue, for the rate that buyers are told by.</summary>
        public void NoteClaim(Ticket ticket) => Changes.SetIndex(QueueRate.Index, string.Create(CultureInfo.InvariantCulture, $"{ticket.Id}#{ticket.Epoch}"), now.ToUnixTimeMilliseconds());

        /// <summary>Changes who owns a conversation, and tells it so.</summary>
        public void Own(ConversationState state, long version, ConversationMode mode, ConversationAgent? agent, HandoffChange change, long epoch)
        {
            var (before, id) = (state.Mode, state.Id);
            (state.Mode, state.Agent, state.Epoch) = (mode, agent, epoch);
            Changes.Put(StoreNames.State(id), version, JsonSerializer.SerializeToUtf8Bytes(state, KernelJson.Stored.ConversationState));
            var cause = string.Create(CultureInfo.InvariantCulture, $"owner:{epoch}");
            var line = new TranscriptEntry(now, Author.System, agent?.Name, cause, null, null, null, state.Language, new OwnerChange(before, mode));
            Changes.Append(StoreNames.Transcript(id), JsonSerializer.SerializeToUtf8Bytes(line, KernelJson.Stored.TranscriptEntry));
            Changes.Wake(StoreNames.TranscriptTopic(id));
            TurnEngine.Tell(Changes, new HandoffNotice(change, agent, epoch).ToIncoming(cause, id, now));
            Told = id;
        }

        /// <summary>Changes the mode of a conversation that goes on waiting: it has the same owner, the queue, and nothing is said.</summary>
        public void Mark(ConversationState state, long version, ConversationMode mode, ConversationAgent? agent)
        {
            (state.Mode, state.Agent) = (mode, agent);
            Changes.Put(StoreNames.State(state.Id), version, JsonSerializer.SerializeToUtf8Bytes(state, KernelJson.Stored.ConversationState));
        }
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: the turn after a change of its owner is left to a sweep")]
    private partial void LogTurnLater(Exception fault, string conversationId);
}
