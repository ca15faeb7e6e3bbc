using System.Buffers;
using System.Security.Cryptography;

namespace ChatRefundBot.Refunds.Evidence;

/// <summary>
/// Decides whether a file is a picture that can serve as evidence. Knows the file by its bytes; a name or a declared type is only compared.
/// Safe for concurrent use; one picture is decoded at a time.
/// </summary>
/// <remarks>
/// Memory: the file itself (at most 10 MB, twice while it is decoded) and, for the one picture being decoded, at most 4 MB of rows. A
/// picture that only decodes whole takes the decoder up to 6 bytes a pixel, 144 MB at the bound of 24 million pixels. Sizes are checked
/// in the header first, so a bomb allocates nothing.
/// </remarks>
public sealed class EvidenceInspector : IDisposable
{
    private readonly SemaphoreSlim _decoding = new(1, 1);

    /// <summary>
    /// Reads at most <see cref="EvidenceLimits.MostBytes"/> + 1 bytes of the stream, from where it stands and without closing it, and
    /// inspects them. <paramref name="declaredType"/> is the sender's MIME type or file name, null when none was given.
    /// </summary>
    public async Task<EvidenceInspection> InspectAsync(Stream content, string? declaredType, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            int read;
            while (bytes.Length <= EvidenceLimits.MostBytes && (read = await content.ReadAsync(buffer, cancellationToken)) > 0)
                bytes.Write(buffer, 0, (int)Math.Min(read, EvidenceLimits.MostBytes + 1 - bytes.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return await InspectAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), declaredType, cancellationToken);
    }

    /// <summary>Inspects bytes already read; otherwise as the other form.</summary>
    public async Task<EvidenceInspection> InspectAsync(ReadOnlyMemory<byte> content, string? declaredType, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (content.IsEmpty)
            return new EvidenceInspection.Refused(EvidenceRefusal.Empty);
        if (content.Length > EvidenceLimits.MostBytes)
            return new EvidenceInspection.Refused(EvidenceRefusal.TooLarge);
        if (ImageHeader.Read(content.Span) is not { } header)
            return NotAPicture(content.Span, declaredType);
        if (Refusal(header) is { } refused)
            return refused;
        await _decoding.WaitAsync(cancellationToken);
        try
        {
            if (!PictureDecoder.DecodesToTheEnd(content.Span, header, cancellationToken))
                return new EvidenceInspection.Refused(EvidenceRefusal.Truncated, header.Mime);
        }
        finally
        {
            _decoding.Release();
        }

        var hash = EvidenceHash.From(SHA256.HashData(content.Span));
        var image = new EvidenceImage(header.Mime, (int)header.Width, (int)header.Height, content.Length, hash);
        return new EvidenceInspection.Accepted(image, !FileKind.SaysNothing(declaredType) && FileKind.PictureDeclared(declaredType) != header.Mime);
    }

    /// <inheritdoc/>
    public void Dispose() => _decoding.Dispose();

    private static EvidenceInspection.Refused NotAPicture(ReadOnlySpan<byte> content, string? declaredType)
    {
        var found = FileKind.Recognise(content);
        var isPictureOfAnotherKind = found?.StartsWith("image/", StringComparison.Ordinal) ?? false;
        if (!isPictureOfAnotherKind && FileKind.PictureDeclared(declaredType) is not null)
            return new(EvidenceRefusal.TypeMismatch, found);
        return new(found is null ? EvidenceRefusal.NotAnImage : EvidenceRefusal.UnsupportedType, found);
    }

    private static EvidenceInspection.Refused? Refusal(ImageHeader header)
    {
        if (header.Moving)
            return new(EvidenceRefusal.UnsupportedType, header.Mime);
        if (header.Width == 0 || header.Height == 0)
            return new(EvidenceRefusal.Truncated, header.Mime);
        // Both are below 2^32, so their product may pass 2^63; compare by division.
        var most = header.DecodesWhole ? EvidenceLimits.MostPixelsWhole : EvidenceLimits.MostPixels;
        if (header.Width > most / header.Height)
            return new(EvidenceRefusal.TooManyPixels, header.Mime);
        return Math.Min(header.Width, header.Height) < EvidenceLimits.ShortestSide ? new(EvidenceRefusal.TooSmall, header.Mime) : null;
    }
}
