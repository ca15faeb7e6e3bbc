namespace ChatRefundBot.Refunds.Evidence;

/// <summary>The kinds of evidence and the parts that have to be seen in each.</summary>
public sealed class EvidenceKinds
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _parts;

    internal EvidenceKinds(IReadOnlyDictionary<string, IReadOnlyList<string>> parts) => _parts = parts;

    /// <summary>All kinds in the order of the file.</summary>
    public IReadOnlyCollection<string> All => (IReadOnlyCollection<string>)_parts.Keys;

    /// <summary>The parts of a kind, such as time, target, result and code of E4; empty where the whole is enough.</summary>
    public IReadOnlyList<string> PartsOf(string kind) => _parts.GetValueOrDefault(kind, []);

    /// <summary>
    /// What is missing for one need: nothing, the kind itself where no item of it came, or the parts that no item shows. Parts may be
    /// spread over several items of the kind. For <c>E3|E4</c> either whole kind will do.
    /// </summary>
    public IReadOnlyList<string> MissingFor(string need, IReadOnlyList<EvidenceItem> items)
    {
        if (IsComplete(need, items))
            return [];
        var alternatives = need.Split('|');
        var begun = alternatives.FirstOrDefault(kind => items.Any(item => Counts(item, kind)));
        if (begun is null)
            return [need];
        return PartsOf(begun).Where(part => !HasPart(begun, part, items)).Select(part => $"{begun}.{part}").ToArray();
    }

    internal bool IsComplete(string need, IReadOnlyList<EvidenceItem> items)
    {
        if (!need.Contains('|', StringComparison.Ordinal))
            return IsWhole(need, items);
        foreach (var kind in need.Split('|'))
        {
            if (IsWhole(kind, items))
                return true;
        }

        return false;
    }

    private static bool Counts(EvidenceItem item, string kind) => item.Kind == kind && item.AgentVerdict != "rejected";

    private static bool HasPart(string kind, string part, IReadOnlyList<EvidenceItem> items) =>
        items.Any(item => Counts(item, kind) && item.Checks.Contains(part, StringComparer.Ordinal));

    private bool IsWhole(string kind, IReadOnlyList<EvidenceItem> items) =>
        items.Any(item => Counts(item, kind)) && PartsOf(kind).All(part => HasPart(kind, part, items));
}
