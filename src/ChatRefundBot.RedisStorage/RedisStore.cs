using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>
/// The storage port on Redis or Valkey, for any number of hosts. Leases and the memory of ids go by the server's clock.
/// </summary>
/// <remarks>
/// Acknowledged writes are as durable as the server is set up: see the warnings of <see cref="CheckAsync"/>. Replication is
/// asynchronous; a failover may lose the last writes.
/// </remarks>
public sealed class RedisStore : IStore
{
    private readonly RedisStoreOptions _options;
    private readonly RedisKeys _keys;
    private readonly RedisConnection _connection;
    private readonly CommitQueue _commits;
    private readonly RedisWakes _wakes;

    public RedisStore(RedisStoreOptions options, ILogger<RedisStore> logger)
    {
        options.Check();
        _options = options;
        _keys = new RedisKeys(options.Shop);
        _connection = new RedisConnection(options, _keys, logger);
        _commits = new CommitQueue(_connection, _keys);
        _wakes = new RedisWakes(_connection, _keys);
    }

    public Task<CommitResult> CommitAsync(CommitUnit unit, CancellationToken cancellationToken)
    {
        CommitUnitRules.Check(unit);
        cancellationToken.ThrowIfCancellationRequested();
        return _commits.CommitAsync(unit);
    }

    public async Task<IReadOnlyList<StoredDocument?>> GetAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0) return [];
        var unit = new CommitUnit();
        for (var i = 0; i < keys.Count; i++) unit.Read(keys[i]);
        return ((CommitResult.Committed)await CommitAsync(unit, cancellationToken).ConfigureAwait(false)).Documents;
    }

    public Task<LogSlice> ReadAsync(LogKey log, long after, int max, CancellationToken cancellationToken) =>
        ReadLogAsync(log, "after", after, max, cancellationToken);

    public Task<LogSlice> ReadBackAsync(LogKey log, long before, int max, CancellationToken cancellationToken) =>
        ReadLogAsync(log, "before", before, max, cancellationToken);

    public async Task<IReadOnlyList<IndexEntry>> RangeAsync(string index, long min, long max, int take, CancellationToken cancellationToken)
    {
        StoreNameRules.CheckText(index);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        if (take == 0 || min > max) return [];
        return await _connection.RunAsync((Key: _keys.Index(index), min, max, take), static async (database, state) =>
        {
            var found = await database.SortedSetRangeByScoreWithScoresAsync(state.Key, Bound(state.min), Bound(state.max), take: state.take);
            return Array.ConvertAll(found, entry => new IndexEntry(entry.Element.ToString(), (long)entry.Score));
        }, cancellationToken);
    }

    public Task<long?> RankAsync(string index, string member, CancellationToken cancellationToken)
    {
        StoreNameRules.CheckText(index);
        StoreNameRules.CheckText(member);
        return _connection.RunAsync((Key: _keys.Index(index), member),
            static (database, state) => database.SortedSetRankAsync(state.Key, state.member), cancellationToken);
    }

    public async Task<long> CountAsync(string index, long min, long max, CancellationToken cancellationToken)
    {
        StoreNameRules.CheckText(index);
        if (min > max) return 0;
        return await _connection.RunAsync((Key: _keys.Index(index), min, max),
            static (database, state) => database.SortedSetLengthAsync(state.Key, Bound(state.min), Bound(state.max)), cancellationToken);
    }

    public Task<IAsyncDisposable> SubscribeAsync(string topic, Action onWake, CancellationToken cancellationToken)
    {
        StoreNameRules.CheckText(topic);
        ArgumentNullException.ThrowIfNull(onWake);
        return _wakes.SubscribeAsync(topic, onWake, cancellationToken);
    }

    public Task<StoreReport> CheckAsync(CancellationToken cancellationToken) =>
        _connection.RunAsync(_options.Shop, RedisCheck.RunAsync, cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Beyond 2^53 a bound is rounded; no score is there, so it means everything.
    private static double Bound(long score) => score switch
    {
        <= -(1L << 53) => double.NegativeInfinity,
        >= 1L << 53 => double.PositiveInfinity,
        _ => score,
    };

    private Task<LogSlice> ReadLogAsync(LogKey log, string direction, long sequence, int max, CancellationToken cancellationToken)
    {
        StoreNameRules.Check(log);
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        var arguments = new RedisKeyOrValue[]
        {
            RedisScript.ReadLog.Hash, (RedisValue)2, _keys.Base(log), _keys.Entries(log),
            (RedisValue)direction, (RedisValue)Math.Clamp(sequence, 0, 1L << 53), (RedisValue)max,
        };
        return _connection.RunAsync(arguments, static async (database, arguments) =>
        {
            try
            {
                using var reply = await database.ExecuteRespAsync("EVALSHA", arguments);
                return CommitReply.ReadLog(reply);
            }
            catch (RedisServerException e) when (e.Kind == RedisErrorKind.NoScript)
            {
                arguments[0] = RedisScript.ReadLog.Text;
                using var reply = await database.ExecuteRespAsync("EVAL", arguments);
                return CommitReply.ReadLog(reply);
            }
        }, cancellationToken);
    }
}
