using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Dialogs.CaseFile;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Dialogs.TalkToHuman;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.Dialogs;

/// <summary>What the dialogs need to know from the program's settings.</summary>
public sealed record RefundDialogsOptions
{
    /// <summary>Folder of the wording files: <c>dialogs</c> beside the program.</summary>
    public required string Directory { get; init; }

    /// <summary>Folder of the rule table, <c>Policy:Directory</c>.</summary>
    public required string PolicyDirectory { get; init; }

    public required Language DefaultLanguage { get; init; }

    /// <summary>Largest refund that is confirmed without an agent, <c>Policy:AutoConfirmLimit</c>; 0 for none.</summary>
    public required decimal AutoConfirmLimit { get; init; }
}

/// <summary>Files that the dialogs are made from do not load. Every error found is listed, each naming file, place and fix.</summary>
public sealed class DialogFilesException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<string> Errors => errors;
}

public static class RefundDialogsRegistration
{
    /// <summary>
    /// Loads wording and rules and adds the dialogs. Needs beside it the kernel, an <see cref="IOrderSource"/> and an
    /// <see cref="IEvidenceStore"/>.
    /// </summary>
    /// <exception cref="DialogFilesException">Something does not load.</exception>
    public static IServiceCollection AddRefundDialogs(this IServiceCollection services, RefundDialogsOptions options)
    {
        var errors = new List<string>();
        var loaded = PolicyLoader.Load(options.PolicyDirectory);
        if (loaded is PolicyLoadResult.Failed failed) errors.AddRange(failed.Errors.Select(e => e.ToString()));
        var good = loaded as PolicyLoadResult.Loaded;
        var words = DeskWords.Load(Path.Combine(options.Directory, "Desk", "words.yaml"), errors);
        var wording = WordingFiles.Load(options, RequiredWording.Keys(good?.Table), errors);
        var queue = QueueRulesFile.Load(options, errors);
        if (errors.Count > 0) throw new DialogFilesException(errors);

        services.AddSingleton(options);
        services.AddSingleton(provider => new PolicyTables(new PolicyLoad(good!.Table, good.Source, provider.GetRequiredService<TimeProvider>().GetUtcNow())));
        services.AddSingleton<PolicyShelf>();
        services.AddSingleton<PolicyReloader>();
        services.AddSingleton(wording);
        services.AddSingleton(new QueueRulesSource(queue));
        services.AddSingleton(provider => new DeskServices(
            options, provider.GetRequiredService<PolicyTables>(), provider.GetRequiredService<PolicyShelf>(), wording, words,
            provider.GetRequiredService<IOrderSource>(), provider.GetRequiredService<IEvidenceStore>(),
            provider.GetRequiredService<EvidenceInspector>(), provider.GetRequiredService<QueueRulesSource>(), provider.GetRequiredService<ILogger<DeskServices>>()));
        services.AddSingleton<EvidenceInspector>();
        services.AddSingleton<DialogCatalog>();
        services.AddSingleton<IConversationGuide, RefundGuide>();
        services.AddSingleton<IOutboxHandler, EvidenceMover>();
        services.AddSingleton<IOutgoingFiles, CaseFileMaker>();
        return services;
    }
}
