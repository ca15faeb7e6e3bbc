using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatRefundBot.SqliteStorage;

/// <summary>The writer's connection with its prepared statements.</summary>
internal sealed class WriterConnection : IDisposable
{
    private const int ForgetBatch = 500;
    private const long ForgetEveryMilliseconds = 60_000;

    private readonly SqliteConnection _connection;
    private readonly StoreReader _reader;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollBack;
    private readonly SqliteStatement _dataVersion;
    private readonly SqliteStatement _changes;
    private long _seenVersion;
    private long _lookedAt;
    private long _forgetAt = long.MinValue;

    public WriterConnection(SqliteStoreOptions options)
    {
        _connection = SqliteConnectionFactory.OpenWriter(options);
        var database = _connection.Handle!;
        _begin = new SqliteStatement(database, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(database, "COMMIT");
        _rollBack = new SqliteStatement(database, "ROLLBACK");
        _dataVersion = new SqliteStatement(database, "PRAGMA data_version");
        _changes = new SqliteStatement(database, "SELECT changes()");
        _reader = new StoreReader(database);
        Units = new UnitWriter(database, _reader);
        _seenVersion = _dataVersion.Scalar() ?? 0;
    }

    public UnitWriter Units { get; }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    /// <summary>Leaves the transaction, if any; false when the connection is of no more use.</summary>
    public bool TryRollBack()
    {
        try
        {
            if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0) _rollBack.Run();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Moves the write-ahead log into the file, so that what was just erased is not readable in it. A busy reader puts it off to the next time.</summary>
    public void ForgetLog()
    {
        using var checkpoint = new SqliteStatement(_connection.Handle!, "PRAGMA wal_checkpoint(TRUNCATE)");
        checkpoint.Scalar();
    }

    /// <summary>Forgets a bounded number of expired ids, about once a minute, and again at the next commit while there are more.</summary>
    public void ForgetOldIds(long now)
    {
        if (now < _forgetAt) return;
        _begin.Run();
        Units.ForgetIds(now - (long)IStore.IdMemory.TotalMilliseconds, ForgetBatch);
        var forgotten = _changes.Scalar() ?? 0;
        _commit.Run();
        _forgetAt = forgotten < ForgetBatch ? now + ForgetEveryMilliseconds : now;
    }

    /// <summary>Whether another process has committed since the last look. Looks at most once per interval; own commits do not count.</summary>
    public bool HasForeignCommit(TimeSpan interval)
    {
        var now = Environment.TickCount64;
        if (now - _lookedAt < (long)interval.TotalMilliseconds) return false;
        _lookedAt = now;
        var version = _dataVersion.Scalar() ?? 0;
        var isForeign = version != _seenVersion;
        _seenVersion = version;
        return isForeign;
    }

    public void Dispose()
    {
        Units.Dispose();
        _reader.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollBack.Dispose();
        _dataVersion.Dispose();
        _changes.Dispose();
        _connection.Dispose();
    }
}
