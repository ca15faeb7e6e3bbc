using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Turns;
using Microsoft.Extensions.DependencyInjection;

namespace ChatRefundBot.DialogKernel;

public static class DialogKernelRegistration
{
    /// <summary>
    /// Adds turns, dialogs and delivery. Needs beside it an <see cref="Storage.IStore"/>, an <see cref="IConversationGuide"/>,
    /// a <see cref="Wording.WordingCatalog"/>, a <see cref="TimeProvider"/> and logging; each <see cref="IOutboxHandler"/> registered is used.
    /// </summary>
    public static IServiceCollection AddDialogKernel(this IServiceCollection services)
    {
        services.AddSingleton<ITurnHandler, DialogRunner>();
        services.AddSingleton<TurnEngine>();
        services.AddSingleton<DeliveryEngine>();
        services.AddSingleton<TurnHost>();
        services.AddHostedService(provider => provider.GetRequiredService<TurnHost>());
        return services;
    }
}
