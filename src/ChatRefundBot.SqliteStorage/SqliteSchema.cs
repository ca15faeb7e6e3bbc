namespace ChatRefundBot.SqliteStorage;

/// <summary>
/// The tables of the embedded store. <c>PRAGMA user_version</c> counts the steps applied; a step once released is never edited,
/// a change is a further step.
/// </summary>
/// <remarks>
/// Logs and indexes are clustered by what they are read by, so a page of a transcript is one descent and neighbouring rows. A log keeps
/// its last sequence in <c>logs</c>, also when it has no entries left. <c>entry_ids</c> outlives the entries.
/// </remarks>
internal static class SqliteSchema
{
    /// <summary>Marks the file as ours: "CRfB" as a 32-bit number.</summary>
    public const long ApplicationId = 0x43526642;

    /// <summary>Step n, counted from 1, brings a store from version n - 1 to n.</summary>
    public static readonly string[] Steps =
    [
        """
        CREATE TABLE documents (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id));
        CREATE TABLE logs (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, last INTEGER NOT NULL, UNIQUE (kind, id));
        CREATE TABLE entries (log INTEGER NOT NULL, sequence INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (log, sequence)) WITHOUT ROWID;
        CREATE TABLE entry_ids (log INTEGER NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (log, id)) WITHOUT ROWID;
        CREATE INDEX entry_ids_by_age ON entry_ids (at);
        CREATE TABLE members (name TEXT NOT NULL, member TEXT NOT NULL, score INTEGER NOT NULL, PRIMARY KEY (name, member)) WITHOUT ROWID;
        CREATE INDEX members_by_score ON members (name, score, member);
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        """,
    ];

    /// <summary>Newest version that this program knows.</summary>
    public static int Version => Steps.Length;
}
