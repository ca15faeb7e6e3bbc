using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Policy.Conditions;

internal enum Comparison
{
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

/// <summary>Equals one of the values. Absent is a value like any other here, and equals nothing else.</summary>
internal sealed class OneOfTest(Term term, FactValue[] values) : Condition
{
    public Term Term => term;

    public IReadOnlyList<FactValue> Values => values;

    public override UInt128 Reads { get; } = term.Reads;

    public override Truth Evaluate(ref Evaluation at)
    {
        if (!term.TryRead(ref at, out var value))
            return Truth.Undecided;
        foreach (var candidate in values)
        {
            if (candidate.Equals(value))
                return Truth.True;
        }

        return Truth.False;
    }

    public override void AddMissing(ref Evaluation at, ref UInt128 missing) => term.AddMissing(ref at, ref missing);
}

/// <summary>Compares two numbers, spans or instants; false as soon as either side is known to be absent.</summary>
internal sealed class CompareTest(Term left, Comparison comparison, Term right) : Condition
{
    public Term Left => left;

    public Comparison Comparison => comparison;

    public Term Right => right;

    public override UInt128 Reads { get; } = left.Reads | right.Reads;

    public override Truth Evaluate(ref Evaluation at)
    {
        var hasLeft = left.TryRead(ref at, out var a);
        if (hasLeft && !IsComparable(a))
            return Truth.False;
        var hasRight = right.TryRead(ref at, out var b);
        if (hasRight && !IsComparable(b))
            return Truth.False;
        if (!hasLeft || !hasRight)
            return Truth.Undecided;
        var holds = comparison switch
        {
            Comparison.Less => a.Bits < b.Bits,
            Comparison.AtMost => a.Bits <= b.Bits,
            Comparison.Equal => a.Bits == b.Bits,
            Comparison.AtLeast => a.Bits >= b.Bits,
            _ => a.Bits > b.Bits,
        };
        return holds ? Truth.True : Truth.False;
    }

    public override void AddMissing(ref Evaluation at, ref UInt128 missing)
    {
        left.AddMissing(ref at, ref missing);
        right.AddMissing(ref at, ref missing);
    }

    private static bool IsComparable(FactValue value) => value.Kind is FactValue.Shape.Number or FactValue.Shape.Span or FactValue.Shape.Time;
}

/// <summary>Known to be absent, or known to be there.</summary>
internal sealed class PresenceTest(Term term, bool present) : Condition
{
    public Term Term => term;

    public bool Present => present;

    public override UInt128 Reads { get; } = term.Reads;

    public override Truth Evaluate(ref Evaluation at)
    {
        if (!term.TryRead(ref at, out var value))
            return Truth.Undecided;
        return value.IsAbsent != present ? Truth.True : Truth.False;
    }

    public override void AddMissing(ref Evaluation at, ref UInt128 missing) => term.AddMissing(ref at, ref missing);
}

/// <summary>A derived word (claim, delivery, goods) is one of some words.</summary>
internal sealed class DerivedTest(DerivedWord word, uint allowed) : Condition
{
    public DerivedWord Word => word;

    public uint Allowed => allowed;

    public override UInt128 Reads { get; } = word.Reads();

    public override Truth Evaluate(ref Evaluation at)
    {
        var possible = word.Possible(ref at);
        if ((possible & ~allowed) == 0)
            return Truth.True;
        return (possible & allowed) == 0 ? Truth.False : Truth.Undecided;
    }

    public override void AddMissing(ref Evaluation at, ref UInt128 missing) => missing |= word.Missing(ref at);

    public override void AddProof(ref Evaluation at, ref UInt128 proof)
    {
        // The claim alone is the proof unless the goods' state or type turned it into another one.
        var named = word == DerivedWord.Claim && at.At(FactCatalogue.Claim)?.Value.AsText() is { } text
            ? 1u << Array.IndexOf(DerivedWords.ClaimNames, text)
            : 0;
        proof |= named != 0 && named == at.Claims ? FactCatalogue.Claim.Bit : Reads;
    }
}

internal enum DerivedWord
{
    /// <summary><c>claim</c>: what the case is treated as.</summary>
    Claim,

    /// <summary>The same before top-ups are told apart: the row of the evidence matrix.</summary>
    EvidenceClaim,

    /// <summary><c>delivery</c>.</summary>
    Delivery,

    /// <summary><c>goods</c>.</summary>
    Goods,
}

internal static class DerivedWordExtensions
{
    private static readonly UInt128 DeliveryReads =
        FactCatalogue.DeliveredAt.Bit | FactCatalogue.Qty.Bit | FactCatalogue.UnitsDelivered.Bit;

    internal static uint Possible(this DerivedWord word, ref Evaluation at) => word switch
    {
        DerivedWord.Claim => at.Claims,
        DerivedWord.EvidenceClaim => DerivedWords.Claims(ref at, afterTopup: false),
        DerivedWord.Delivery => at.Deliveries,
        _ => DerivedWords.Goods(ref at),
    };

    internal static UInt128 Missing(this DerivedWord word, ref Evaluation at) => word switch
    {
        DerivedWord.Claim => DerivedWords.MissingForClaims(ref at, afterTopup: true),
        DerivedWord.EvidenceClaim => DerivedWords.MissingForClaims(ref at, afterTopup: false),
        DerivedWord.Delivery => DerivedWords.MissingForDelivery(at.Facts),
        _ => DerivedWords.MissingForGoods(ref at),
    };

    internal static UInt128 Reads(this DerivedWord word) => word switch
    {
        DerivedWord.Claim => FactCatalogue.Claim.Bit | FactCatalogue.ProductType.Bit | DeliveryReads,
        DerivedWord.EvidenceClaim => FactCatalogue.Claim.Bit | DeliveryReads,
        DerivedWord.Delivery => DeliveryReads,
        _ => FactCatalogue.ProductType.Bit | FactCatalogue.Standard.Bit,
    };

    internal static string[] Names(this DerivedWord word) => word switch
    {
        DerivedWord.Delivery => DerivedWords.DeliveryNames,
        DerivedWord.Goods => DerivedWords.GoodsNames,
        _ => DerivedWords.ClaimNames,
    };
}
