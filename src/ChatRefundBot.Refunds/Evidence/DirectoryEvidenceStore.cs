namespace ChatRefundBot.Refunds.Evidence;

/// <summary>Files under a data directory: <c>evidence/ab/abcd…</c> kept, <c>evidence/incoming/CONVERSATION-HASH/abcd…</c> before consent.</summary>
/// <param name="dataDirectory">The host's data directory (<c>Store:DataDirectory</c>); created when missing.</param>
public sealed class DirectoryEvidenceStore(string dataDirectory) : IEvidenceStore
{
    private readonly string _root = Path.Combine(dataDirectory, "evidence");

    /// <inheritdoc/>
    public Task<EvidenceWrite> SaveIncomingAsync(string conversation, Stream content, CancellationToken cancellationToken) => throw new NotImplementedException(_root);

    /// <inheritdoc/>
    public Task<EvidenceWrite> SaveAsync(Stream content, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<bool> PromoteAsync(string conversation, EvidenceHash hash, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<int> DeleteIncomingAsync(string conversation, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Stream?> OpenReadAsync(EvidenceHash hash, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Stream?> OpenIncomingAsync(string conversation, EvidenceHash hash, CancellationToken cancellationToken) => throw new NotImplementedException();
}
