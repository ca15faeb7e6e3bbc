using ChatRefundBot.Refunds.Facts;
using static ChatRefundBot.Refunds.Facts.FactCatalogue;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>How a refund is computed; the word in the table in brackets.</summary>
internal enum AmountFormula
{
    None,

    /// <summary>[full] what is in dispute.</summary>
    Full,

    /// <summary>[undelivered_share] paid x (qty - units_delivered) / qty.</summary>
    UndeliveredShare,

    /// <summary>[face_shortfall] paid x (promised_face - actual_face) / promised_face.</summary>
    FaceShortfall,
}

/// <summary>How a due time is computed; the word in the table in brackets.</summary>
internal enum DueFormula
{
    None,

    /// <summary>[promised] paid_at + promised_minutes.</summary>
    Promised,

    /// <summary>[now + X].</summary>
    AfterNow,

    /// <summary>[seller + X] seller_asked_at + X; now + X where the seller was not asked yet.</summary>
    AfterSellerAsked,

    /// <summary>The target of the priority.</summary>
    Priority,
}

/// <summary>Amounts and due times.</summary>
internal static class Formulas
{
    internal static UInt128 Inputs(AmountFormula formula) => formula switch
    {
        AmountFormula.None => 0,
        AmountFormula.Full => AmountPaid.Bit | RefundedAmount.Bit | AmountInDispute.Bit,
        AmountFormula.UndeliveredShare => AmountPaid.Bit | RefundedAmount.Bit | Qty.Bit | UnitsDelivered.Bit,
        _ => AmountPaid.Bit | RefundedAmount.Bit | PromisedFace.Bit | ActualFace.Bit,
    };

    internal static UInt128 Inputs(DueFormula formula) => formula switch
    {
        DueFormula.Promised => PaidAt.Bit | PromisedMinutes.Bit,
        DueFormula.AfterNow => Now.Bit,
        DueFormula.AfterSellerAsked => Now.Bit | SellerAskedAt.Bit,
        _ => 0, // A human's target may stay unknown: an escalation never waits for a clock.
    };

    /// <summary>The sum, half-up, from 0 to paid minus refunded; null without a formula.</summary>
    internal static Money? Amount(AmountFormula formula, FactSet facts)
    {
        if (formula == AmountFormula.None)
            return null;
        var paid = Number(facts, AmountPaid);
        var left = Math.Max(0, paid - Number(facts, RefundedAmount));
        var sum = formula switch
        {
            AmountFormula.Full => Number(facts, AmountInDispute),
            AmountFormula.UndeliveredShare => Share(paid, Number(facts, Qty), Number(facts, UnitsDelivered)),
            _ => Share(paid, Number(facts, PromisedFace), Number(facts, ActualFace)),
        };
        var currency = facts[Currency]?.Value.AsText() ?? Money.DefaultCurrency;
        return Money.Rounded(Math.Clamp(sum, 0, left), currency);
    }

    /// <summary>How a share was worked out; null where the sum is no share.</summary>
    internal static SumShare? ShareOf(AmountFormula formula, FactSet facts)
    {
        var (whole, had) = formula switch
        {
            AmountFormula.UndeliveredShare => (Number(facts, Qty), Number(facts, UnitsDelivered)),
            AmountFormula.FaceShortfall => (Number(facts, PromisedFace), Number(facts, ActualFace)),
            _ => (0m, 0m),
        };
        if (whole <= 0)
            return null;
        var currency = facts[Currency]?.Value.AsText() ?? Money.DefaultCurrency;
        var paid = Number(facts, AmountPaid);
        return new SumShare(whole - had, whole, Money.Rounded(Math.Max(0, Share(paid, whole, had)), currency));
    }

    internal static DateTimeOffset? Due(RuleRow row, PolicyTable table, FactSet facts)
    {
        var now = facts[Now]?.Value.AsTime();
        return row.Due switch
        {
            DueFormula.Promised => facts[PaidAt]?.Value.AsTime() + TimeSpan.FromMinutes((double)Number(facts, PromisedMinutes)),
            DueFormula.AfterNow => now + row.DueAfter,
            DueFormula.AfterSellerAsked => (facts[SellerAskedAt]?.Value.AsTime() ?? now) + row.DueAfter,
            DueFormula.Priority when now is { } from && row.Priority is { } priority => table.DueAt(priority, from),
            _ => null,
        };
    }

    private static decimal Number(FactSet facts, FactDefinition definition) => facts[definition]?.Value.AsNumber() ?? 0;

    private static decimal Share(decimal paid, decimal whole, decimal had) => whole <= 0 ? 0 : paid * (whole - had) / whole;
}
