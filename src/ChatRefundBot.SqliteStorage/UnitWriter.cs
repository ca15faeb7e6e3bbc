using ChatRefundBot.DialogKernel.Storage;
using SQLitePCL;

namespace ChatRefundBot.SqliteStorage;

/// <summary>Applies one unit inside the writer's transaction. It writes nothing before all its checks have passed.</summary>
internal sealed class UnitWriter : IDisposable
{
    // Other processes see that a file was written, not what for. No counter of a caller has a control character in its name.
    private const string WakeCounter = "\u0001wakes";

    private readonly SqliteStatement _version;
    private readonly SqliteStatement _insertDocument;
    private readonly SqliteStatement _updateDocument;
    private readonly SqliteStatement _deleteDocument;
    private readonly SqliteStatement _idAge;
    private readonly SqliteStatement _rememberId;
    private readonly SqliteStatement _forgetIds;
    private readonly SqliteStatement _increment;
    private readonly IndexTable _indexes;
    private readonly LogTable _logs;
    private readonly StoreReader _reader;

    public UnitWriter(sqlite3 database, StoreReader reader)
    {
        _reader = reader;
        _logs = new LogTable(database);
        _indexes = new IndexTable(database);
        _version = new SqliteStatement(database, "SELECT version FROM documents WHERE kind=? AND id=?");
        _insertDocument = new SqliteStatement(database, "INSERT INTO documents (kind, id, version, body) VALUES (?, ?, 1, ?)");
        _updateDocument = new SqliteStatement(database, "UPDATE documents SET version=?, body=? WHERE kind=? AND id=?");
        _deleteDocument = new SqliteStatement(database, "DELETE FROM documents WHERE kind=? AND id=?");
        _idAge = new SqliteStatement(database, "SELECT at FROM entry_ids WHERE log=? AND id=?");
        _rememberId = new SqliteStatement(database, "INSERT OR REPLACE INTO entry_ids (log, id, at) VALUES (?, ?, ?)");
        _forgetIds = new SqliteStatement(database,
            "DELETE FROM entry_ids WHERE (log, id) IN (SELECT log, id FROM entry_ids WHERE at <= ? ORDER BY at LIMIT ?)");
        _increment = new SqliteStatement(database,
            "INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value");
    }

    /// <summary>Checks and writes a unit.</summary>
    /// <param name="unit">A unit that keeps the rules.</param>
    /// <param name="now">The store's clock, Unix milliseconds.</param>
    public CommitResult Apply(CommitUnit unit, long now)
    {
        _logs.Begin();
        if (FindDuplicate(unit, now) is { } duplicate) return duplicate;
        if (FindConflict(unit) is { } conflict) return conflict;
        WriteDocuments(unit);
        for (var i = 0; i < unit.Cuts.Count; i++) _logs.Cut(unit.Cuts[i].Log, unit.Cuts[i].Through);
        var sequences = Append(unit, now);
        for (var i = 0; i < unit.Indexes.Count; i++) _indexes.Change(unit.Indexes[i]);
        var claims = unit.Claims.Count == 0 ? [] : new bool[unit.Claims.Count];
        for (var i = 0; i < claims.Length; i++) claims[i] = _indexes.Claim(unit.Claims[i], now);
        var remaining = unit.Settlements.Count == 0 ? [] : new long[unit.Settlements.Count];
        for (var i = 0; i < remaining.Length; i++) remaining[i] = Settle(unit.Settlements[i], now);
        var counters = unit.Counters.Count == 0 ? [] : new long[unit.Counters.Count];
        for (var i = 0; i < counters.Length; i++) counters[i] = _increment.Bind(unit.Counters[i]).Scalar()!.Value;
        _logs.SaveHeads();
        if (unit.Wakes.Count > 0 && !Changes(unit)) _increment.Bind(WakeCounter).Scalar();
        return new CommitResult.Committed(sequences, claims, remaining, counters, ReadDocuments(unit), ReadLogs(unit));
    }

