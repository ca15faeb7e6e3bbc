namespace ChatRefundBot.SqliteStorage;

/// <summary>
/// The embedded store's file is damaged or is not a store of this program. It is never repaired or replaced by itself: stop every process
/// that uses the directory, keep a copy of all its files, and restore a backup or recover what is left with <c>sqlite3 FILE .recover</c>.
/// </summary>
public sealed class StoreDamagedException : Exception
{
    public StoreDamagedException(string path, string finding, Exception? inner = null)
        : base($"The store {path} cannot be used: {finding}. It was not changed. Stop every process that uses it, keep a copy of the whole "
            + "directory, then restore a backup or recover what is left with the sqlite3 command \".recover\".", inner) => FilePath = path;

    /// <summary>The damaged file.</summary>
    public string FilePath { get; }
}
