using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>The texts that a rule table asks for, for <c>policy check</c>.</summary>
public static class PolicyWording
{
    /// <summary>Adds what is wrong with the wording files as errors, and texts of verdicts and reasons that no rule uses as notes.</summary>
    public static void Check(RefundDialogsOptions options, PolicyTable table, List<string> errors, List<string> notes)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(notes);
        var wording = WordingFiles.Load(options, RequiredWording.Keys(table), errors);
        var used = table.WordingKeys.ToHashSet(StringComparer.Ordinal);
        notes.AddRange(wording.Keys(Language.Chinese)
            .Where(key => (key.StartsWith("verdict.", StringComparison.Ordinal) || key.StartsWith("reason.", StringComparison.Ordinal)) && !used.Contains(key) && !RequiredWording.IsOwn(key))
            .Order(StringComparer.Ordinal)
            .Select(key => $"wording '{key}': no rule uses it; take it out of every language unless open cases go by rules that do."));
    }
}
