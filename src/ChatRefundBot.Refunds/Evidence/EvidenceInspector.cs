namespace ChatRefundBot.Refunds.Evidence;

/// <summary>
/// Decides whether a file is a picture that can serve as evidence. Knows the file by its bytes; a name or a declared type is only compared.
/// Safe for concurrent use; one picture is decoded at a time.
/// </summary>
public sealed class EvidenceInspector : IDisposable
{
    private readonly SemaphoreSlim _decoding = new(1, 1);

    /// <summary>
    /// Reads at most <see cref="EvidenceLimits.MostBytes"/> + 1 bytes of the stream, from where it stands and without closing it, and
    /// inspects them. <paramref name="declaredType"/> is the sender's MIME type or file name, null when none was given.
    /// </summary>
    public Task<EvidenceInspection> InspectAsync(Stream content, string? declaredType, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Inspects bytes already read; otherwise as the other form.</summary>
    public Task<EvidenceInspection> InspectAsync(ReadOnlyMemory<byte> content, string? declaredType, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => _decoding.Dispose();
}
