namespace ChatRefundBot.DialogKernel.Storage;

/// <summary>
/// The store was written by a newer version of this program, and an older one must not touch it: its rules are not known here.
/// Start the newer version again, or restore a backup made before the upgrade.
/// </summary>
public sealed class StoreTooNewException : Exception
{
    public StoreTooNewException(string place, long found, long known)
        : base($"{place} has data format {found}; this version knows format {known} at most. Start the newer version, or restore a backup from before the upgrade.")
    {
        Found = found;
        Known = known;
    }

    /// <summary>Format that the store has.</summary>
    public long Found { get; }

    /// <summary>Newest format that this program knows.</summary>
    public long Known { get; }
}
