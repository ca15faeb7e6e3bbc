using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.WebChannel.Sessions;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>Shows a buyer's file to whoever holds its link. Only pictures of four kinds, known by their bytes, are shown; all else is a download.</summary>
internal sealed class AttachmentEndpoint(AttachmentLinks links, IAttachmentStore store)
{
    private const int HeadBytes = 12;

    public async Task GetAsync(HttpContext context)
    {
        var (conversation, name) = (context.Request.RouteValues["conversation"] as string ?? "", context.Request.RouteValues["name"] as string ?? "");
        if (!WebConversation.IsId(conversation) || links.Read(conversation, name) is not { } hash
            || await store.OpenAsync(WebConversation.ConversationOf(conversation), hash, context.RequestAborted).ConfigureAwait(false) is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using (file.ConfigureAwait(false)) await SendAsync(context, file).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, Stream file)
    {
        var head = new byte[HeadBytes];
        var length = await file.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        file.Position = 0;
        var type = PictureType(head.AsSpan(0, length));
        var response = context.Response;
        response.ContentType = type ?? "application/octet-stream";
        response.Headers.ContentDisposition = type is null ? "attachment; filename=\"file\"" : "inline";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, max-age=86400, immutable";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.ContentLength = file.Length;
        if (HttpMethods.IsGet(context.Request.Method)) await file.CopyToAsync(response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static string? PictureType(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? "image/gif"
        : head.Length >= HeadBytes && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;
}
