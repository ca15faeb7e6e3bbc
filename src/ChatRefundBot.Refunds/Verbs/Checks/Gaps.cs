using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using static ChatRefundBot.Refunds.Facts.FactCatalogue;

namespace ChatRefundBot.Refunds.Verbs.Checks;

/// <summary>
/// Looks for cases that no rule is for: an ordinary case is varied over the words that rules turn on, and what only the closing rule
/// takes is reported. A claim that no rule names is left to the closing rule on purpose.
/// </summary>
internal static class Gaps
{
    private static readonly DateTimeOffset Paid = new(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);

    private static readonly FactDefinition[] Varied = [Usage, TopupStatus, SellerState, Description, Redeemer, BuyerChoice, Fulfilled, TargetOk];

    internal static IEnumerable<string> Find(PolicyTable table)
    {
        var closing = table.Rows[^1];
        foreach (var claim in Claim.Words.Where(word => table.Rows.Any(row => row.Claims.Contains(word))))
        {
            foreach (var (state, facts) in Deliveries(Ordinary(table, claim)))
            {
                var open = OpenWords(table, closing, facts);
                if (open.Count > 0)
                    yield return $"{claim}, {state}: only {closing.Id} takes {string.Join("; ", open)}";
            }
        }
    }

    private static List<string> OpenWords(PolicyTable table, RuleRow closing, FactSet facts)
    {
        var open = new List<string>();
        foreach (var definition in Varied)
        {
            var words = Values(definition).Where(value => Closes(table, closing, facts.With(definition, value, definition.Suppliers[0]))).ToList();

            // When every word ends at the closing rule the gap is not about this fact.
            if (words.Count > 0 && words.Count < Values(definition).Count())
                open.Add($"{definition.Name} {string.Join(", ", words)}");
        }

        if (open.Count == 0 && Closes(table, closing, facts))
            open.Add("an ordinary case");
        return open;
    }

    private static bool Closes(PolicyTable table, RuleRow closing, FactSet facts) =>
        table.Decide(facts) is Decision.Decided { Verdict: var verdict } && verdict.Row == closing;

    private static IEnumerable<FactValue> Values(FactDefinition definition)
    {
        foreach (var word in definition.Words)
            yield return FactValue.Of(word);
        if (definition.UnknownAllowed)
            yield return FactValue.Unknown;
        if (definition.AbsentAllowed)
            yield return FactValue.Absent;
        if (definition.Kind == FactKind.Flag)
        {
            yield return FactValue.Of(true);
            yield return FactValue.Of(false);
        }
    }

    private static IEnumerable<(string State, FactSet Facts)> Deliveries(FactSet facts)
    {
        yield return ("delivered in time", facts);
        yield return ("delivered late", facts.With(DeliveredAt, FactValue.Of(Paid.AddHours(5)), Supplier.Orders));
        var undelivered = facts.With(DeliveredAt, FactValue.Absent, Supplier.Orders).With(UnitsDelivered, FactValue.Of(0), Supplier.Orders);
        yield return ("not delivered, late", undelivered);
        yield return ("not delivered, in time", undelivered.With(PromisedMinutes, FactValue.Of(10_000), Supplier.Orders));
    }

    private static FactSet Ordinary(PolicyTable table, string claim)
    {
        var type = claim == ClaimWords.TopupFailed ? "DIRECT_TOPUP" : "CARD_CODE";
        var status = table.Products.Find(type) is { IsTopup: true } ? FactValue.Of("success") : FactValue.Absent;
        (FactDefinition Fact, FactValue Value)[] facts =
        [
            (Consent, FactValue.Of(true)), (OrderFound, FactValue.Of(true)), (OwnerVerified, FactValue.Of(true)), (IdTries, FactValue.Of(1)),
            (OwnerTries, FactValue.Of(1)), (PaidState, FactValue.Of("paid")), (PaidAt, FactValue.Of(Paid)), (DeliveredAt, FactValue.Of(Paid.AddMinutes(5))),
            (PromisedMinutes, FactValue.Of(60)), (Qty, FactValue.Of(2)), (UnitsDelivered, FactValue.Of(2)), (AmountPaid, FactValue.Of(100m)),
            (AmountInDispute, FactValue.Of(100m)), (RefundedAmount, FactValue.Of(0m)), (Fulfilled, FactValue.Of(true)), (OpenCaseId, FactValue.Absent),
            (PromisedFace, FactValue.Of(100m)), (ActualFace, FactValue.Of(50m)), (ProductType, FactValue.Of(type)), (Standard, FactValue.Of(true)),
            (WindowMinutes, FactValue.Of(120)), (NoReturnAck, FactValue.Of(true)), (ListingClear, FactValue.Of(true)), (LimitsDisclosed, FactValue.Of(true)),
            (RevealedAt, FactValue.Absent), (Usage, FactValue.Of("unused")), (Redeemer, FactValue.Of("buyer")), (Voidable, FactValue.Of(true)),
            (Stock, FactValue.Of(true)), (TopupStatus, status), (TargetOk, FactValue.Of(true)), (Claim, FactValue.Of(claim)),
            (Description, FactValue.Of("shortfall")), (BuyerChoice, FactValue.Of("refund")), (AcceptsReissue, FactValue.Of(true)),
            (SellerState, FactValue.Of("none")), (SellerAskedAt, FactValue.Absent), (MissingEvidence, FactValue.Of(Array.Empty<string>())),
            (EvidenceRounds, FactValue.Of(0)), (MismatchCount, FactValue.Of(0)), (Claims30d, FactValue.Of(1)),
            (CaseOpenedAt, FactValue.Of(Paid.AddHours(6))), (Now, FactValue.Of(Paid.AddHours(6))),
        ];
        return FactSet.FromFacts(facts.Select(pair => new Fact(pair.Fact, pair.Value, pair.Fact.Suppliers[0], null)));
    }
}
