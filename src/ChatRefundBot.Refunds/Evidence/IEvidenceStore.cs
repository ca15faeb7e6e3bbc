namespace ChatRefundBot.Refunds.Evidence;

/// <summary>
/// Keeps files by their SHA-256. Before consent a file lies apart, under its conversation, and can be deleted with it; consent moves it
/// to the kept files. Every method may be repeated: the second time changes nothing and gives the same answer.
/// </summary>
public interface IEvidenceStore
{
    /// <summary>
    /// Writes a file of a conversation that has not consented; it is on disk when this returns. Only a hash of the
    /// <paramref name="conversation"/>'s id is used as a name. <paramref name="content"/> is read from where it stands, one buffer at a
    /// time, and not closed.
    /// </summary>
    Task<EvidenceWrite> SaveIncomingAsync(string conversation, Stream content, CancellationToken cancellationToken);

    /// <summary>Writes a file to the kept ones; otherwise as <see cref="SaveIncomingAsync"/>.</summary>
    Task<EvidenceWrite> SaveAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>Moves a file of a conversation to the kept ones; false when it is in neither place.</summary>
    Task<bool> PromoteAsync(string conversation, EvidenceHash hash, CancellationToken cancellationToken);

    /// <summary>Deletes every file of a conversation that was not promoted; returns how many.</summary>
    Task<int> DeleteIncomingAsync(string conversation, CancellationToken cancellationToken);

    /// <summary>Opens a kept file for reading, seekable; null when there is none. The caller closes it.</summary>
    Task<Stream?> OpenReadAsync(EvidenceHash hash, CancellationToken cancellationToken);

    /// <summary>Opens a file that was not promoted; null when there is none. The caller closes it.</summary>
    Task<Stream?> OpenIncomingAsync(string conversation, EvidenceHash hash, CancellationToken cancellationToken);
}

/// <summary>What came of writing a file.</summary>
public abstract record EvidenceWrite
{
    private EvidenceWrite()
    {
    }

    /// <summary>On disk under its hash.</summary>
    /// <param name="Sha256">Its identity.</param>
    /// <param name="Size">Bytes.</param>
    public sealed record Stored(EvidenceHash Sha256, long Size) : EvidenceWrite;

    /// <summary>The stream went on after <see cref="EvidenceLimits.MostStoredBytes"/>; reading stopped there and nothing was kept.</summary>
    public sealed record TooLarge : EvidenceWrite
    {
        /// <summary>The only value needed.</summary>
        public static TooLarge Instance { get; } = new();
    }
}
