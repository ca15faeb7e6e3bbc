using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Handoff.Agents;

/// <summary>The agents of a shop: skills, declared presence, leases. Thread safe; several hosts may work on one store.</summary>
public sealed class AgentDirectory(IStore store, QueueRulesSource rules, TimeProvider time)
{
    private const long HighestScore = (1L << 53) - 1;
    private const int MostConflicts = 50;

    /// <summary>An agent; null when there is none of this account.</summary>
    public async Task<AgentDesk?> FindAsync(AccountName account, CancellationToken cancellationToken) =>
        (await LoadAsync(account, cancellationToken).ConfigureAwait(false))?.Desk;

    /// <summary>All agents, the oldest first; those beyond <paramref name="take"/> are left out.</summary>
    public async Task<IReadOnlyList<AgentDesk>> ListAsync(int take, CancellationToken cancellationToken)
    {
        var names = await store.RangeAsync(AgentDocuments.All, 0, HighestScore, take, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(names, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes somebody an agent, or changes name, skills and capacity. What they hold stays theirs, also above a smaller capacity.</summary>
    /// <exception cref="ArgumentException">Name, languages or capacity are out of range.</exception>
    public async Task SaveProfileAsync(AgentProfile profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Name.Trim().Length is 0 or > 40 || profile.Name.Any(char.IsControl))
            throw new ArgumentException("An agent's name has 1 to 40 characters and no control characters.", nameof(profile));
        if (profile.Languages.Count == 0) throw new ArgumentException("An agent serves at least one language.", nameof(profile));
        if (profile.Capacity is < 1 or > 100) throw new ArgumentException("A capacity is 1 to 100.", nameof(profile));
        var now = time.GetUtcNow();
        await ChangeAsync(
            profile.Account,
            found => found is null ? new AgentDesk(profile, Presence.Offline, now, now, [], [], now) : found with { Profile = profile },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Declares presence. Going offline keeps what is held until the lease ends or it is released; the console asks first.</summary>
    public async Task<PresenceResult> SetPresenceAsync(AccountName account, Presence presence, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var after = await ChangeAsync(
            account,
            found => found is null ? null : found with { Presence = presence, PresenceAt = found.Presence == presence ? found.PresenceAt : now, LeaseUntil = now + rules.Current.LeaseGrace },
            cancellationToken).ConfigureAwait(false);
        return after is null ? PresenceResult.NoAgent.Instance : new PresenceResult.Set(after);
    }

    /// <summary>
    /// A sign of life: what the agent holds stays theirs for another <see cref="QueueRules.LeaseGrace"/>. Call it on activity and every
    /// quarter of that while the console is open.
    /// </summary>
    public async Task<PresenceResult> RenewAsync(AccountName account, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + rules.Current.LeaseGrace;
        var after = await ChangeAsync(account, found => found is null ? null : found with { LeaseUntil = until }, cancellationToken, isQuiet: true).ConfigureAwait(false);
        return after is null ? PresenceResult.NoAgent.Instance : new PresenceResult.Set(after);
    }

    /// <summary>Whether anybody is online and has been seen lately.</summary>
    public static async Task<bool> AnyOnDutyAsync(IStore store, DateTimeOffset now, CancellationToken cancellationToken) =>
        await store.CountAsync(AgentDocuments.Online, now.ToUnixTimeMilliseconds() + 1, HighestScore, cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Agents with room, who waits longest first; some may have lost it meanwhile.</summary>
    internal async Task<IReadOnlyList<AgentDesk>> FreeAsync(int take, CancellationToken cancellationToken)
    {
        var names = await store.RangeAsync(AgentDocuments.Free, 0, HighestScore, take, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(names, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<AgentDesk>> ReadAsync(IReadOnlyList<IndexEntry> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0) return [];
        var found = await store.GetAsync([.. names.Select(n => AgentDocuments.Key(n.Member))], cancellationToken).ConfigureAwait(false);
        return [.. found.OfType<StoredDocument>().Select(d => AgentDocuments.Read(d)!.Desk)];
    }

    private async Task<StoredAgent?> LoadAsync(AccountName account, CancellationToken cancellationToken) =>
        AgentDocuments.Read((await store.GetAsync([AgentDocuments.Key(account)], cancellationToken).ConfigureAwait(false))[0]);

    private async Task<AgentDesk?> ChangeAsync(
        AccountName account, Func<AgentDesk?, AgentDesk?> change, CancellationToken cancellationToken, bool isQuiet = false)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var before = await LoadAsync(account, cancellationToken).ConfigureAwait(false);
            if (change(before?.Desk) is not { } after) return null;
            var unit = new CommitUnit();
            AgentDocuments.Put(unit, before, after);
            if (before is null) unit.SetIndex(AgentDocuments.All, account.Value, time.GetUtcNow().ToUnixTimeMilliseconds());
            // A sign of life changes nothing that others look at, unless the lease had run out.
            if (!isQuiet || before!.Desk.LeaseUntil <= time.GetUtcNow()) unit.Wake(TicketQueue.Topic);
            if (await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is CommitResult.Committed) return after;
            if (conflicts == MostConflicts) throw new InvalidOperationException($"Agent {account}: a change met {conflicts} conflicts in a row.");
        }
    }
}

/// <summary>Answer to the verbs of <see cref="AgentDirectory"/>.</summary>
public abstract record PresenceResult
{
    private PresenceResult() { }

    /// <param name="Desk">The agent as they are now.</param>
    public sealed record Set(AgentDesk Desk) : PresenceResult;

    /// <summary>Nobody of this account is an agent.</summary>
    public sealed record NoAgent : PresenceResult
    {
        public static readonly NoAgent Instance = new();
    }
}
