using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>JSON in and out, of bounded size.</summary>
internal static class Json
{
    public static Task WriteAsync<T>(HttpContext context, int status, T body, JsonTypeInfo<T> type) =>
        WriteAsync(context, status, JsonSerializer.SerializeToUtf8Bytes(body, type));

    public static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The body of a request; the type's default when it is empty.</summary>
    /// <exception cref="RefusedException">It is no JSON of this form (400), or longer than allowed (413).</exception>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes) where T : class
    {
        var bytes = await ReadBytesAsync(context.Request.Body, maxBytes, context.RequestAborted).ConfigureAwait(false);
        return bytes.Length == 0 ? null : Parse(bytes, type);
    }

    /// <exception cref="RefusedException">It is no JSON of this form.</exception>
    public static T? Parse<T>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, type);
        }
        catch (JsonException)
        {
            throw new RefusedException(Problem.BadRequest("The body is not JSON of the expected form."));
        }
    }

    /// <exception cref="RefusedException">The stream is longer than allowed.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > maxBytes) throw new RefusedException(Problem.TooLarge($"The body has more than {maxBytes} bytes."));
            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
