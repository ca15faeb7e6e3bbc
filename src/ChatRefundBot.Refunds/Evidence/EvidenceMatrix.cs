using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;
using ChatRefundBot.Refunds.Products;

namespace ChatRefundBot.Refunds.Evidence;

/// <summary>What evidence a case needs, what is optional and what is still missing.</summary>
/// <param name="Needed">
/// Kinds needed, such as <c>E4</c> or <c>E3|E4</c> where either will do; empty where the systems' facts are enough.
/// </param>
/// <param name="Optional">Kinds that help but are never asked for twice.</param>
/// <param name="Missing">Exactly what is still missing: <c>E7</c> where nothing of a kind came, <c>E4.time</c> where a part is not to be seen.</param>
/// <param name="WaitsFor">Facts not yet asked on which the answer depends; empty where it is settled.</param>
public sealed record EvidenceNeed(
    IReadOnlyList<string> Needed, IReadOnlyList<string> Optional, IReadOnlyList<string> Missing, IReadOnlyList<FactDefinition> WaitsFor);

/// <summary>One cell of the matrix, for the published rules and the agents' console.</summary>
/// <param name="Claim">The claim, as the buyer names it.</param>
/// <param name="Goods">The class of goods: code, topup or non_standard.</param>
/// <param name="Needed">Kinds needed.</param>
/// <param name="Optional">Kinds that help.</param>
/// <param name="HumanOnly">Whether only a human may collect them, never the chat (E9).</param>
public sealed record EvidenceCell(string Claim, string Goods, IReadOnlyList<string> Needed, IReadOnlyList<string> Optional, bool HumanOnly)
{
    internal Condition? Applies { get; init; }
}

/// <summary>The evidence matrix: claim by class of goods.</summary>
public sealed class EvidenceMatrix
{
    private readonly ProductCatalogue _products;

    internal EvidenceMatrix(EvidenceKinds kinds, IReadOnlyList<EvidenceCell> cells, ProductCatalogue products)
    {
        Kinds = kinds;
        Cells = cells;
        _products = products;
    }

    /// <summary>The kinds of evidence.</summary>
    public EvidenceKinds Kinds { get; }

    /// <summary>All cells in the order of the file.</summary>
    public IReadOnlyList<EvidenceCell> Cells { get; }

    /// <summary>
    /// What this case needs. Evidence is asked for only where the systems' facts leave the claim open. A <c>missing_evidence</c> in the
    /// facts wins over what the items would give.
    /// </summary>
    public EvidenceNeed Need(FactSet facts)
    {
        var at = new Evaluation(facts, _products);
        List<string> needed = [], optional = [], missing = [];
        UInt128 waits = 0;
        var items = facts[FactCatalogue.Evidence]?.Value.AsItems() ?? [];
        foreach (var cell in Cells)
        {
            var truth = cell.Applies?.Evaluate(ref at) ?? Truth.False;
            if (truth == Truth.Undecided)
                cell.Applies!.AddMissing(ref at, ref waits);
            if (truth != Truth.True)
                continue;
            AddNew(needed, cell.Needed);
            AddNew(optional, cell.Optional);
            foreach (var need in cell.Needed)
                AddNew(missing, Kinds.MissingFor(need, items));
        }

        if (facts[FactCatalogue.MissingEvidence] is { } given)
            (missing, waits) = ([.. given.Value.AsParts()], 0);
        return new EvidenceNeed(needed, optional.Except(needed).ToArray(), missing, FactCatalogue.All.Where(fact => (waits & fact.Bit) != 0).ToArray());
    }

    private static void AddNew(List<string> list, IReadOnlyList<string> more) => list.AddRange(more.Where(item => !list.Contains(item)));
}
