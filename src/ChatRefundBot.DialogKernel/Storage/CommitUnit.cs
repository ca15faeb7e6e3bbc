namespace ChatRefundBot.DialogKernel.Storage;

/// <summary>
/// Everything that one commit checks, changes and reads back. All of it happens in one atomic step, or nothing does.
/// Not thread safe; build it, hand it to <see cref="IStore.CommitAsync"/>, and drop it.
/// </summary>
/// <remarks>
/// Order within the step: every entry id is checked first, then every expected version; then documents, trims and erasures,
/// appends, index changes, claims, settlements and counters are written in that order; the reads see the result.
/// A unit that is both a duplicate and in conflict is reported as the duplicate, so that a unit sent again after an unknown outcome
/// learns that it was written. Of several the first in the order of the calls is reported.
/// A document may be named by one change only, an id of a log by one append only; a claim or a settlement names a member that no
/// other change of the unit names. Names follow <see cref="StoreNameRules"/>. <see cref="CommitUnitRules"/> checks all this.
/// </remarks>
public sealed class CommitUnit
{
    // Made when first needed: most units use few of them.
    private List<DocumentChange>? _documents;
    private List<LogCut>? _cuts;
    private List<LogAppend>? _appends;
    private List<IndexChange>? _indexes;
    private List<IndexClaim>? _claims;
    private List<IndexSettlement>? _settlements;
    private List<string>? _counters;
    private List<DocumentKey>? _documentReads;
    private List<LogRead>? _logReads;
    private List<string>? _wakes;

    public IReadOnlyList<DocumentChange> Documents => (IReadOnlyList<DocumentChange>?)_documents ?? [];
    public IReadOnlyList<LogCut> Cuts => (IReadOnlyList<LogCut>?)_cuts ?? [];
    public IReadOnlyList<LogAppend> Appends => (IReadOnlyList<LogAppend>?)_appends ?? [];
    public IReadOnlyList<IndexChange> Indexes => (IReadOnlyList<IndexChange>?)_indexes ?? [];
    public IReadOnlyList<IndexClaim> Claims => (IReadOnlyList<IndexClaim>?)_claims ?? [];
    public IReadOnlyList<IndexSettlement> Settlements => (IReadOnlyList<IndexSettlement>?)_settlements ?? [];
    public IReadOnlyList<string> Counters => (IReadOnlyList<string>?)_counters ?? [];
    public IReadOnlyList<DocumentKey> DocumentReads => (IReadOnlyList<DocumentKey>?)_documentReads ?? [];
    public IReadOnlyList<LogRead> LogReads => (IReadOnlyList<LogRead>?)_logReads ?? [];
    public IReadOnlyList<string> Wakes => (IReadOnlyList<string>?)_wakes ?? [];

    /// <summary>Writes a document that must have <paramref name="expectedVersion"/> now (0: must not exist).</summary>
    public CommitUnit Put(DocumentKey key, long expectedVersion, ReadOnlyMemory<byte> body)
    {
        (_documents ??= []).Add(new DocumentChange(key, expectedVersion, DocumentAction.Put, body));
        return this;
    }

    /// <summary>Deletes a document that must have <paramref name="expectedVersion"/> now.</summary>
    public CommitUnit Delete(DocumentKey key, long expectedVersion)
    {
        (_documents ??= []).Add(new DocumentChange(key, expectedVersion, DocumentAction.Delete, default));
        return this;
    }

    /// <summary>Changes nothing, but lets the commit fail unless the document has this version now (0: absent).</summary>
    public CommitUnit Expect(DocumentKey key, long version)
    {
        (_documents ??= []).Add(new DocumentChange(key, version, DocumentAction.Expect, default));
        return this;
    }

    /// <summary>Appends to a log. The commit's result carries the sequence, in the order of these calls.</summary>
    /// <param name="id">
    /// Refuses the whole unit as <see cref="CommitResult.Duplicate"/> when the same log has seen this id within
    /// <see cref="IStore.IdMemory"/>, also when the entry itself is long gone. Null: no such check.
    /// </param>
    public CommitUnit Append(LogKey log, ReadOnlyMemory<byte> body, string? id = null)
    {
        (_appends ??= []).Add(new LogAppend(log, body, id));
        return this;
    }

