using ChatRefundBot.DialogKernel.Storage;
using SQLitePCL;

namespace ChatRefundBot.SqliteStorage;

/// <summary>Writes logs; looks each log of a unit up once and saves its last sequence once.</summary>
internal sealed class LogTable(sqlite3 database) : IDisposable
{
    private readonly SqliteStatement _find = new(database, "SELECT number, last FROM logs WHERE kind=? AND id=?");
    private readonly SqliteStatement _add = new(database, "INSERT INTO logs (kind, id, last) VALUES (?, ?, 0) RETURNING number");
    private readonly SqliteStatement _save = new(database, "UPDATE logs SET last=? WHERE number=?");
    private readonly SqliteStatement _append = new(database, "INSERT INTO entries (log, sequence, body) VALUES (?, ?, ?)");
    private readonly SqliteStatement _cut = new(database, "DELETE FROM entries WHERE log=? AND sequence<=?");
    private readonly SqliteStatement _first = new(database, "SELECT MIN(sequence) FROM entries WHERE log=?");
    private readonly Dictionary<LogKey, Head?> _heads = [];

    internal sealed class Head(long number, long last)
    {
        public long Number => number;
        public long Last { get; set; } = last;
        public bool IsChanged { get; set; }
    }

    /// <summary>Forgets what the unit before has looked up.</summary>
    public void Begin() => _heads.Clear();

    public Head? Find(LogKey log)
    {
        if (_heads.TryGetValue(log, out var head)) return head;
        try
        {
            if (_find.Bind(log.Kind).Bind(log.Id).Step()) head = new Head(_find.Number(0), _find.Number(1));
        }
        finally
        {
            _find.Reset();
        }
        _heads[log] = head;
        return head;
    }

    public Head FindOrAdd(LogKey log)
    {
        if (Find(log) is { } found) return found;
        var added = new Head(_add.Bind(log.Kind).Bind(log.Id).Scalar()!.Value, 0);
        _heads[log] = added;
        return added;
    }

    public long Append(Head log, ReadOnlySpan<byte> body)
    {
        log.Last++;
        log.IsChanged = true;
        _append.Bind(log.Number).Bind(log.Last).Bind(body).Run();
        return log.Last;
    }

    public void Cut(LogKey log, long through)
    {
        if (Find(log) is { } head) _cut.Bind(head.Number).Bind(through).Run();
    }

    /// <summary>Entries left. Only the oldest ever leave, so the first and the last sequence say how many.</summary>
    public long Count(LogKey log)
    {
        if (Find(log) is not { } head) return 0;
        return _first.Bind(head.Number).Scalar() is { } first ? head.Last - first + 1 : 0;
    }

    public void SaveHeads()
    {
        foreach (var head in _heads.Values)
        {
            if (head is { IsChanged: true }) _save.Bind(head.Last).Bind(head.Number).Run();
        }
    }

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
        _save.Dispose();
        _append.Dispose();
        _cut.Dispose();
        _first.Dispose();
    }
}
