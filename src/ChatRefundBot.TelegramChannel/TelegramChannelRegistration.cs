using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Links;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Files;
using ChatRefundBot.TelegramChannel.Intake;
using ChatRefundBot.TelegramChannel.Links;
using ChatRefundBot.TelegramChannel.Polling;
using ChatRefundBot.TelegramChannel.Sending;
using ChatRefundBot.TelegramChannel.Webhook;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatRefundBot.TelegramChannel;

public static class TelegramChannelRegistration
{
    /// <summary>
    /// Adds the Telegram channel. Needs the dialog kernel, a store, an <see cref="IAttachmentStore"/>, a <see cref="WordingCatalog"/>, a
    /// <see cref="TimeProvider"/> and logging beside it. Add it where the channel is off as well: what is to be sent then waits.
    /// </summary>
    /// <param name="language">Language of those who have not said theirs.</param>
    public static IServiceCollection AddTelegramChannel(this IServiceCollection services, TelegramChannelOptions options, Language language)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Limits);
        services.AddSingleton(new ShopLanguage(language));
        services.AddSingleton(new ButtonSeals(options.BotToken));
        services.AddSingleton<TelegramStatus>();
        services.AddSingleton<SendBudget>();
        services.AddSingleton(provider => new TelegramHealth(
            provider.GetRequiredService<IStore>(), options, provider.GetRequiredService<TelegramStatus>(), provider.GetRequiredService<SendBudget>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<UsedKeyboards>();
        services.AddSingleton<OutgoingParts>();
        services.AddSingleton<SendCalls>();
        services.AddSingleton(_ => new TelegramApi(options));
        services.AddSingleton(provider => new Lazy<TurnHost>(provider.GetRequiredService<TurnHost>));
        services.AddSingleton<IOutboxHandler, TelegramSender>();
        services.AddSingleton<ChatLinks>();
        services.AddSingleton<IConversationLinks>(provider => provider.GetRequiredService<ChatLinks>());
        services.AddSingleton<SideCalls>();
        services.AddSingleton<TypingSigns>();
        services.AddSingleton<TapAnswers>();
        services.AddSingleton<GroupLeaver>();
        services.AddSingleton<FileFetcher>();
        services.AddSingleton<UpdateMapper>();
        services.AddSingleton<ChatWorker>();
        services.AddSingleton(provider => new Lazy<ChatWorker>(provider.GetRequiredService<ChatWorker>));
        services.AddSingleton<ChatQueue>();
        services.AddSingleton<UpdateIntake>();
        services.AddSingleton<BotSetup>();
        services.AddSingleton<PollLoop>();
        services.AddSingleton<WebhookKeeper>();
        services.AddSingleton<WebhookEndpoint>();
        services.AddSingleton<LeaderService>();
        services.AddSingleton<BudgetShare>();
        if (!options.IsOn) return services;
        services.AddHostedService(provider => provider.GetRequiredService<SideCalls>());
        services.AddHostedService(provider => provider.GetRequiredService<ChatQueue>());
        services.AddHostedService(provider => provider.GetRequiredService<BudgetShare>());
        services.AddHostedService(provider => provider.GetRequiredService<LeaderService>());
        return services;
    }

    /// <summary>Maps <c>/telegram/webhook</c>, which answers 404 where updates are polled.</summary>
    /// <exception cref="InvalidOperationException">A text of the channel is missing.</exception>
    public static void MapTelegramChannel(this IEndpointRouteBuilder app)
    {
        TelegramTexts.Check(app.ServiceProvider.GetRequiredService<WordingCatalog>());
        var webhook = app.ServiceProvider.GetRequiredService<WebhookEndpoint>();
        app.MapMethods(WebhookEndpoint.Path, ["POST"], webhook.PostAsync);
    }
}
