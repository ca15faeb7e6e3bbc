namespace ChatRefundBot.SqliteStorage;

/// <summary>Where the embedded store keeps its file and how long it waits.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Directory of the store; made when absent. The file in it is <see cref="FileName"/>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>How long a commit waits for another process that is writing, before it fails as unavailable: 2.5 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>How often subscribers look for commits of other processes: every 150 ms, and not at all without subscribers.</summary>
    public TimeSpan WakePoll { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Read connections kept at most: 4. Each may hold 2 MB of cache.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Name of the database in the data directory.</summary>
    public const string FileName = "store.db";

    internal string FilePath => Path.Combine(Path.GetFullPath(DataDirectory), FileName);
}
