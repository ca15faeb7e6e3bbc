using ChatRefundBot.Refunds.Calendar;
using static ChatRefundBot.Refunds.Facts.FactCatalogue;

namespace ChatRefundBot.Refunds.Facts;

/// <summary>
/// Facts that cannot all be true. A decision on such facts would be well-defined but worthless: whoever collects facts checks, and
/// gives the case to a human.
/// </summary>
public static class FactContradictions
{
    private static readonly FactDefinition[] Past = [ConsentAt, CaseOpenedAt, PaidAt, DeliveredAt, RevealedAt, ErrorTime, SellerAskedAt];

    private static readonly (FactDefinition Earlier, FactDefinition Later)[] InOrder =
        [(PaidAt, DeliveredAt), (PaidAt, RevealedAt), (PaidAt, CaseOpenedAt), (PaidAt, ErrorTime), (PaidAt, SellerAskedAt)];

    /// <summary>One line for each contradiction, naming both facts and their values; empty where there is none.</summary>
    public static IReadOnlyList<string> Of(FactSet facts)
    {
        var found = new List<string>();
        if (facts[Now]?.Value.AsTime() is { } now)
        {
            foreach (var definition in Past)
            {
                if (facts[definition]?.Value.AsTime() is { } time && time > now)
                    found.Add($"{definition.Name}: {ShanghaiTime.Format(time)} is after now ({ShanghaiTime.Format(now)}); give the time it happened.");
            }
        }

        foreach (var (earlier, later) in InOrder)
        {
            if (facts[earlier]?.Value.AsTime() is { } first && facts[later]?.Value.AsTime() is { } second && second < first)
                found.Add($"{later.Name}: {ShanghaiTime.Format(second)} is before {earlier.Name} ({ShanghaiTime.Format(first)}); one of the two is wrong.");
        }

        // Sums need no such test: no refund is above what was paid less what was refunded, whatever they say.
        if (facts[UnitsDelivered]?.Value is { } units && facts[Qty]?.Value is { } qty && units.AsNumber() > qty.AsNumber())
            found.Add($"units_delivered: {units} is more than qty ({qty}); one of the two is wrong.");
        return found;
    }
}