    /// <summary>Removes the entries of a log up to and including <paramref name="sequence"/>. Numbers are not given again.</summary>
    public CommitUnit TrimThrough(LogKey log, long sequence)
    {
        (_cuts ??= []).Add(new LogCut(log, sequence));
        return this;
    }

    /// <summary>Removes every entry of a log. Its sequence goes on from where it was, and seen ids stay seen.</summary>
    public CommitUnit Erase(LogKey log) => TrimThrough(log, long.MaxValue);

    /// <summary>Adds a member to a sorted index or moves it.</summary>
    public CommitUnit SetIndex(string index, string member, long score)
    {
        (_indexes ??= []).Add(new IndexChange(index, member, score));
        return this;
    }

    /// <summary>Takes a member out of a sorted index; nothing happens when it is not there.</summary>
    public CommitUnit RemoveIndex(string index, string member)
    {
        (_indexes ??= []).Add(new IndexChange(index, member, null));
        return this;
    }

    /// <summary>
    /// Tries to take a lease: when <paramref name="member"/> is not in <paramref name="index"/>, or its score lies in the past of the
    /// store's clock, its score becomes the store's now plus <paramref name="lease"/> and the claim succeeds.
    /// A claim that does not succeed does not stop the rest of the unit; the result says which did.
    /// </summary>
    public CommitUnit Claim(string index, string member, TimeSpan lease)
    {
        (_claims ??= []).Add(new IndexClaim(index, member, lease));
        return this;
    }

    /// <summary>
    /// Ends or renews a lease by what is left to do: when <paramref name="log"/> is empty after this unit, the member leaves the index;
    /// otherwise its score becomes the store's now plus <paramref name="lease"/>. The result says how many entries are left.
    /// </summary>
    public CommitUnit Settle(string index, string member, LogKey log, TimeSpan lease)
    {
        (_settlements ??= []).Add(new IndexSettlement(index, member, log, lease));
        return this;
    }

    /// <summary>Adds one to a counter; the result carries its new value, in the order of these calls.</summary>
    public CommitUnit Increment(string counter)
    {
        (_counters ??= []).Add(counter);
        return this;
    }

    /// <summary>Reads a document as it is after this unit.</summary>
    public CommitUnit Read(DocumentKey key)
    {
        (_documentReads ??= []).Add(key);
        return this;
    }

    /// <summary>Reads entries after a sequence, at most <paramref name="max"/>, as they are after this unit.</summary>
    public CommitUnit Read(LogKey log, long after, int max)
    {
        (_logReads ??= []).Add(new LogRead(log, after, max));
        return this;
    }

    /// <summary>Tells the subscribers of a topic that something changed; a hint that may be lost.</summary>
    public CommitUnit Wake(string topic)
    {
        if (_wakes?.Contains(topic) != true) (_wakes ??= []).Add(topic);
        return this;
    }
}

public enum DocumentAction { Expect, Put, Delete }

/// <summary>One document of a unit, with the version that it must have.</summary>
public readonly record struct DocumentChange(DocumentKey Key, long ExpectedVersion, DocumentAction Action, ReadOnlyMemory<byte> Body);

/// <summary>Entries to remove: up to and including <paramref name="Through"/>; <see cref="long.MaxValue"/> for all.</summary>
public readonly record struct LogCut(LogKey Log, long Through);

public readonly record struct LogAppend(LogKey Log, ReadOnlyMemory<byte> Body, string? Id);

/// <summary>A member to set (score) or remove (null).</summary>
public readonly record struct IndexChange(string Index, string Member, long? Score);

public readonly record struct IndexClaim(string Index, string Member, TimeSpan Lease);

public readonly record struct IndexSettlement(string Index, string Member, LogKey Log, TimeSpan Lease);

public readonly record struct LogRead(LogKey Log, long After, int Max);
