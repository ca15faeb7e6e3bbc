using System.Buffers.Text;
using ChatRefundBot.DialogKernel.Storage;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>One unit in the form that <c>commit.lua</c> takes, written into a <see cref="CommitRequest"/>.</summary>
internal sealed class CommitPart
{
    private readonly CommitUnit _unit;
    private readonly RedisKeys _keys;
    private readonly List<LogKey> _logs = new(2);
    private readonly int _ids;
    private CommitRequest _request = null!;

    public CommitPart(CommitUnit unit, RedisKeys keys)
    {
        _unit = unit;
        _keys = keys;
        CollectLogs();
        for (var i = 0; i < unit.Appends.Count; i++) _ids += unit.Appends[i].Id is null ? 0 : 1;
        KeyCount = unit.Documents.Count + 2 * _logs.Count + unit.DocumentReads.Count + _ids
            + unit.Indexes.Count + unit.Claims.Count + unit.Settlements.Count + unit.Counters.Count;
        var puts = 0;
        for (var i = 0; i < unit.Documents.Count; i++) puts += unit.Documents[i].Action == DocumentAction.Put ? 1 : 0;
        ArgumentCount = 1 + puts + unit.Documents.Count + unit.Cuts.Count + unit.Appends.Count
            + 2 * (unit.Indexes.Count + unit.Claims.Count + unit.Settlements.Count + unit.LogReads.Count) + unit.Wakes.Count;
    }

    public CommitUnit Unit => _unit;

    /// <summary>The logs that the unit names, each once.</summary>
    public List<LogKey> Logs => _logs;

    public int KeyCount { get; }

    /// <summary>How many arguments it has beside its keys.</summary>
    public int ArgumentCount { get; }

    /// <summary>How many entries the unit appends to a log.</summary>
    public int AppendsTo(LogKey log)
    {
        var count = 0;
        for (var i = 0; i < _unit.Appends.Count; i++) count += _unit.Appends[i].Log == log ? 1 : 0;
        return count;
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

    public void AddKeys(CommitRequest request)
    {
        _request = request;
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

    private RedisValue SmallNumbers()
    {
        var (unit, logs) = (_unit, _logs);
        Span<int> appendsTo = logs.Count <= 64 ? stackalloc int[logs.Count] : new int[logs.Count];
        appendsTo.Clear();
        for (var i = 0; i < unit.Appends.Count; i++) appendsTo[logs.IndexOf(unit.Appends[i].Log)]++;
        var groups = logs.Count - appendsTo.Count(0);
        var length = 13 + unit.Documents.Count + unit.Cuts.Count + 2 * groups + unit.Settlements.Count + unit.LogReads.Count;
        Span<int> numbers = length <= 128 ? stackalloc int[length] : new int[length];
        ReadOnlySpan<int> counts =
        [
            unit.Documents.Count, logs.Count, unit.DocumentReads.Count, _ids, unit.Cuts.Count, groups,
            unit.Indexes.Count, unit.Claims.Count, unit.Settlements.Count, unit.Counters.Count, unit.LogReads.Count, unit.Wakes.Count, ArgumentCount,
        ];
        counts.CopyTo(numbers);
        var at = counts.Length;
        for (var i = 0; i < unit.Documents.Count; i++) numbers[at++] = (int)unit.Documents[i].Action;
        for (var i = 0; i < unit.Cuts.Count; i++) numbers[at++] = logs.IndexOf(unit.Cuts[i].Log) + 1;
        for (var log = 0; log < appendsTo.Length; log++)
        {
            if (appendsTo[log] == 0) continue;
            numbers[at++] = log + 1;
            numbers[at++] = appendsTo[log];
        }
        for (var i = 0; i < unit.Settlements.Count; i++) numbers[at++] = logs.IndexOf(unit.Settlements[i].Log) + 1;
        for (var i = 0; i < unit.LogReads.Count; i++) numbers[at++] = logs.IndexOf(unit.LogReads[i].Log) + 1;
        return Encode(numbers);
    }

    private RedisValue Encode(ReadOnlySpan<int> numbers)
    {
        var isSmall = !numbers.ContainsAnyExceptInRange(0, 254);
        var buffer = _request.Rent(isSmall ? numbers.Length : 1 + 11 * numbers.Length);
        var length = 0;
        if (!isSmall) buffer[length++] = 255;
        foreach (var number in numbers)
        {
            if (isSmall)
            {
                buffer[length++] = (byte)number;
                continue;
            }
            Utf8Formatter.TryFormat(number, buffer.AsSpan(length), out var digits);
            length += digits;
            buffer[length++] = (byte)' ';
        }
        return buffer.AsMemory(0, length);
    }

    public void AddArguments(CommitRequest request)
    {
        _request = request;
        Add(SmallNumbers());
        var unit = _unit;
        for (var i = 0; i < unit.Documents.Count; i++) Add((RedisValue)unit.Documents[i].ExpectedVersion);
        for (var i = 0; i < unit.Documents.Count; i++)
        {
            if (unit.Documents[i].Action == DocumentAction.Put) Add(Value(unit.Documents[i]));
        }
        for (var i = 0; i < unit.Cuts.Count; i++) Add(Sequence(unit.Cuts[i].Through));
        foreach (var log in _logs)
        {
            for (var i = 0; i < unit.Appends.Count; i++)
            {
                if (unit.Appends[i].Log == log) Add((RedisValue)unit.Appends[i].Body);
            }
        }
        AddMembers();
        for (var i = 0; i < unit.LogReads.Count; i++)
        {
            Add(Sequence(unit.LogReads[i].After));
            Add((RedisValue)unit.LogReads[i].Max);
        }
        for (var i = 0; i < unit.Wakes.Count; i++) Add((RedisValue)_keys.Channel(unit.Wakes[i]));
    }

    private void AddMembers()
    {
        var unit = _unit;
        for (var i = 0; i < unit.Indexes.Count; i++)
        {
            Add(unit.Indexes[i].Score is { } score ? (RedisValue)score : RedisValue.EmptyString);
            Add((RedisValue)unit.Indexes[i].Member);
        }
        for (var i = 0; i < unit.Claims.Count; i++)
        {
            Add((RedisValue)(long)unit.Claims[i].Lease.TotalMilliseconds);
            Add((RedisValue)unit.Claims[i].Member);
        }
        for (var i = 0; i < unit.Settlements.Count; i++)
        {
            Add((RedisValue)(long)unit.Settlements[i].Lease.TotalMilliseconds);
            Add((RedisValue)unit.Settlements[i].Member);
        }
    }

    // Scripts count in doubles; no sequence comes near 2^53.
    private static RedisValue Sequence(long sequence) => Math.Clamp(sequence, 0, 1L << 53);

    private RedisValue Value(DocumentChange change)
    {
        var buffer = _request.Rent(change.Body.Length + 24);
        Utf8Formatter.TryFormat(change.ExpectedVersion + 1, buffer, out var length);
        buffer[length++] = (byte)'\n';
        change.Body.Span.CopyTo(buffer.AsSpan(length));
        return buffer.AsMemory(0, length + change.Body.Length);
    }

    private void Add(RedisKey key) => _request.Add(key);

    private void Add(RedisValue value) => _request.Add(value);
}
