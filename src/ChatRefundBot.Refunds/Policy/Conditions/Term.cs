using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Policy.Conditions;

/// <summary>Something a test compares: a fact, a time computed from facts, or a constant.</summary>
internal abstract class Term
{
    public abstract UInt128 Reads { get; }

    /// <summary>The value; false while it depends on a fact not yet asked. Absent wherever a fact it needs is absent.</summary>
    public abstract bool TryRead(ref Evaluation at, out FactValue value);

    public void AddMissing(ref Evaluation at, ref UInt128 missing)
    {
        for (var rest = Reads; rest != 0; rest &= rest - 1)
        {
            var index = (int)UInt128.TrailingZeroCount(rest);
            if (at.Facts.At(index) is null)
                missing |= UInt128.One << index;
        }
    }
}

internal sealed class ConstantTerm(FactValue value) : Term
{
    public FactValue Value => value;

    public override UInt128 Reads => 0;

    public override bool TryRead(ref Evaluation at, out FactValue read)
    {
        read = value;
        return true;
    }
}

internal sealed class FactTerm(FactDefinition definition) : Term
{
    public FactDefinition Definition => definition;

    public override UInt128 Reads { get; } = definition.Bit;

    public override bool TryRead(ref Evaluation at, out FactValue value)
    {
        var fact = at.At(definition);
        value = fact is null ? default : fact.Value;
        return fact is not null;
    }
}

/// <summary>A count of minutes as a span of time.</summary>
internal sealed class MinutesTerm(FactDefinition definition) : Term
{
    public override UInt128 Reads { get; } = definition.Bit;

    public override bool TryRead(ref Evaluation at, out FactValue value)
    {
        value = default;
        if (at.At(definition) is not { } fact)
            return false;
        value = fact.Value.Kind == FactValue.Shape.Number
            ? FactValue.OfSpan(fact.Value.Bits / FactValue.NumberScale * TimeSpan.TicksPerMinute)
            : FactValue.Absent;
        return true;
    }
}

/// <summary>The time from one instant to another, or the number of calendar days in Asia/Shanghai between their days.</summary>
internal sealed class ElapsedTerm(FactDefinition from, FactDefinition to, bool inDays) : Term
{
    public override UInt128 Reads { get; } = from.Bit | to.Bit;

    public override bool TryRead(ref Evaluation at, out FactValue value)
    {
        var (start, end) = (at.At(from), at.At(to));
        value = FactValue.Absent;

        // Nothing has passed since something that is known not to have happened, whatever the other instant will be.
        if (start is { Value.IsAbsent: true } || end is { Value.IsAbsent: true })
            return true;
        if (start is null || end is null)
            return false;
        value = inDays
            ? FactValue.Of((int)(ShanghaiTime.DayNumber(end.Value.Bits) - ShanghaiTime.DayNumber(start.Value.Bits)))
            : FactValue.OfSpan(end.Value.Bits - start.Value.Bits);
        return true;
    }
}
