using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Products;
using static ChatRefundBot.Refunds.Facts.FactCatalogue;

namespace ChatRefundBot.Refunds.Policy.Conditions;

/// <summary>
/// Words that follow from several facts. Each is computed as the set of words still possible, so that a test on it is decided as soon
/// as the facts allow, not only when all of them are there.
/// </summary>
internal static class DerivedWords
{
    internal const uint None = 1, Partial = 2, Full = 4;

    internal static readonly string[] ClaimNames = [.. Claim.Words];
    internal static readonly string[] DeliveryNames = ["none", "partial", "full"];
    internal static readonly string[] GoodsNames = ["code", "topup", "non_standard", "unclear"];

    private const uint Unclear = 8;

    private static readonly uint NotReceived = Bit(ClaimWords.NotReceived);
    private static readonly uint TopupFailed = Bit(ClaimWords.TopupFailed);

    // Claims that make no sense for goods that never came.
    private static readonly uint AboutGoods = Bit(ClaimWords.Invalid) | Bit(ClaimWords.NotAsDescribed) | Bit(ClaimWords.Unused);

    private static readonly uint AllClaims = (1u << ClaimNames.Length) - 1;

    internal static uint Claims(ref Evaluation at, bool afterTopup)
    {
        var named = at.At(Claim)?.Value.AsText() is { } word ? Bit(word) : AllClaims;
        var claims = named;
        if ((named & AboutGoods) != 0)
        {
            var delivery = at.Deliveries;
            if ((delivery & None) != 0)
                claims |= NotReceived;
            if (delivery == None)
                claims &= ~AboutGoods;
        }

        if (!afterTopup || (claims & NotReceived) == 0)
            return claims;
        var topup = IsTopup(ref at);
        if (topup != Truth.False)
            claims |= TopupFailed;
        return topup == Truth.True ? claims & ~NotReceived : claims;
    }

    internal static UInt128 MissingForClaims(ref Evaluation at, bool afterTopup)
    {
        var named = at.At(Claim)?.Value.AsText() is { } word ? Bit(word) : AllClaims;
        var missing = named == AllClaims ? Claim.Bit : UInt128.Zero;
        if ((named & AboutGoods) != 0 && at.Deliveries is not (None or Full or Partial))
            missing |= MissingForDelivery(at.Facts);
        var mayBeNotReceived = (Claims(ref at, afterTopup: false) & NotReceived) != 0;
        if (afterTopup && mayBeNotReceived && at.At(FactCatalogue.ProductType) is null)
            missing |= FactCatalogue.ProductType.Bit;
        return missing;
    }

    /// <summary>Goods of which some but not all units came are partly delivered; else <c>delivered_at</c> says whether they came.</summary>
    internal static uint Deliveries(FactSet facts)
    {
        var partly = IsPartly(facts);
        if (partly == Truth.True)
            return Partial;
        var came = facts.At(DeliveredAt.Index) is { } fact ? fact.Value.IsAbsent ? None : Full : None | Full;
        return partly == Truth.False ? came : came | Partial;
    }

    internal static UInt128 MissingForDelivery(FactSet facts)
    {
        var missing = facts.At(DeliveredAt.Index) is null ? DeliveredAt.Bit : UInt128.Zero;
        if (IsPartly(facts) != Truth.Undecided)
            return missing;
        if (facts.At(Qty.Index) is null)
            missing |= Qty.Bit;
        return facts.At(UnitsDelivered.Index) is null ? missing | UnitsDelivered.Bit : missing;
    }

    /// <summary>The goods are non-standard as soon as either the type or the order says so: such a case is for a human, never automatic.</summary>
    internal static uint Goods(ref Evaluation at)
    {
        var standard = at.At(Standard)?.Value;
        var typeFact = at.At(FactCatalogue.ProductType);
        const uint nonStandard = 1u << (int)EvidenceClass.NonStandard;
        if (standard is { } given && given.AsFlag() == false)
            return nonStandard;
        uint byType;
        if (typeFact is null)
            byType = 0b1111;
        else if (at.Products.Find(typeFact.Value.AsText()) is { } type)
            byType = type.IsUnclear ? Unclear : type.Standard == false ? nonStandard : 1u << (int)type.Evidence;
        else
            byType = Unclear;
        return standard is null ? byType | nonStandard : byType;
    }

    internal static UInt128 MissingForGoods(ref Evaluation at)
    {
        var missing = at.At(Standard) is null ? Standard.Bit : UInt128.Zero;
        return at.At(FactCatalogue.ProductType) is null ? missing | FactCatalogue.ProductType.Bit : missing;
    }

    internal static Truth IsTopup(ref Evaluation at)
    {
        if (at.At(FactCatalogue.ProductType) is not { } fact)
            return Truth.Undecided;
        return at.Products.Find(fact.Value.AsText()) is { IsTopup: true } ? Truth.True : Truth.False;
    }

    private static uint Bit(string claim) => 1u << Array.IndexOf(ClaimNames, claim);

    private static Truth IsPartly(FactSet facts)
    {
        var units = facts.At(UnitsDelivered.Index);
        var qty = facts.At(Qty.Index);
        if (units is not null && units.Value.Bits <= 0)
            return Truth.False;
        if (qty is not null && qty.Value.Bits <= FactValue.NumberScale)
            return Truth.False;
        if (units is null || qty is null)
            return Truth.Undecided;
        return units.Value.Bits < qty.Value.Bits ? Truth.True : Truth.False;
    }
}
