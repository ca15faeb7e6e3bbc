using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Handoff.Sweeping;
using ChatRefundBot.Handoff.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace ChatRefundBot.Handoff;

public static class HandoffRegistration
{
    /// <summary>
    /// Adds the queue: its verbs, what agents do, who they are. Needs beside it the kernel, an <see cref="DialogKernel.Storage.IStore"/>,
    /// a <see cref="QueueRulesSource"/>, a <see cref="TimeProvider"/> and logging.
    /// </summary>
    public static IServiceCollection AddHandoff(this IServiceCollection services)
    {
        services.AddSingleton<AgentDirectory>();
        services.AddSingleton<TicketDesk>();
        services.AddSingleton<QueueBoard>();
        services.AddSingleton<AgentActs>();
        services.AddSingleton<QueueSweeper>();
        services.AddSingleton<QueueHost>();
        return services.AddHostedService(provider => provider.GetRequiredService<QueueHost>());
    }
}
