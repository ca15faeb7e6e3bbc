namespace ChatRefundBot.DialogKernel.Storage;

/// <summary>Names one versioned document, for example <c>("conversation", "web:7f3a")</c>.</summary>
/// <param name="Kind">Short lower-case kind; letters, digits and <c>-</c> only.</param>
/// <param name="Id">Identity within the kind; any text of at most 200 characters without control characters.</param>
public readonly record struct DocumentKey(string Kind, string Id)
{
    public override string ToString() => $"{Kind}/{Id}";
}

/// <summary>Names one append-only log, for example <c>("transcript", "web:7f3a")</c>.</summary>
/// <param name="Kind">Short lower-case kind; letters, digits and <c>-</c> only.</param>
/// <param name="Id">Identity within the kind; any text of at most 200 characters without control characters.</param>
public readonly record struct LogKey(string Kind, string Id)
{
    public override string ToString() => $"{Kind}/{Id}";
}

/// <summary>A document as it is kept.</summary>
/// <param name="Version">Counts up by one with each write, from 1. An absent document has version 0.</param>
/// <param name="Body">The bytes that were put, unchanged.</param>
public sealed record StoredDocument(long Version, ReadOnlyMemory<byte> Body);

/// <summary>One entry of a log.</summary>
/// <param name="Sequence">Place in the log, from 1, ascending; never given twice, not even after trimming or erasing.</param>
/// <param name="Body">The bytes that were appended, unchanged.</param>
public readonly record struct LogEntry(long Sequence, ReadOnlyMemory<byte> Body);

/// <summary>A piece of a log, in ascending order of sequence.</summary>
/// <param name="Entries">The entries found; entries that were trimmed or erased are simply not there.</param>
/// <param name="LastSequence">Sequence of the last entry ever appended to this log; 0 when nothing ever was.</param>
public sealed record LogSlice(IReadOnlyList<LogEntry> Entries, long LastSequence)
{
    public static readonly LogSlice Empty = new([], 0);
}

/// <summary>A member of a sorted index.</summary>
/// <param name="Member">The member; unique within its index.</param>
/// <param name="Score">A whole number of magnitude below 2^53, usually Unix milliseconds.</param>
public readonly record struct IndexEntry(string Member, long Score);
