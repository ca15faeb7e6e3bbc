using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.SqliteStorage;

/// <summary>A unit in the writer's queue, and its caller who waits. A null unit asks only that the file be opened.</summary>
internal sealed class PendingCommit(CommitUnit? unit) : TaskCompletionSource<CommitResult?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private int _taken;

    public CommitUnit? Unit => unit;

    /// <summary>What the unit came to inside the transaction; told to the caller only after COMMIT.</summary>
    public CommitResult? Result { get; set; }

    /// <summary>True for one caller only: the writer that goes on with the unit, or the cancellation that takes it out.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;
}
