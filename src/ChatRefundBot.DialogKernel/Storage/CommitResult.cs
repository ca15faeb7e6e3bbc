namespace ChatRefundBot.DialogKernel.Storage;

/// <summary>What became of a <see cref="CommitUnit"/>.</summary>
public abstract record CommitResult
{
    private CommitResult() { }

    /// <summary>Everything was written. Each list is in the order in which the unit named its parts.</summary>
    /// <param name="Sequences">Sequence of each appended entry.</param>
    /// <param name="Claims">For each claim, whether it succeeded.</param>
    /// <param name="Remaining">For each settlement, how many entries its log has left.</param>
    /// <param name="Counters">Value of each counter after its increment.</param>
    /// <param name="Documents">Each document read; null when absent.</param>
    /// <param name="Logs">Each piece of a log read.</param>
    public sealed record Committed(
        IReadOnlyList<long> Sequences,
        IReadOnlyList<bool> Claims,
        IReadOnlyList<long> Remaining,
        IReadOnlyList<long> Counters,
        IReadOnlyList<StoredDocument?> Documents,
        IReadOnlyList<LogSlice> Logs) : CommitResult;

    /// <summary>Nothing was written: an entry's id was seen before. Its first arrival is stored.</summary>
    public sealed record Duplicate(LogKey Log, string Id) : CommitResult;

    /// <summary>Nothing was written: a document has another version than expected. Read it again and decide again.</summary>
    public sealed record Conflict(DocumentKey Key, long ActualVersion) : CommitResult;
}
