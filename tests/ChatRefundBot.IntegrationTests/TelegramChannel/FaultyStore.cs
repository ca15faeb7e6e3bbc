using System.Collections.Concurrent;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>A store that fails at one commit of a chat, before it took effect or after.</summary>
internal sealed class FaultyStore(IStore inner) : IStore
{
    private readonly ConcurrentDictionary<string, Plan> _plans = new(StringComparer.Ordinal);

    /// <summary>The commit of that number, counted from now among those that have to do with a chat, fails.</summary>
    /// <param name="afterEffect">True: it takes effect, and whoever made it does not hear of it.</param>
    public void Fail(string chat, int number, bool afterEffect) => _plans[chat] = new Plan(number, afterEffect);

    /// <summary>True when the commit that was to fail has come.</summary>
    public bool HasFailed(string chat) => _plans[chat].Left <= 0;

    public async Task<CommitResult> CommitAsync(CommitUnit unit, CancellationToken cancellationToken)
    {
        var plan = _plans.FirstOrDefault(p => p.Value.Left > 0 && Mentions(unit, p.Key)).Value;
        if (plan is null || plan.Down() != 0) return await inner.CommitAsync(unit, cancellationToken);
        if (plan.AfterEffect) await inner.CommitAsync(unit, cancellationToken);
        throw new StoreUnavailableException("the test wants it so", outcomeUnknown: plan.AfterEffect);
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

    private static bool Mentions(CommitUnit unit, string chat) =>
        unit.Documents.Any(d => d.Key.Id == chat) || unit.Appends.Any(a => a.Log.Id == chat) || unit.Cuts.Any(c => c.Log.Id == chat)
        || unit.DocumentReads.Any(d => d.Id == chat) || unit.LogReads.Any(r => r.Log.Id == chat) || unit.Indexes.Any(i => i.Member == chat)
        || unit.Claims.Any(c => c.Member == chat) || unit.Settlements.Any(s => s.Member == chat);

    private sealed class Plan(int number, bool afterEffect)
    {
        private int _left = number;

        public bool AfterEffect => afterEffect;

        public int Left => Volatile.Read(ref _left);

        public int Down() => Interlocked.Decrement(ref _left);
    }
}
