using System.Diagnostics;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.Testing.Crash;

/// <summary>
/// A store whose process dies now and then around a commit, by its own SIGKILL: before the commit is sent, while it is on its way, or
/// after it was made and before anybody heard of it.
/// </summary>
/// <param name="deathsPerThousand">Of a thousand commits, at how many the process dies.</param>
internal sealed class MortalStore(IStore inner, int deathsPerThousand) : IStore
{
    /// <summary>Ends this process as a crash would: no handler, no flush.</summary>
    public static void Die() => Process.GetCurrentProcess().Kill();

    /// <summary>Throws the dice, and dies when they say so.</summary>
    public static void MayDie(int deathsPerThousand)
    {
        if (Random.Shared.Next(1000) < deathsPerThousand) Die();
    }

    public async Task<CommitResult> CommitAsync(CommitUnit unit, CancellationToken cancellationToken)
    {
        MayDie(deathsPerThousand / 3);
        var commit = inner.CommitAsync(unit, cancellationToken);
        MayDie(deathsPerThousand / 3);
        var result = await commit.ConfigureAwait(false);
        MayDie(deathsPerThousand / 3);
        return result;
    }

    public Task<IReadOnlyList<StoredDocument?>> GetAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken) => inner.GetAsync(keys, cancellationToken);

    public Task<LogSlice> ReadAsync(LogKey log, long after, int max, CancellationToken cancellationToken) => inner.ReadAsync(log, after, max, cancellationToken);

    public Task<LogSlice> ReadBackAsync(LogKey log, long before, int max, CancellationToken cancellationToken) => inner.ReadBackAsync(log, before, max, cancellationToken);

    public Task<IReadOnlyList<IndexEntry>> RangeAsync(string index, long min, long max, int take, CancellationToken cancellationToken) =>
        inner.RangeAsync(index, min, max, take, cancellationToken);

    public Task<long?> RankAsync(string index, string member, CancellationToken cancellationToken) => inner.RankAsync(index, member, cancellationToken);

    public Task<long> CountAsync(string index, long min, long max, CancellationToken cancellationToken) => inner.CountAsync(index, min, max, cancellationToken);

    public Task<IAsyncDisposable> SubscribeAsync(string topic, Action onWake, CancellationToken cancellationToken) => inner.SubscribeAsync(topic, onWake, cancellationToken);

    public Task<StoreReport> CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
