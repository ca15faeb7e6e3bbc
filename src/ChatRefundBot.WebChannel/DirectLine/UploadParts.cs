using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>One part of an upload: the activity, or a file.</summary>
/// <param name="Name">File name as sent; null when none was.</param>
/// <param name="Content">To be read before the next part is asked for.</param>
internal sealed record UploadPart(bool IsActivity, string? Name, string? DeclaredType, Stream Content);

/// <summary>Reads the parts of an upload as they come, so that none is ever held whole. A body that is no multipart is one file.</summary>
internal sealed class UploadParts(HttpContext context)
{
    private const int MaxBoundary = 200;
    private const string ActivityType = "application/vnd.microsoft.activity";

    private readonly MultipartReader? _reader = Open(context.Request);
    private bool _isRead;

    /// <summary>The next part; null after the last.</summary>
    /// <exception cref="RefusedException">The body is not what its type says, or breaks off.</exception>
    public async Task<UploadPart?> NextAsync()
    {
        if (_reader is null)
        {
            if (_isRead) return null;
            _isRead = true;
            return Part(context.Request.ContentType, context.Request.Headers.ContentDisposition.ToString(), context.Request.Body);
        }

        try
        {
            var section = await _reader.ReadNextSectionAsync(context.RequestAborted).ConfigureAwait(false);
            return section is null ? null : Part(section.ContentType, section.ContentDisposition ?? "", section.Body);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            throw new RefusedException(Problem.BadRequest("The multipart body is damaged or breaks off."));
        }
    }

    private static UploadPart Part(string? contentType, string disposition, Stream content)
    {
        var said = ContentDispositionHeaderValue.TryParse(disposition, out var parsed) ? parsed : null;
        var field = said is null ? null : HeaderUtilities.RemoveQuotes(said.Name).Value;
        var name = said is null ? null : HeaderUtilities.RemoveQuotes(said.FileNameStar.HasValue ? said.FileNameStar : said.FileName).Value;
        var isActivity = field == "activity" || contentType?.StartsWith(ActivityType, StringComparison.OrdinalIgnoreCase) == true;
        return new UploadPart(isActivity, name, contentType, new PartStream(content));
    }

    private static MultipartReader? Open(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= MaxBoundary }) throw new RefusedException(Problem.BadRequest("multipart/form-data needs a boundary."));
        return new MultipartReader(boundary, request.Body);
    }

    /// <summary>Tells a body that breaks off from a disk that fails.</summary>
    private sealed class PartStream(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
            {
                throw new RefusedException(Problem.BadRequest("A file breaks off."));
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
