using ChatRefundBot.DialogKernel.Storage;
using SQLitePCL;

namespace ChatRefundBot.SqliteStorage;

/// <summary>Writes members of sorted indexes.</summary>
internal sealed class IndexTable(sqlite3 database) : IDisposable
{
    private readonly SqliteStatement _set = new(database,
        "INSERT INTO members (name, member, score) VALUES (?, ?, ?) ON CONFLICT (name, member) DO UPDATE SET score = excluded.score");
    private readonly SqliteStatement _remove = new(database, "DELETE FROM members WHERE name=? AND member=?");
    private readonly SqliteStatement _score = new(database, "SELECT score FROM members WHERE name=? AND member=?");

    public void Change(IndexChange change)
    {
        if (change.Score is { } score) _set.Bind(change.Index).Bind(change.Member).Bind(score).Run();
        else _remove.Bind(change.Index).Bind(change.Member).Run();
    }

    public bool Claim(IndexClaim claim, long now)
    {
        if (_score.Bind(claim.Index).Bind(claim.Member).Scalar() >= now) return false;
        _set.Bind(claim.Index).Bind(claim.Member).Bind(now + (long)claim.Lease.TotalMilliseconds).Run();
        return true;
    }

    public void Dispose()
    {
        _set.Dispose();
        _remove.Dispose();
        _score.Dispose();
    }
}
