using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.Security;

/// <summary>Which pages may call: those of this host itself and those of the allowed origins. Who sends no Origin is no page.</summary>
internal sealed class OriginPolicy(WebChannelOptions options)
{
    private readonly HashSet<string> _allowed = new(options.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Allowed => options.AllowedOrigins;

    /// <summary>The origin that the request comes from; null when it names none.</summary>
    public static string? Of(HttpRequest request) => request.Headers.Origin is [{ Length: > 0 } origin] ? origin : request.Headers.Origin.Count == 0 ? null : "null";

    public bool Allows(HttpRequest request) => Of(request) is not { } origin || IsOwn(request, origin) || _allowed.Contains(origin);

    /// <summary>
    /// By host and port alone: behind a proxy that ends TLS and is not configured, this host does not know that its pages are https.
    /// </summary>
    public static bool IsOwn(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && string.Equals(uri.Authority, Authority(request, uri.Scheme), StringComparison.OrdinalIgnoreCase);

    private static string Authority(HttpRequest request, string scheme)
    {
        var host = request.Host;
        var usual = scheme == "https" ? 443 : 80;
        return host.Port is null || host.Port == usual ? host.Host : host.Value ?? "";
    }
}
