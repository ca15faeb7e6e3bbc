using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.Security;

/// <summary>What browsers may do with our pages. Inside the iframe the Origin is our own, so <c>frame-ancestors</c> alone controls who embeds it.</summary>
internal sealed class PageHeaders(OriginPolicy origins)
{
    private readonly string _ancestors = string.Join(' ', ["'self'", .. origins.Allowed]);

    /// <summary>For the chat page; Microsoft's Web Chat would work under it too, given the nonce for its styles.</summary>
    public string Chat(HttpRequest request) =>
        "default-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; "
        // Older Safari does not count a WebSocket of the same host as 'self'.
        + $"frame-ancestors {_ancestors}; connect-src 'self' {DirectLine.Addresses.SocketSite(request)} blob:; "
        + "img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; script-src 'self'; worker-src blob:; style-src 'self'";

    /// <summary>For every other page: a shop's own, with the widget in a frame.</summary>
    public const string Shop =
        "default-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'; frame-src 'self'; "
        + "connect-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; style-src 'self'";
}
