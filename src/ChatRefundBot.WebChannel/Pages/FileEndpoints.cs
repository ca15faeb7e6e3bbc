using ChatRefundBot.WebChannel.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ChatRefundBot.WebChannel.Pages;

/// <summary>Serves the widget's files: compressed as the browser takes them, and asked for again each time, because their names never change.</summary>
internal sealed class FileEndpoints(PageHeaders headers)
{
    public async Task SendAsync(HttpContext context, EmbeddedFile file)
    {
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        if (file.Path == "widget.html") response.Headers.ContentSecurityPolicy = headers.Chat(context.Request);
        else if (file.ContentType.StartsWith("text/html", StringComparison.Ordinal)) response.Headers.ContentSecurityPolicy = PageHeaders.Shop;
        // A shop's page on another origin loads these, whatever its policy on embedding is.
        else response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";

        var (body, encoding) = Choose(file, context.Request);
        var tag = new EntityTagHeaderValue($"\"{file.ETag}{(encoding is null ? "" : "-" + encoding)}\"");
        response.Headers.ETag = tag.ToString();
        if (Matches(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = body.Length;
        if (encoding is not null) response.Headers.ContentEncoding = encoding;
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static (byte[] Body, string? Encoding) Choose(EmbeddedFile file, HttpRequest request)
    {
        if (Accepts(request, "br") && file.Brotli is { } brotli) return (brotli, "br");
        return Accepts(request, "gzip") && file.Gzip is { } gzip ? (gzip, "gzip") : (file.Plain, null);
    }

    private static bool Accepts(HttpRequest request, string encoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted)) return false;
        // What is named counts, "*" stands for the rest, and a quality of zero is a no.
        var match = accepted.FirstOrDefault(a => a.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)) ?? accepted.FirstOrDefault(a => a.Value == "*");
        return match is not null && match.Quality is not 0;
    }

    private static bool Matches(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known) && known.Any(k => k.Compare(tag, useStrongComparison: false) || k.Tag == "*");
}
