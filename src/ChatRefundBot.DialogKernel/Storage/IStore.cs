namespace ChatRefundBot.DialogKernel.Storage;

/// <summary>
/// The storage port: versioned documents, append-only logs, sorted indexes and counters of one shop, changed together by
/// <see cref="CommitAsync"/>. Two implementations keep the same contract: Redis (several hosts) and SQLite (embedded).
/// </summary>
/// <remarks>
/// Every method throws <see cref="StoreUnavailableException"/> when the store cannot be reached, and
/// <see cref="OperationCanceledException"/> only for the caller's own token. All members are thread safe.
/// A token is heeded until the request is on its way; from then on its outcome is awaited, for a few seconds at most. So a commit that
/// was cancelled wrote nothing. A store written by a newer version throws <see cref="StoreTooNewException"/> from every method.
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>How long the id of an appended entry is remembered after its append: seven days.</summary>
    static readonly TimeSpan IdMemory = TimeSpan.FromDays(7);

    /// <summary>Commits a unit: durable when this returns <see cref="CommitResult.Committed"/>.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The store could not be reached or did not answer in time. With <see cref="StoreUnavailableException.OutcomeUnknown"/> the
    /// unit may have been written; a caller that commits again is protected by versions and ids.
    /// </exception>
    /// <exception cref="ArgumentException">The unit breaks a rule of <see cref="CommitUnit"/>; nothing was written.</exception>
    Task<CommitResult> CommitAsync(CommitUnit unit, CancellationToken cancellationToken);

    /// <summary>Reads documents, all as of one moment; null for each that does not exist. In the order asked. No keys: no documents.</summary>
    Task<IReadOnlyList<StoredDocument?>> GetAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken);

    /// <summary>Reads entries with a sequence above <paramref name="after"/>, oldest first, at most <paramref name="max"/>.</summary>
    Task<LogSlice> ReadAsync(LogKey log, long after, int max, CancellationToken cancellationToken);

    /// <summary>Reads the newest entries with a sequence below <paramref name="before"/>, oldest of them first, at most <paramref name="max"/>.</summary>
    Task<LogSlice> ReadBackAsync(LogKey log, long before, int max, CancellationToken cancellationToken);

    /// <summary>Members with a score from <paramref name="min"/> to <paramref name="max"/>, both included, lowest first (equal scores by member, ordinal in UTF-8).</summary>
    Task<IReadOnlyList<IndexEntry>> RangeAsync(string index, long min, long max, int take, CancellationToken cancellationToken);

    /// <summary>How many members stand before this one (0 for the first); null when it is not in the index.</summary>
    Task<long?> RankAsync(string index, string member, CancellationToken cancellationToken);

    /// <summary>Number of members with a score from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    Task<long> CountAsync(string index, long min, long max, CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="onWake"/> after units that named <paramref name="topic"/>, of this process and of others, until disposed.
    /// Wakes may be merged, doubled or lost; a subscriber reads again by itself every few seconds. The handler must not block or throw.
    /// </summary>
    Task<IAsyncDisposable> SubscribeAsync(string topic, Action onWake, CancellationToken cancellationToken);

    /// <summary>Asks the store whether it answers and how durable it is set up.</summary>
    Task<StoreReport> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>What a store says of itself.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>redis</c>.</param>
/// <param name="Description">Version and place, without credentials.</param>
/// <param name="Warnings">What its set-up risks and what to change, one sentence each; empty when nothing.</param>
public sealed record StoreReport(string Kind, string Description, IReadOnlyList<string> Warnings);
