namespace ChatRefundBot.Refunds.Policy.Conditions;

/// <summary>Kleene's three values, ordered so that "and" is the least and "or" the greatest.</summary>
internal enum Truth
{
    False,
    Undecided,
    True,
}

/// <summary>
/// A compiled condition. Monotone: a condition that is true or false stays so whatever fact is asked next; this is what makes asking
/// one fact at a time end where knowing all of them at once does.
/// </summary>
internal abstract class Condition
{
    /// <summary>The condition as written in the table, for explanations.</summary>
    public required string Text { get; init; }

    /// <summary>Every fact it may ever read.</summary>
    public abstract UInt128 Reads { get; }

    public abstract Truth Evaluate(ref Evaluation at);

    /// <summary>Adds the facts not yet asked on which an undecided condition depends.</summary>
    public abstract void AddMissing(ref Evaluation at, ref UInt128 missing);

    /// <summary>Adds the facts that made it true.</summary>
    public virtual void AddProof(ref Evaluation at, ref UInt128 proof) => proof |= Reads;

    /// <summary>The smallest part that makes the whole false.</summary>
    public virtual Condition Culprit(ref Evaluation at) => this;
}

internal sealed class AllOf(Condition[] parts) : Condition
{
    public IReadOnlyList<Condition> Parts => parts;

    public override UInt128 Reads { get; } = parts.Aggregate(UInt128.Zero, (all, part) => all | part.Reads);

    public override Truth Evaluate(ref Evaluation at)
    {
        var result = Truth.True;
        foreach (var part in parts)
        {
            var truth = part.Evaluate(ref at);
            if (truth == Truth.False)
                return Truth.False;
            if (truth < result)
                result = truth;
        }

        return result;
    }

    public override void AddMissing(ref Evaluation at, ref UInt128 missing)
    {
        foreach (var part in parts)
        {
            if (part.Evaluate(ref at) == Truth.Undecided)
                part.AddMissing(ref at, ref missing);
        }
    }

    public override void AddProof(ref Evaluation at, ref UInt128 proof)
    {
        foreach (var part in parts)
            part.AddProof(ref at, ref proof);
    }

    public override Condition Culprit(ref Evaluation at)
    {
        foreach (var part in parts)
        {
            if (part.Evaluate(ref at) == Truth.False)
                return part.Culprit(ref at);
        }

        return this;
    }
}

internal sealed class AnyOf(Condition[] parts) : Condition
{
    public IReadOnlyList<Condition> Parts => parts;

    public override UInt128 Reads { get; } = parts.Aggregate(UInt128.Zero, (all, part) => all | part.Reads);

    public override Truth Evaluate(ref Evaluation at)
    {
        var result = Truth.False;
        foreach (var part in parts)
        {
            var truth = part.Evaluate(ref at);
            if (truth == Truth.True)
                return Truth.True;
            if (truth > result)
                result = truth;
        }

        return result;
    }

    public override void AddMissing(ref Evaluation at, ref UInt128 missing)
    {
        foreach (var part in parts)
        {
            if (part.Evaluate(ref at) == Truth.Undecided)
                part.AddMissing(ref at, ref missing);
        }
    }

    public override void AddProof(ref Evaluation at, ref UInt128 proof)
    {
        foreach (var part in parts)
        {
            if (part.Evaluate(ref at) == Truth.True)
                part.AddProof(ref at, ref proof);
        }
    }
}

internal sealed class Not(Condition part) : Condition
{
    public Condition Part => part;

    public override UInt128 Reads => part.Reads;

    public override Truth Evaluate(ref Evaluation at) => Truth.True - (int)part.Evaluate(ref at);

    public override void AddMissing(ref Evaluation at, ref UInt128 missing) => part.AddMissing(ref at, ref missing);
}
