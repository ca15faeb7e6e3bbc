using System.Buffers;
using System.Buffers.Text;
using ChatRefundBot.DialogKernel.Storage;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>
/// A unit in the form that <c>commit.lua</c> takes. Its buffers are pooled: dispose it when the reply is there, and never while the
/// request may still be on its way out.
/// </summary>
internal sealed class CommitRequest : IDisposable
{
    private readonly CommitUnit _unit;
    private readonly RedisKeys _keys;
    private readonly List<LogKey> _logs = new(4);
    private readonly List<byte[]> _rented = new(2);
    private RedisKeyOrValue[] _arguments;
    private int _count;
    private ControlWriter _numbers;

    public CommitRequest(CommitUnit unit, RedisKeys keys)
    {
        _unit = unit;
        _keys = keys;
        CollectLogs();
        var keyCount = unit.Documents.Count + 2 * _logs.Count + unit.DocumentReads.Count + CountIds()
            + unit.Indexes.Count + unit.Claims.Count + unit.Settlements.Count + unit.Counters.Count;
        _arguments = ArrayPool<RedisKeyOrValue>.Shared.Rent(
            4 + keyCount + unit.Documents.Count + unit.Appends.Count + unit.Indexes.Count + unit.Claims.Count + unit.Settlements.Count + unit.Wakes.Count);
        _arguments[_count++] = RedisScript.Commit.Hash;
        Add((RedisValue)keyCount);
        AddKeys();
        WriteNumbers();
        Add((RedisValue)_numbers.Written);
        AddValues();
    }

    /// <summary>Arguments of EVALSHA.</summary>
    public ReadOnlyMemory<RedisKeyOrValue> Arguments => _arguments.AsMemory(0, _count);

    /// <summary>How many distinct logs got entries.</summary>
    public int Groups { get; private set; }

    /// <summary>The place of an append's log among those of the unit, and the number of entries that the unit appends to a log.</summary>
    public int LogOf(LogKey log) => _logs.IndexOf(log);

    public int Logs => _logs.Count;

    /// <summary>Makes the request one that carries the script, for a server that does not have it.</summary>
    public void CarryScript() => _arguments[0] = RedisScript.Commit.Text;

    public int AppendsTo(int log)
    {
        var count = 0;
        for (var i = 0; i < _unit.Appends.Count; i++) count += _unit.Appends[i].Log == _logs[log] ? 1 : 0;
        return count;
    }

    public void Dispose()
    {
        _numbers.Dispose();
        foreach (var buffer in _rented) ArrayPool<byte>.Shared.Return(buffer);
        _rented.Clear();
        ArrayPool<RedisKeyOrValue>.Shared.Return(_arguments, clearArray: true);
        _arguments = [];
    }

    private void CollectLogs()
    {
        for (var i = 0; i < _unit.Cuts.Count; i++) Collect(_unit.Cuts[i].Log);
        for (var i = 0; i < _unit.Appends.Count; i++) Collect(_unit.Appends[i].Log);
        for (var i = 0; i < _unit.Settlements.Count; i++) Collect(_unit.Settlements[i].Log);
        for (var i = 0; i < _unit.LogReads.Count; i++) Collect(_unit.LogReads[i].Log);
    }

    private void Collect(LogKey log)
    {
        if (!_logs.Contains(log)) _logs.Add(log);
    }

    private int CountIds()
    {
        var ids = 0;
        for (var i = 0; i < _unit.Appends.Count; i++) ids += _unit.Appends[i].Id is null ? 0 : 1;
        return ids;
    }

    private void AddKeys()
    {
        for (var i = 0; i < _unit.Documents.Count; i++) Add(_keys.Document(_unit.Documents[i].Key));
        foreach (var log in _logs) Add(_keys.Base(log));
        for (var i = 0; i < _unit.DocumentReads.Count; i++) Add(_keys.Document(_unit.DocumentReads[i]));
        foreach (var log in _logs) Add(_keys.Entries(log));
        for (var i = 0; i < _unit.Appends.Count; i++)
        {
            if (_unit.Appends[i].Id is { } id) Add(_keys.EntryId(_unit.Appends[i].Log, id));
        }
        for (var i = 0; i < _unit.Indexes.Count; i++) Add(_keys.Index(_unit.Indexes[i].Index));
        for (var i = 0; i < _unit.Claims.Count; i++) Add(_keys.Index(_unit.Claims[i].Index));
        for (var i = 0; i < _unit.Settlements.Count; i++) Add(_keys.Index(_unit.Settlements[i].Index));
        for (var i = 0; i < _unit.Counters.Count; i++) Add(_keys.Counter(_unit.Counters[i]));
    }

