using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.WebChannel.Sessions;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>Sends a file that the desk offered to whoever holds its link, as a download and never as a page of this host.</summary>
internal sealed class OfferedFileEndpoint(OfferedFileLinks links, IOutgoingFiles files)
{
    public async Task GetAsync(HttpContext context)
    {
        var values = context.Request.RouteValues;
        var (conversation, key, token) = (values["conversation"] as string ?? "", values["key"] as string ?? "", values["token"] as string ?? "");
        if (!WebConversation.IsId(conversation) || !links.IsGood(conversation, key, token)
            || await files.OpenAsync(WebConversation.ConversationOf(conversation), key, context.RequestAborted).ConfigureAwait(false) is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var response = context.Response;
        response.ContentType = file.ContentType;
        response.ContentLength = file.Body.Length;
        response.Headers.ContentDisposition = $"attachment; filename=\"{FileNames.Clean(file.Name)}\"";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        response.Headers.CacheControl = "private, no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(file.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
