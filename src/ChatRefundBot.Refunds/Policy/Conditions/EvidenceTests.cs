using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Policy.Conditions;

/// <summary>Something needed by one row of the evidence matrix is not there yet.</summary>
internal sealed class ItemsMissingTest(IReadOnlyList<string> needed, EvidenceKinds kinds) : Condition
{
    private readonly string[][] _needed = [.. needed.Select(need => need.Split('|'))];

    // Undecided only while nobody said what was received; the fact that files and the dialog can give is named.
    public override UInt128 Reads => FactCatalogue.Evidence.Bit;

    public override Truth Evaluate(ref Evaluation at)
    {
        if (_needed.Length == 0)
            return Truth.False;
        if (at.At(FactCatalogue.Evidence) is not { } fact)
            return Truth.Undecided;
        var items = fact.Value.AsItems();
        foreach (var need in _needed)
        {
            if (!kinds.IsComplete(need, items))
                return Truth.True;
        }

        return Truth.False;
    }

    public override void AddMissing(ref Evaluation at, ref UInt128 missing) => missing |= FactCatalogue.MissingEvidence.Bit;
}

/// <summary><c>missing_evidence</c> is not empty: as given, else as the evidence matrix derives it.</summary>
internal sealed class EvidenceMissingTest(Condition derived) : Condition
{
    public override UInt128 Reads { get; } = derived.Reads | FactCatalogue.MissingEvidence.Bit;

    public override Truth Evaluate(ref Evaluation at)
    {
        if (at.At(FactCatalogue.MissingEvidence) is { } given)
            return given.Value.AsParts().Count > 0 ? Truth.True : Truth.False;
        return derived.Evaluate(ref at);
    }

    public override void AddMissing(ref Evaluation at, ref UInt128 missing) => derived.AddMissing(ref at, ref missing);

    public override void AddProof(ref Evaluation at, ref UInt128 proof)
    {
        if (at.At(FactCatalogue.MissingEvidence) is not null)
            proof |= FactCatalogue.MissingEvidence.Bit;
        else
            derived.AddProof(ref at, ref proof);
    }
}
