using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.Testing.Turns;

/// <summary>Counts the calls that go to a store, each of which is one round trip.</summary>
public sealed class CountingStore(IStore inner) : IStore
{
    private int _roundTrips;

    /// <summary>Calls since the last <see cref="Reset"/>; subscriptions do not count.</summary>
    public int RoundTrips => Volatile.Read(ref _roundTrips);

    public void Reset() => Volatile.Write(ref _roundTrips, 0);

    public Task<CommitResult> CommitAsync(CommitUnit unit, CancellationToken cancellationToken) => Counted(inner.CommitAsync(unit, cancellationToken));

    public Task<IReadOnlyList<StoredDocument?>> GetAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken) =>
        Counted(inner.GetAsync(keys, cancellationToken));

    public Task<LogSlice> ReadAsync(LogKey log, long after, int max, CancellationToken cancellationToken) => Counted(inner.ReadAsync(log, after, max, cancellationToken));

    public Task<LogSlice> ReadBackAsync(LogKey log, long before, int max, CancellationToken cancellationToken) =>
        Counted(inner.ReadBackAsync(log, before, max, cancellationToken));

    public Task<IReadOnlyList<IndexEntry>> RangeAsync(string index, long min, long max, int take, CancellationToken cancellationToken) =>
        Counted(inner.RangeAsync(index, min, max, take, cancellationToken));

    public Task<long?> RankAsync(string index, string member, CancellationToken cancellationToken) => Counted(inner.RankAsync(index, member, cancellationToken));

    public Task<long> CountAsync(string index, long min, long max, CancellationToken cancellationToken) => Counted(inner.CountAsync(index, min, max, cancellationToken));

    public Task<IAsyncDisposable> SubscribeAsync(string topic, Action onWake, CancellationToken cancellationToken) => inner.SubscribeAsync(topic, onWake, cancellationToken);

    public Task<StoreReport> CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private Task<T> Counted<T>(Task<T> call)
    {
        Interlocked.Increment(ref _roundTrips);
        return call;
    }
}
