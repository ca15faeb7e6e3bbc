using ChatRefundBot.DialogKernel.Storage;
using SQLitePCL;

namespace ChatRefundBot.SqliteStorage;

/// <summary>The read statements of one connection. Not thread safe.</summary>
internal sealed class StoreReader(sqlite3 database) : IDisposable
{
    private readonly SqliteStatement _begin = new(database, "BEGIN");
    private readonly SqliteStatement _end = new(database, "ROLLBACK");
    private readonly SqliteStatement _document = new(database, "SELECT version, body FROM documents WHERE kind=? AND id=?");
    private readonly SqliteStatement _head = new(database, "SELECT number, last FROM logs WHERE kind=? AND id=?");
    private readonly SqliteStatement _after = new(database,
        "SELECT sequence, body FROM entries WHERE log=? AND sequence>? ORDER BY sequence LIMIT ?");
    private readonly SqliteStatement _before = new(database,
        "SELECT sequence, body FROM entries WHERE log=? AND sequence<? ORDER BY sequence DESC LIMIT ?");
    private readonly SqliteStatement _range = new(database,
        "SELECT member, score FROM members WHERE name=? AND score BETWEEN ? AND ? ORDER BY score, member LIMIT ?");
    private readonly SqliteStatement _score = new(database, "SELECT score FROM members WHERE name=? AND member=?");
    private readonly SqliteStatement _rank = new(database, "SELECT COUNT(*) FROM members WHERE name=? AND (score, member) < (?, ?)");
    private readonly SqliteStatement _count = new(database, "SELECT COUNT(*) FROM members WHERE name=? AND score BETWEEN ? AND ?");

    /// <summary>Runs several reads as of one moment.</summary>
    public T AtOneMoment<T>(Func<StoreReader, T> read)
    {
        _begin.Run();
        try
        {
            return read(this);
        }
        finally
        {
            _end.Run();
        }
    }

    public StoredDocument? Get(DocumentKey key)
    {
        try
        {
            return _document.Bind(key.Kind).Bind(key.Id).Step() ? new StoredDocument(_document.Number(0), _document.Bytes(1)) : null;
        }
        finally
        {
            _document.Reset();
        }
    }

    public LogSlice Read(LogKey log, long after, int max) => Read(log, _after, after, max);

    public LogSlice ReadBack(LogKey log, long before, int max)
    {
        var slice = Read(log, _before, before, max);
        ((List<LogEntry>)slice.Entries).Reverse();
        return slice;
    }

    public List<IndexEntry> Range(string index, long min, long max, int take)
    {
        var entries = new List<IndexEntry>();
        try
        {
            _range.Bind(index).Bind(min).Bind(max).Bind(take);
            while (_range.Step()) entries.Add(new IndexEntry(_range.Text(0), _range.Number(1)));
            return entries;
        }
        finally
        {
            _range.Reset();
        }
    }

    public long? Rank(string index, string member) =>
        _score.Bind(index).Bind(member).Scalar() is { } score ? _rank.Bind(index).Bind(score).Bind(member).Scalar() : null;

    public long Count(string index, long min, long max) => _count.Bind(index).Bind(min).Bind(max).Scalar() ?? 0;

    private LogSlice Read(LogKey log, SqliteStatement entriesOf, long from, int max)
    {
        var entries = new List<LogEntry>();
        try
        {
            if (!_head.Bind(log.Kind).Bind(log.Id).Step()) return new LogSlice(entries, 0);
            var last = _head.Number(1);
            entriesOf.Bind(_head.Number(0)).Bind(from).Bind(max);
            while (entriesOf.Step()) entries.Add(new LogEntry(entriesOf.Number(0), entriesOf.Bytes(1)));
            return new LogSlice(entries, last);
        }
        finally
        {
            entriesOf.Reset();
            _head.Reset();
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _end.Dispose();
        _document.Dispose();
        _head.Dispose();
        _after.Dispose();
        _before.Dispose();
        _range.Dispose();
        _score.Dispose();
        _rank.Dispose();
        _count.Dispose();
    }
}
