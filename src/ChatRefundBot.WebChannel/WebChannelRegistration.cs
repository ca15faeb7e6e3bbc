using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Limits;
using ChatRefundBot.WebChannel.Pages;
using ChatRefundBot.WebChannel.Security;
using ChatRefundBot.WebChannel.Sessions;
using ChatRefundBot.WebChannel.Streaming;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace ChatRefundBot.WebChannel;

public static class WebChannelRegistration
{
    /// <summary>
    /// Adds the web channel: Direct Line 3.0, the widget's sessions and files. Needs the dialog kernel, a store, an
    /// <see cref="IAttachmentStore"/>, <see cref="IOutgoingFiles"/>, a <see cref="TimeProvider"/> and logging beside it, and <c>MapWebChannel</c> on the application.
    /// </summary>
    /// <param name="options">Asked for once, when the channel is mapped or first used.</param>
    public static IServiceCollection AddWebChannel(this IServiceCollection services, Func<IServiceProvider, WebChannelOptions> options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new SigningKeys(provider.GetRequiredService<WebChannelOptions>().SigningKeys));
        services.AddSingleton<WebTokens>();
        services.AddSingleton(provider => new IdentityTokens(provider.GetRequiredService<WebChannelOptions>().IdentitySecret, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OriginPolicy>();
        services.AddSingleton<PageHeaders>();
        services.AddSingleton<RateGate>();
        services.AddSingleton<WebConversations>();
        services.AddSingleton<AttachmentLinks>();
        services.AddSingleton<OfferedFileLinks>();
        services.AddSingleton<ActivityMapper>();
        services.AddSingleton<StreamHub>();
        services.AddSingleton<Callers>();
        services.AddSingleton<TokenEndpoints>();
        services.AddSingleton<ContinueEndpoint>();
        services.AddSingleton<SessionEndpoints>();
        services.AddSingleton<ActivityEndpoints>();
        services.AddSingleton<StreamEndpoint>();
        services.AddSingleton<ConversationLocks>();
        services.AddSingleton<UploadEndpoint>();
        services.AddSingleton<AttachmentEndpoint>();
        services.AddSingleton<OfferedFileEndpoint>();
        services.AddSingleton<EmbeddedFiles>();
        services.AddSingleton<FileEndpoints>();
        services.AddSingleton<RequestFrame>();
        return services;
    }
}
