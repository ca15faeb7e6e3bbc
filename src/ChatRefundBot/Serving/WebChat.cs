using System.Net;
using System.Text;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Settings;
using ChatRefundBot.WebChannel;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.AspNetCore.HttpOverrides;

namespace ChatRefundBot.Serving;

/// <summary>The web channel as this host's settings want it.</summary>
internal static class WebChat
{
    public static IServiceCollection AddWebChat(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<IAttachmentStore, EvidenceAttachments>();
        return services.AddWebChannel(_ => Options(settings));
    }

    /// <summary>Believes what the configured proxies say of their callers; everybody else's word on it is dropped. Comes before all else.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app, HostSettings settings)
    {
        if (settings.WebChat.TrustedProxies.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // As many as are trusted in a row; the first that is not is the caller.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.WebChat.TrustedProxies)
        {
            if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
            else options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }

        app.UseForwardedHeaders(options);
    }

    /// <summary>True when this host keeps the key of its tokens in a file of its own.</summary>
    public static bool KeepsItsOwnKey(HostSettings settings) => settings.WebChat.SigningKey.Length == 0;

    private static WebChannelOptions Options(HostSettings settings) => new()
    {
        AllowedOrigins = settings.WebChat.AllowedOrigins,
        SigningKeys = KeepsItsOwnKey(settings)
            ? SigningKeyFile.LoadOrMake(settings.DataDirectory, out _)
            : [.. settings.WebChat.PreviousSigningKeys.Prepend(settings.WebChat.SigningKey).Select(Encoding.UTF8.GetBytes)],
        IdentitySecret = settings.WebChat.IdentitySecret,
        DirectLineSecret = settings.WebChat.DirectLineSecret,
        ShowsSampleShop = settings.UsesSampleShop,
    };
}
