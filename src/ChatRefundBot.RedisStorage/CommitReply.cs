using ChatRefundBot.DialogKernel.Storage;
using RESPite.Messages;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>Reads replies straight from their bytes; only bodies are copied.</summary>
internal static class CommitReply
{
    private const int Conflict = 0;
    private const int Duplicate = 2;
    private const int NotRun = 3;

    /// <summary>
    /// The reply of <c>commit.lua</c>, to each of the commits that were sent. Null for those that were not run because the server
    /// refused one of them: send them by themselves.
    /// </summary>
    public static CommitResult?[] Read(RespResult reply, ReadOnlySpan<PendingCommit> commits)
    {
        var reader = reply.Read();
        var results = new CommitResult?[commits.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = ReadOne(ref reader, commits[i].Part);
            if (results[i] is null) break;
        }
        return results;
    }

    private static CommitResult? ReadOne(ref RespReader reader, CommitPart part)
    {
        var unit = part.Unit;
        var status = Next(ref reader);
        if (status == NotRun) return null;
        if (status == Conflict)
        {
            var change = unit.Documents[(int)Next(ref reader) - 1];
            return new CommitResult.Conflict(change.Key, Next(ref reader));
        }
        if (status == Duplicate) return FindDuplicate(unit, (int)Next(ref reader));
        var sequences = ReadSequences(ref reader, part);
        var claims = unit.Claims.Count == 0 ? [] : new bool[unit.Claims.Count];
        for (var i = 0; i < claims.Length; i++) claims[i] = Next(ref reader) == 1;
        var remaining = ReadNumbers(ref reader, unit.Settlements.Count);
        var counters = ReadNumbers(ref reader, unit.Counters.Count);
        var documents = unit.DocumentReads.Count == 0 ? [] : new StoredDocument?[unit.DocumentReads.Count];
        for (var i = 0; i < documents.Length; i++) documents[i] = ReadDocument(ref reader);
        var logs = unit.LogReads.Count == 0 ? [] : new LogSlice[unit.LogReads.Count];
        for (var i = 0; i < logs.Length; i++)
        {
            var first = Next(ref reader);
            var last = Next(ref reader);
            logs[i] = new LogSlice(ReadEntries(ref reader, first, (int)Next(ref reader)), last);
        }
        return new CommitResult.Committed(sequences, claims, remaining, counters, documents, logs);
    }

    /// <summary>The reply of <c>read-log.lua</c>.</summary>
    public static LogSlice ReadLog(RespResult reply)
    {
        var reader = reply.Read();
        var first = Next(ref reader);
        var last = Next(ref reader);
        reader.MoveNext();
        return new LogSlice(ReadEntries(ref reader, first, reader.AggregateLength()), last);
    }

    private static long Next(ref RespReader reader)
    {
        reader.MoveNext();
        return reader.ReadInt64();
    }

    private static long[] ReadNumbers(ref RespReader reader, int count)
    {
        if (count == 0) return [];
        var numbers = new long[count];
        for (var i = 0; i < count; i++) numbers[i] = Next(ref reader);
        return numbers;
    }

    // The script tells the last sequence of each log that grew; the appends of a log are its last ones, in the order of the calls.
    private static long[] ReadSequences(ref RespReader reader, CommitPart part)
    {
        var (unit, logs) = (part.Unit, part.Logs);
        if (unit.Appends.Count == 0) return [];
        var sequences = new long[unit.Appends.Count];
        Span<long> next = logs.Count <= 64 ? stackalloc long[logs.Count] : new long[logs.Count];
        for (var log = 0; log < next.Length; log++)
        {
            var appended = part.AppendsTo(logs[log]);
            if (appended > 0) next[log] = Next(ref reader) - appended + 1;
        }
        for (var i = 0; i < sequences.Length; i++) sequences[i] = next[logs.IndexOf(unit.Appends[i].Log)]++;
        return sequences;
    }

    private static StoredDocument? ReadDocument(ref RespReader reader)
    {
        reader.MoveNext();
        if (reader.IsNull) return null;
        var value = reader.ReadByteArray()!;
        var version = 0L;
        var at = 0;
        while (value[at] != '\n') version = version * 10 + (value[at++] - '0');
        return new StoredDocument(version, value.AsMemory(at + 1));
    }

    private static LogEntry[] ReadEntries(ref RespReader reader, long first, int count)
    {
        if (count == 0) return [];
        var entries = new LogEntry[count];
        for (var i = 0; i < count; i++)
        {
            reader.MoveNext();
            entries[i] = new LogEntry(first + i, reader.ReadByteArray()!);
        }
        return entries;
    }

    private static CommitResult.Duplicate FindDuplicate(CommitUnit unit, int number)
    {
        for (var i = 0; i < unit.Appends.Count; i++)
        {
            if (unit.Appends[i].Id is { } id && --number == 0) return new CommitResult.Duplicate(unit.Appends[i].Log, id);
        }
        throw new InvalidOperationException("The commit script named an id that the unit does not have.");
    }
}
