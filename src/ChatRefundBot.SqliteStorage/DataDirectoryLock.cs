namespace ChatRefundBot.SqliteStorage;

/// <summary>
/// Keeps a second host out of a data directory. Only the serving host takes it; commands beside it open the store without.
/// The operating system frees it when the process ends, also by SIGKILL.
/// </summary>
public sealed class DataDirectoryLock : IDisposable
{
    /// <summary>Name of the lock file in the data directory. It stays there; only the lock on it counts.</summary>
    public const string FileName = "host.lock";

    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a directory, which is made when absent; does not wait.</summary>
    /// <exception cref="IOException">The directory or the lock file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not write there.</exception>
    public static DataDirectoryLockResult TryTake(string directory)
    {
        var full = Path.GetFullPath(directory);
        Directory.CreateDirectory(full);
        var path = Path.Combine(full, FileName);
        try
        {
            return new DataDirectoryLockResult.Taken(
                new DataDirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)));
        }
        catch (IOException) when (File.Exists(path))
        {
            return new DataDirectoryLockResult.Held(full);
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>What became of taking a <see cref="DataDirectoryLock"/>.</summary>
public abstract record DataDirectoryLockResult
{
    private DataDirectoryLockResult() { }

    /// <summary>This process has the directory until it disposes the lock or ends.</summary>
    public sealed record Taken(DataDirectoryLock Lock) : DataDirectoryLockResult;

    /// <summary>Another host serves this directory.</summary>
    public sealed record Held(string Directory) : DataDirectoryLockResult
    {
        /// <summary>A sentence for the operator.</summary>
        public string Message =>
            $"Another host is already serving the data directory {Directory}. Stop it first, or give this one its own Store:DataDirectory.";
    }
}
