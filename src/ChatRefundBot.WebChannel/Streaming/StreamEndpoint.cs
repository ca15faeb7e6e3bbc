using ChatRefundBot.WebChannel.DirectLine;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.Streaming;

/// <summary>The WebSocket of a conversation: <c>GET …/conversations/ID/stream?watermark=W&amp;t=TOKEN</c>.</summary>
internal sealed class StreamEndpoint(Callers callers, StreamHub hub, WebChannelOptions options, TimeProvider time)
{
    public async Task RunAsync(HttpContext context)
    {
        var conversation = await callers.StreamAsync(context).ConfigureAwait(false);
        if (!context.WebSockets.IsWebSocketRequest) throw new RefusedException(Problem.BadRequest("This is the address of a WebSocket."));
        using var place = hub.TryTake(Addresses.Of(context), conversation.Id) ?? throw new RefusedException(Problem.TooBusy);
        var after = Watermark.Parse(context.Request.Query["watermark"] is [{ } given] ? given : null);
        var how = new WebSocketAcceptContext { KeepAliveInterval = options.Limits.KeepAlive, KeepAliveTimeout = options.Limits.KeepAliveTimeout };
        var accepted = await context.WebSockets.AcceptWebSocketAsync(how).ConfigureAwait(false);
        using var socket = new StreamSocket(accepted, after, Addresses.Site(context.Request), options.Limits, time, context.RequestAborted);
        await hub.ServeAsync(conversation, socket).ConfigureAwait(false);
    }
}
