using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.SqliteStorage;

/// <summary>
/// The one thread of this process that writes. Units that wait while a transaction is being made durable share the next one, so the
/// cost of the disk is paid once for all of them; each of them still happens wholly or not at all.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    /// <summary>Units that may wait. More means that the disk has stopped keeping up; callers are told instead of memory growing.</summary>
    internal const int QueueLimit = 10_000;
    private const int BatchLimit = 256;

    private readonly object _gate = new();
    private readonly Queue<PendingCommit> _queue = new();
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriterConnection? _connection;
    private Exception? _refused;
    private volatile bool _isOpen;
    private bool _stopping;

    public SqliteWriter(SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        Hub = new WakeHub(Nudge);
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite writer" };
        _thread.Start();
    }

    public WakeHub Hub { get; }

    /// <summary>Commits a unit; with null opens the file if it is not open yet.</summary>
    public async Task<CommitResult?> RunAsync(CommitUnit? unit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (unit is null && _isOpen) return null;
        var pending = new PendingCommit(unit);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, typeof(SqliteStore));
            if (_queue.Count >= QueueLimit)
                throw new StoreUnavailableException($"The store {_options.FilePath} is {QueueLimit} commits behind; the disk does not keep up.", outcomeUnknown: false);
            _queue.Enqueue(pending);
            Monitor.Pulse(_gate);
        }
        await using var registration = cancellationToken.UnsafeRegister(static (state, token) =>
        {
            var waiting = (PendingCommit)state!;
            if (waiting.TryTake()) waiting.TrySetCanceled(token);
        }, pending);
        return await pending.Task;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
        await _ended.Task;
    }

    private void Nudge()
    {
        lock (_gate) Monitor.Pulse(_gate);
    }

    private void Loop()
    {
        var batch = new List<PendingCommit>(BatchLimit);
        while (Collect(batch))
        {
            if (batch.Count > 0) Run(batch);
            batch.Clear();
            LookForOthers();
        }
        _connection?.Dispose();
        _ended.SetResult();
    }

    /// <summary>Waits for units and takes those there are; false when the store is closing and none are left.</summary>
    private bool Collect(List<PendingCommit> batch)
    {
        lock (_gate)
        {
            if (_queue.Count == 0 && !_stopping)
                Monitor.Wait(_gate, Hub.Any ? _options.WakePoll : Timeout.InfiniteTimeSpan);
            while (batch.Count < BatchLimit && _queue.TryDequeue(out var pending))
            {
                if (pending.TryTake()) batch.Add(pending);
            }
            return batch.Count > 0 || _queue.Count > 0 || !_stopping;
        }
    }

    private void Run(List<PendingCommit> batch)
    {
        try
        {
            Open();
        }
        catch (Exception e)
        {
            var told = SqliteFailures.Translate(e, _options.FilePath, atCommit: false);
            if (told is StoreDamagedException or StoreTooNewException) _refused = told;
            foreach (var pending in batch) pending.TrySetException(told);
            return;
        }
        if (TryCommit(batch, out var failure)) return;
        if (batch.Count == 1 || failure is StoreUnavailableException or StoreDamagedException)
        {
            // What ails the store ails every unit, and after a failed COMMIT nothing may be written a second time.
            foreach (var pending in batch) pending.TrySetException(failure!);
            return;
        }
        // One of them cannot be written. Each alone, so that only the one to blame fails.
        foreach (var pending in batch)
        {
            if (!TryCommit([pending], out failure)) pending.TrySetException(failure!);
        }
    }

    private void Open()
    {
        if (_refused is not null) throw _refused;
        if (_connection is not null) return;
        _connection = new WriterConnection(_options);
        _isOpen = true;
    }

    private bool TryCommit(List<PendingCommit> batch, out Exception? failure)
    {
        failure = null;
        var atCommit = false;
        try
        {
            Open();
            if (batch.Exists(p => p.Unit is not null))
            {
                _connection!.Begin();
                foreach (var pending in batch)
                {
                    if (pending.Unit is { } unit) pending.Result = _connection.Units.Apply(unit, _time.GetUtcNow().ToUnixTimeMilliseconds());
                }
                atCommit = true;
                _connection.Commit();
            }
        }
        catch (Exception e)
        {
            failure = SqliteFailures.Translate(e, _options.FilePath, atCommit);
            Abandon(e);
            return false;
        }
        foreach (var pending in batch) pending.TrySetResult(pending.Result);
        foreach (var pending in batch) Wake(pending);
        if (batch.Exists(p => p.Unit is { } unit && unit.Cuts.Any(c => c.Through == long.MaxValue))) _connection?.ForgetLog();
        ForgetOldIds();
        return true;
    }

    private void Wake(PendingCommit pending)
    {
        if (!Hub.Any || pending.Result is not CommitResult.Committed) return;
        for (var i = 0; i < pending.Unit!.Wakes.Count; i++) Hub.Wake(pending.Unit.Wakes[i]);
    }

    /// <summary>Ends the transaction. After anything but a busy file the connection is made anew, for it may be in any state.</summary>
    private void Abandon(Exception exception)
    {
        LogFailed(_logger, _options.FilePath, exception);
        if (_connection is null) return;
        var isBusy = exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY };
        if (isBusy && _connection.TryRollBack()) return;
        _connection.Dispose();
        _connection = null;
    }

    private void ForgetOldIds()
    {
        try
        {
            _connection!.ForgetOldIds(_time.GetUtcNow().ToUnixTimeMilliseconds());
        }
        catch (SqliteException e)
        {
            // Nothing is lost by doing it later.
            Abandon(e);
        }
    }

    private void LookForOthers()
    {
        if (!Hub.Any || _connection is null) return;
        try
        {
            if (_connection.HasForeignCommit(_options.WakePoll)) Hub.WakeAll();
        }
        catch (SqliteException e)
        {
            Abandon(e);
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "Writing to the embedded store {Path} failed")]
    private static partial void LogFailed(ILogger logger, string path, Exception exception);
}
