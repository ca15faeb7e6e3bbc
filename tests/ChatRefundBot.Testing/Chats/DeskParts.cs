using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Dialogs;
using ChatRefundBot.Handoff;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Orders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.Testing.Chats;

/// <summary>What a desk is made of, as the host puts it together, but for clock and store, which the test gives.</summary>
public static class DeskParts
{
    /// <summary>Where a desk in a directory reads its orders.</summary>
    public static string OrdersFile(string directory) => Path.Combine(directory, "orders.json");

    /// <summary>Adds kernel, dialogs, rules, orders and evidence; needs a <see cref="TimeProvider"/> and a store beside it.</summary>
    /// <param name="policyDirectory">Folder of the rules; null: those of the repository.</param>
    public static IServiceCollection AddDesk(this IServiceCollection services, string directory, Language language, decimal autoConfirmLimit, string? policyDirectory = null)
    {
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(provider => new FileOrderSource(
            OrdersFile(directory), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FileOrderSource>>()));
        services.AddSingleton<IOrderSource>(provider => provider.GetRequiredService<FileOrderSource>());
        services.AddSingleton<IEvidenceStore>(new DirectoryEvidenceStore(directory));
        services.AddDialogKernel();
        services.AddHandoff();
        return services.AddRefundDialogs(new RefundDialogsOptions
        {
            Directory = RepositoryFiles.Dialogs,
            PolicyDirectory = policyDirectory ?? Path.Combine(RepositoryFiles.Dialogs, "policy"),
            DefaultLanguage = language,
            AutoConfirmLimit = autoConfirmLimit,
        });
    }
}
