using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatRefundBot.SqliteStorage;

/// <summary>Opens connections to the store's file: verified, migrated and set up to survive a power cut.</summary>
internal static class SqliteConnectionFactory
{
    static SqliteConnectionFactory() => Batteries_V2.Init();

    /// <summary>Opens the file for writing; makes it when absent. Refuses a damaged, foreign or newer one without changing it.</summary>
    public static SqliteConnection OpenWriter(SqliteStoreOptions options)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var connection = Open(options, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Verify(connection.Handle!, options.FilePath);
            UseWriteAheadLog(connection.Handle!, options);
            Run(connection.Handle!, "PRAGMA synchronous=FULL");
            // What is erased for a buyer must not stay readable in free pages of the file.
            Run(connection.Handle!, "PRAGMA secure_delete=ON");
            Run(connection.Handle!, "PRAGMA cache_size=-4000");
            Run(connection.Handle!, "PRAGMA journal_size_limit=67108864");
            Migrate(connection.Handle!, options.FilePath);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that a writer has opened before. It can read only.</summary>
    public static SqliteConnection OpenReader(SqliteStoreOptions options)
    {
        // Not read-only at the level of the file: a reader of a write-ahead log takes its locks in the shared index beside it.
        var connection = Open(options, SqliteOpenMode.ReadWrite);
        Run(connection.Handle!, "PRAGMA query_only=ON");
        return connection;
    }

    private static SqliteConnection Open(SqliteStoreOptions options, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.FilePath,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle!, (int)options.BusyTimeout.TotalMilliseconds);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Verify(sqlite3 database, string path)
    {
        // In one transaction: another process may be making the same file at this moment.
        Run(database, "BEGIN");
        try
        {
            VerifyAtOneMoment(database, path);
        }
        finally
        {
            if (raw.sqlite3_get_autocommit(database) == 0) Run(database, "ROLLBACK");
        }
    }

    private static void VerifyAtOneMoment(sqlite3 database, string path)
    {
        var version = Scalar(database, "PRAGMA user_version");
        if (version > SqliteSchema.Version) throw new StoreTooNewException($"The store {path}", version, SqliteSchema.Version);
        var owner = Scalar(database, "PRAGMA application_id");
        var isEmpty = Scalar(database, "SELECT COUNT(*) FROM sqlite_schema") == 0;
        if (owner != SqliteSchema.ApplicationId && !(isEmpty && version == 0))
            throw new StoreDamagedException(path, "it is a database of another program");
        using var check = new SqliteStatement(database, "PRAGMA quick_check(1)");
        var finding = check.Step() ? check.Text(0) : "quick_check gave no answer";
        if (finding != "ok") throw new StoreDamagedException(path, finding);
    }

    private static void UseWriteAheadLog(sqlite3 database, SqliteStoreOptions options)
    {
        // Two processes that make the same file at once can meet here; SQLite does not wait by itself in this one statement.
        var giveUp = Environment.TickCount64 + (long)options.BusyTimeout.TotalMilliseconds;
        using var pause = new ManualResetEventSlim();
        while (true)
        {
            try
            {
                using var statement = new SqliteStatement(database, "PRAGMA journal_mode=WAL");
                var mode = statement.Step() ? statement.Text(0) : "none";
                if (mode == "wal") return;
                throw new StoreUnavailableException(
                    $"The store {options.FilePath} cannot use a write-ahead log (journal mode {mode}). Put the data directory on a local file system.", outcomeUnknown: false);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_BUSY && Environment.TickCount64 < giveUp)
            {
                pause.Wait(20);
            }
        }
    }

    private static void Migrate(sqlite3 database, string path)
    {
        if (Scalar(database, "PRAGMA user_version") == SqliteSchema.Version) return;
        Run(database, "BEGIN IMMEDIATE");
        try
        {
            // Another process may have migrated while this one waited for the lock.
            var version = Scalar(database, "PRAGMA user_version");
            if (version > SqliteSchema.Version) throw new StoreTooNewException($"The store {path}", version, SqliteSchema.Version);
            for (var step = version; step < SqliteSchema.Version; step++)
            {
                foreach (var sql in SqliteSchema.Steps[step].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    Run(database, sql);
            }
            Run(database, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={SqliteSchema.ApplicationId}"));
            Run(database, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={SqliteSchema.Version}"));
            Run(database, "COMMIT");
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(database) == 0) Run(database, "ROLLBACK");
            throw;
        }
    }

    private static void Run(sqlite3 database, string sql)
    {
        using var statement = new SqliteStatement(database, sql);
        statement.Run();
    }

    private static long Scalar(sqlite3 database, string sql)
    {
        using var statement = new SqliteStatement(database, sql);
        return statement.Scalar() ?? 0;
    }
}
