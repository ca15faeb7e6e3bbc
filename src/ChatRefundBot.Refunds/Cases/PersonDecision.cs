namespace ChatRefundBot.Refunds.Cases;

/// <summary>What a person decided of a case.</summary>
/// <param name="Outcome">A word of outcomes: <c>approve</c>, <c>partial_refund</c>, <c>reissue</c> or <c>reject</c>.</param>
/// <param name="Amount">Two decimals, in the order's currency; null where no money goes back.</param>
/// <param name="Reissue"><c>new</c> or <c>resend</c>, with reissue; null otherwise.</param>
/// <param name="Reason">Why; asked for only when the opinion is overridden.</param>
/// <param name="By">Name of the account that decided.</param>
/// <param name="At">When, UTC.</param>
public sealed record PersonDecision(string Outcome, string? Amount, string? Reissue, string? Reason, string By, DateTimeOffset At);

public static class PersonDecisions
{
    private static readonly string[] Opinions = ["approve", "partial_refund", "reissue", "reject"];

    /// <summary>
    /// The case with a person's decision, and with <see cref="RefundCase.Overturned"/> set: whether the decision differs from the opinion
    /// that the rules gave. A later decision of the same case is held against the same opinion.
    /// </summary>
    public static RefundCase Decided(this RefundCase kept, PersonDecision decision)
    {
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(decision);
        return kept with { Decision = decision, Overturned = IsOtherwise(kept.Verdict, decision) };
    }

    /// <summary>Null where the rules had no opinion: a case that they gave to a person without advice, or that they only let wait.</summary>
    private static bool? IsOtherwise(CaseVerdict? verdict, PersonDecision decision)
    {
        if (verdict is null)
            return null;
        if (Opinions.Contains(verdict.Outcome))
            return decision.Outcome != verdict.Outcome || decision.Amount != verdict.Amount || decision.Reissue != verdict.Reissue;
        return verdict.AdviceOutcome is { } advised && Opinions.Contains(advised) ? decision.Outcome != advised : null;
    }
}
