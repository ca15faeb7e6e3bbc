using ChatRefundBot.DialogKernel.Messages;
using Microsoft.Extensions.DependencyInjection;

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
    /// <summary>Loads wording and rules and adds the dialogs. Needs beside it the kernel, an order source and an evidence store.</summary>
    /// <exception cref="DialogFilesException">Something does not load.</exception>
    public static IServiceCollection AddRefundDialogs(this IServiceCollection services, RefundDialogsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return services;
    }
}
