using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace ChatRefundBot.SqliteStorage;

/// <summary>
/// The storage port on one SQLite file. Several processes may have it open; each opens it at its first call. The clock is the given
/// <see cref="TimeProvider"/>, for leases and for how long ids are remembered.
/// </summary>
/// <remarks>Besides the port's exceptions any method throws <see cref="StoreDamagedException"/> when the file is damaged.</remarks>
public sealed class SqliteStore : IStore
{
    private readonly SqliteStoreOptions _options;
    private readonly SqliteWriter _writer;
    private readonly ReaderPool _readers;
    private int _disposed;

    public SqliteStore(SqliteStoreOptions options, TimeProvider time, ILogger<SqliteStore> logger)
    {
        _options = options;
        _writer = new SqliteWriter(options, time, logger);
        _readers = new ReaderPool(options);
    }

    public async Task<CommitResult> CommitAsync(CommitUnit unit, CancellationToken cancellationToken)
    {
        CommitUnitRules.Check(unit);
        return (await _writer.RunAsync(unit, cancellationToken))!;
    }

    public Task<IReadOnlyList<StoredDocument?>> GetAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken)
    {
        for (var i = 0; i < keys.Count; i++) StoreNameRules.Check(keys[i]);
        return ReadAsync<IReadOnlyList<StoredDocument?>>(reader => reader.AtOneMoment(r =>
        {
            var documents = new StoredDocument?[keys.Count];
            for (var i = 0; i < documents.Length; i++) documents[i] = r.Get(keys[i]);
            return documents;
        }), cancellationToken);
    }

    public Task<LogSlice> ReadAsync(LogKey log, long after, int max, CancellationToken cancellationToken)
    {
        StoreNameRules.Check(log);
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        return ReadAsync(reader => reader.AtOneMoment(r => r.Read(log, after, max)), cancellationToken);
    }

    public Task<LogSlice> ReadBackAsync(LogKey log, long before, int max, CancellationToken cancellationToken)
    {
        StoreNameRules.Check(log);
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        return ReadAsync(reader => reader.AtOneMoment(r => r.ReadBack(log, before, max)), cancellationToken);
    }

    public Task<IReadOnlyList<IndexEntry>> RangeAsync(string index, long min, long max, int take, CancellationToken cancellationToken)
    {
        StoreNameRules.CheckText(index);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        return ReadAsync<IReadOnlyList<IndexEntry>>(reader => reader.Range(index, min, max, take), cancellationToken);
    }

    public Task<long?> RankAsync(string index, string member, CancellationToken cancellationToken)
    {
        StoreNameRules.CheckText(index);
        StoreNameRules.CheckText(member);
        return ReadAsync(reader => reader.AtOneMoment(r => r.Rank(index, member)), cancellationToken);
    }

    public Task<long> CountAsync(string index, long min, long max, CancellationToken cancellationToken)
    {
        StoreNameRules.CheckText(index);
        return ReadAsync(reader => reader.Count(index, min, max), cancellationToken);
    }

    public async Task<IAsyncDisposable> SubscribeAsync(string topic, Action onWake, CancellationToken cancellationToken)
    {
        StoreNameRules.CheckText(topic);
        ArgumentNullException.ThrowIfNull(onWake);
        await _writer.RunAsync(unit: null, cancellationToken);
        return _writer.Hub.Subscribe(topic, onWake);
    }

    public async Task<StoreReport> CheckAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(static reader => reader.Count("check", 0, 0), cancellationToken);
        return new StoreReport("sqlite", $"SQLite {raw.sqlite3_libversion().utf8_to_string()}, {_options.FilePath}", []);
    }

    /// <summary>Writes what is queued, then closes the file. Calls that come later throw <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
    }

    private async Task<T> ReadAsync<T>(Func<StoreReader, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        await _writer.RunAsync(unit: null, cancellationToken);
        return await _readers.ReadAsync(read, cancellationToken);
    }
}
