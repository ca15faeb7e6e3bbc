using System.Text.Json;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Verbs.Replay;

/// <summary>A case as it was decided once, to be decided again by another table.</summary>
/// <param name="Name">What a person calls it: a case's number, or the id in a file.</param>
/// <param name="Before">What was decided: the fields to compare, such as <c>outcome</c>, <c>rule</c> and <c>amount</c>; null: not applicable.</param>
/// <param name="Facts">What was known then; null where the record has none.</param>
/// <param name="Gone">Names of recorded facts that do not exist any more; the case is decided without them.</param>
public sealed record RecordedCase(
    string Name, IReadOnlyDictionary<string, string?> Before, FactSet? Facts, IReadOnlyList<string> Gone)
{
    /// <summary>The fields that are compared, in the order in which a difference is named.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["outcome", "amount", "rule", "priority", "reissue"];

    /// <summary>A kept case with its last verdict; null where it has none yet.</summary>
    public static RecordedCase? Of(RefundCase kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        if (kept.Verdict is not { } verdict)
            return null;
        var gone = new List<string>();
        var facts = verdict.Known is { } known ? FactRecord.Read(known, gone) : null;
        var before = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["outcome"] = verdict.Outcome,
            ["rule"] = verdict.Rule,
            ["amount"] = verdict.Amount,
            ["priority"] = verdict.Priority,
            ["reissue"] = verdict.Reissue,
        };
        return new RecordedCase(kept.Number, before, facts, gone);
    }

    /// <summary>A case of a golden file, whose <c>expect</c> is what was decided; only the fields given there are compared.</summary>
    public static RecordedCase Of(GoldenCase golden)
    {
        ArgumentNullException.ThrowIfNull(golden);
        var before = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var field in golden.Expect.EnumerateObject().Where(field => Fields.Contains(field.Name)))
            before[field.Name] = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : null;
        return new RecordedCase(golden.Title.Length > 0 ? $"{golden.Id} {golden.Title}" : golden.Id, before, golden.Facts, []);
    }
}