    private void WriteNumbers()
    {
        Span<int> appendsTo = _logs.Count <= 64 ? stackalloc int[_logs.Count] : new int[_logs.Count];
        appendsTo.Clear();
        for (var i = 0; i < _unit.Appends.Count; i++) appendsTo[LogOf(_unit.Appends[i].Log)]++;
        foreach (var count in appendsTo) Groups += count > 0 ? 1 : 0;
        _numbers = new ControlWriter(12 + 2 * _unit.Documents.Count + 2 * _unit.Cuts.Count + 2 * Groups + _unit.Indexes.Count
            + _unit.Claims.Count + 2 * _unit.Settlements.Count + 3 * _unit.LogReads.Count);
        WriteCounts();
        for (var i = 0; i < _unit.Documents.Count; i++)
        {
            _numbers.Add(_unit.Documents[i].ExpectedVersion);
            _numbers.Add((long)_unit.Documents[i].Action);
        }
        for (var i = 0; i < _unit.Cuts.Count; i++)
        {
            _numbers.Add(LogOf(_unit.Cuts[i].Log) + 1);
            _numbers.Add(_unit.Cuts[i].Through);
        }
        for (var log = 0; log < appendsTo.Length; log++)
        {
            if (appendsTo[log] == 0) continue;
            _numbers.Add(log + 1);
            _numbers.Add(appendsTo[log]);
        }
        WriteIndexNumbers();
        for (var i = 0; i < _unit.LogReads.Count; i++)
        {
            _numbers.Add(LogOf(_unit.LogReads[i].Log) + 1);
            _numbers.Add(_unit.LogReads[i].After);
            _numbers.Add(_unit.LogReads[i].Max);
        }
    }

    private void WriteCounts()
    {
        _numbers.Add(_unit.Documents.Count);
        _numbers.Add(_logs.Count);
        _numbers.Add(_unit.DocumentReads.Count);
        _numbers.Add(CountIds());
        _numbers.Add(_unit.Cuts.Count);
        _numbers.Add(Groups);
        _numbers.Add(_unit.Indexes.Count);
        _numbers.Add(_unit.Claims.Count);
        _numbers.Add(_unit.Settlements.Count);
        _numbers.Add(_unit.Counters.Count);
        _numbers.Add(_unit.LogReads.Count);
        _numbers.Add(_unit.Wakes.Count);
    }

    private void WriteIndexNumbers()
    {
        for (var i = 0; i < _unit.Indexes.Count; i++)
        {
            if (_unit.Indexes[i].Score is { } score) _numbers.Add(score);
            else _numbers.AddFalse();
        }
        for (var i = 0; i < _unit.Claims.Count; i++) _numbers.Add((long)_unit.Claims[i].Lease.TotalMilliseconds);
        for (var i = 0; i < _unit.Settlements.Count; i++)
        {
            _numbers.Add(LogOf(_unit.Settlements[i].Log) + 1);
            _numbers.Add((long)_unit.Settlements[i].Lease.TotalMilliseconds);
        }
    }

    private void AddValues()
    {
        for (var i = 0; i < _unit.Documents.Count; i++)
        {
            if (_unit.Documents[i].Action == DocumentAction.Put) Add(Value(_unit.Documents[i]));
        }
        foreach (var log in _logs)
        {
            for (var i = 0; i < _unit.Appends.Count; i++)
            {
                if (_unit.Appends[i].Log == log) Add((RedisValue)_unit.Appends[i].Body);
            }
        }
        for (var i = 0; i < _unit.Indexes.Count; i++) Add((RedisValue)_unit.Indexes[i].Member);
        for (var i = 0; i < _unit.Claims.Count; i++) Add((RedisValue)_unit.Claims[i].Member);
        for (var i = 0; i < _unit.Settlements.Count; i++) Add((RedisValue)_unit.Settlements[i].Member);
        for (var i = 0; i < _unit.Wakes.Count; i++) Add((RedisValue)_keys.Channel(_unit.Wakes[i]));
    }

    private RedisValue Value(DocumentChange change)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(change.Body.Length + 24);
        _rented.Add(buffer);
        Utf8Formatter.TryFormat(change.ExpectedVersion + 1, buffer, out var length);
        buffer[length++] = (byte)'\n';
        change.Body.Span.CopyTo(buffer.AsSpan(length));
        return buffer.AsMemory(0, length + change.Body.Length);
    }

    private void Add(RedisKey key) => _arguments[_count++] = key;

    private void Add(RedisValue value) => _arguments[_count++] = value;
}