    /// <summary>Forgets ids that were remembered at or before a time, at most so many.</summary>
    public void ForgetIds(long through, int atMost) => _forgetIds.Bind(through).Bind(atMost).Run();

    private static bool Changes(CommitUnit unit) =>
        unit.Documents.Count + unit.Cuts.Count + unit.Appends.Count + unit.Indexes.Count + unit.Claims.Count + unit.Settlements.Count + unit.Counters.Count > 0;

    private CommitResult.Duplicate? FindDuplicate(CommitUnit unit, long now)
    {
        for (var i = 0; i < unit.Appends.Count; i++)
        {
            var append = unit.Appends[i];
            if (append.Id is null || _logs.Find(append.Log) is not { } log) continue;
            var at = _idAge.Bind(log.Number).Bind(append.Id).Scalar();
            if (at > now - (long)IStore.IdMemory.TotalMilliseconds) return new CommitResult.Duplicate(append.Log, append.Id);
        }
        return null;
    }

    private CommitResult.Conflict? FindConflict(CommitUnit unit)
    {
        for (var i = 0; i < unit.Documents.Count; i++)
        {
            var change = unit.Documents[i];
            var actual = _version.Bind(change.Key.Kind).Bind(change.Key.Id).Scalar() ?? 0;
            if (actual != change.ExpectedVersion) return new CommitResult.Conflict(change.Key, actual);
        }
        return null;
    }

    private void WriteDocuments(CommitUnit unit)
    {
        for (var i = 0; i < unit.Documents.Count; i++)
        {
            var change = unit.Documents[i];
            if (change.Action == DocumentAction.Delete)
                _deleteDocument.Bind(change.Key.Kind).Bind(change.Key.Id).Run();
            else if (change.Action == DocumentAction.Put && change.ExpectedVersion == 0)
                _insertDocument.Bind(change.Key.Kind).Bind(change.Key.Id).Bind(change.Body.Span).Run();
            else if (change.Action == DocumentAction.Put)
                _updateDocument.Bind(change.ExpectedVersion + 1).Bind(change.Body.Span).Bind(change.Key.Kind).Bind(change.Key.Id).Run();
        }
    }

    private long[] Append(CommitUnit unit, long now)
    {
        if (unit.Appends.Count == 0) return [];
        var sequences = new long[unit.Appends.Count];
        for (var i = 0; i < sequences.Length; i++)
        {
            var append = unit.Appends[i];
            var log = _logs.FindOrAdd(append.Log);
            sequences[i] = _logs.Append(log, append.Body.Span);
            if (append.Id is not null) _rememberId.Bind(log.Number).Bind(append.Id).Bind(now).Run();
        }
        return sequences;
    }

    private long Settle(IndexSettlement settlement, long now)
    {
        var left = _logs.Count(settlement.Log);
        _indexes.Change(new IndexChange(settlement.Index, settlement.Member, left == 0 ? null : now + (long)settlement.Lease.TotalMilliseconds));
        return left;
    }

    private StoredDocument?[] ReadDocuments(CommitUnit unit)
    {
        if (unit.DocumentReads.Count == 0) return [];
        var documents = new StoredDocument?[unit.DocumentReads.Count];
        for (var i = 0; i < documents.Length; i++) documents[i] = _reader.Get(unit.DocumentReads[i]);
        return documents;
    }

    private LogSlice[] ReadLogs(CommitUnit unit)
    {
        if (unit.LogReads.Count == 0) return [];
        var slices = new LogSlice[unit.LogReads.Count];
        for (var i = 0; i < slices.Length; i++) slices[i] = _reader.Read(unit.LogReads[i].Log, unit.LogReads[i].After, unit.LogReads[i].Max);
        return slices;
    }

    public void Dispose()
    {
        _logs.Dispose();
        _indexes.Dispose();
        _version.Dispose();
        _insertDocument.Dispose();
        _updateDocument.Dispose();
        _deleteDocument.Dispose();
        _idAge.Dispose();
        _rememberId.Dispose();
        _forgetIds.Dispose();
        _increment.Dispose();
    }
}
