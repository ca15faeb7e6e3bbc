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
        var alternatives = need.Split('|');
        if (IsComplete(alternatives, items))
            return [];
        var begun = alternatives.FirstOrDefault(kind => HasPart(kind, null, items));
        if (begun is null)
            return [need];
        return PartsOf(begun).Where(part => !HasPart(begun, part, items)).Select(part => $"{begun}.{part}").ToArray();
    }

    /// <summary>Whether one of the alternatives of a need is wholly there. Written without allocation: every decision may ask it.</summary>
    internal bool IsComplete(string[] alternatives, IReadOnlyList<EvidenceItem> items)
    {
        foreach (var kind in alternatives)
        {
            if (IsWhole(kind, items))
                return true;
        }

        return false;
    }

    private bool IsWhole(string kind, IReadOnlyList<EvidenceItem> items)
    {
        if (!HasPart(kind, null, items))
            return false;
        var parts = PartsOf(kind);
        for (var i = 0; i < parts.Count; i++)
        {
            if (!HasPart(kind, parts[i], items))
                return false;
        }

        return true;
    }

    private static bool HasPart(string kind, string? part, IReadOnlyList<EvidenceItem> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (item.Kind == kind && item.AgentVerdict != "rejected" && (part is null || Shows(item.Checks, part)))
                return true;
        }

        return false;
    }

    private static bool Shows(IReadOnlyList<string> checks, string part)
    {
        for (var i = 0; i < checks.Count; i++)
        {
            if (checks[i] == part)
                return true;
        }

        return false;
    }
}
