using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatRefundBot.SqliteStorage;

/// <summary>Says in the port's words what an error of SQLite means.</summary>
internal static class SqliteFailures
{
    /// <summary>The exception for the caller; the given one when it is no matter of the store.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="path">The store's file, for the message.</param>
    /// <param name="atCommit">True when COMMIT itself failed, so that the outcome is not known.</param>
    public static Exception Translate(Exception exception, string path, bool atCommit) => exception switch
    {
        SqliteException e when e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            new StoreDamagedException(path, e.Message, e),
        SqliteException e when Reason(e.SqliteErrorCode) is { } reason =>
            new StoreUnavailableException($"The store {path} {reason} ({e.Message}).", atCommit, e),
        IOException or UnauthorizedAccessException =>
            new StoreUnavailableException($"The store {path} cannot be opened: {exception.Message}", atCommit, exception),
        _ => exception,
    };

    private static string? Reason(int code) => code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "is being written by another process for too long",
        raw.SQLITE_FULL => "cannot grow: the disk is full; free some space",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => "may not be written; give this process write access to the file and its directory",
        raw.SQLITE_CANTOPEN => "cannot be opened; check that the data directory exists and that this process may read and write it",
        raw.SQLITE_IOERR => "could not be read or written",
        raw.SQLITE_NOMEM => "ran out of memory",
        _ => null,
    };
}
