using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>Where requests come from and where they went to; after forwarded headers of trusted proxies were taken over.</summary>
internal static class Addresses
{
    /// <summary>The caller's address as one name for limits: IPv4 whole, IPv6 by its /64, which is what one household has.</summary>
    public static string Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null) return "local";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes).ToString();
    }

    /// <summary>Scheme and host of this desk as the caller knows it, such as <c>https://desk.example</c>.</summary>
    public static string Site(HttpRequest request) => $"{(IsSecure(request) ? "https" : "http")}://{request.Host.Value}";

    public static string SocketSite(HttpRequest request) => $"{(IsSecure(request) ? "wss" : "ws")}://{request.Host.Value}";

    /// <summary>A page of this very host that is https says so in its Origin, also when the proxy that ends TLS is not configured.</summary>
    private static bool IsSecure(HttpRequest request) =>
        request.IsHttps
        || (Security.OriginPolicy.Of(request) is { } origin && origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && Security.OriginPolicy.IsOwn(request, origin));
}
