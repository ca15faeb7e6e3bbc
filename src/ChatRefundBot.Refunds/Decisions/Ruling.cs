using System.Globalization;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Refunds.Decisions;

/// <summary>What a case proposes to an agent.</summary>
/// <param name="Amount">For a refund; null where the verdict named none and it has to be worked out from the order.</param>
public sealed record Proposal(RulingOutcome Outcome, decimal? Amount)
{
    /// <summary>The proposal of a verdict, or of its advice where the rules gave the case to a person; null when there is none.</summary>
    public static Proposal? Of(CaseVerdict? verdict) => verdict is null ? null : Of(verdict.Outcome, verdict.Amount) ?? Of(verdict.AdviceOutcome, null);

    private static Proposal? Of(string? outcome, string? amount) => outcome switch
    {
        "approve" or "partial_refund" => new Proposal(RulingOutcome.Refund, amount is null ? null : decimal.Parse(amount, NumberStyles.Number, CultureInfo.InvariantCulture)),
        "reissue" => new Proposal(RulingOutcome.Reissue, null),
        "reject" => new Proposal(RulingOutcome.Refuse, null),
        _ => null,
    };
}

/// <summary>From a decision and a case to what is ruled. Pure: reads nothing and keeps nothing.</summary>
public static class Rulings
{
    /// <param name="left">What was paid for the order and is not refunded or under way.</param>
    public static RulingResult Rule(RefundCase kept, AgentDecision decision, Money left, string by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(kept);
        // What could not be paid may be decided anew.
        if (kept.Status is CaseStatus.Paid or CaseStatus.Closed || kept is { Status: CaseStatus.Confirmed, Payout.State: not PayoutState.Failed })
            return new RulingResult.Refused(DecisionCodes.AlreadyDecided);
        if (decision.VerdictAt is { } seen && seen != kept.Verdict?.At) return new RulingResult.Refused(DecisionCodes.VerdictChanged);
        var proposal = Proposal.Of(kept.Verdict);
        switch (decision)
        {
            case AgentDecision.Approve when proposal is null:
                return new RulingResult.Refused(DecisionCodes.NothingProposed);
            case AgentDecision.Approve:
                // A full refund that the rules advise on names no sum: it is what is left of what was paid.
                return Check(new CaseRuling(proposal.Outcome, Amount(proposal, proposal.Amount, left), null, null, by, at, false), left);
            case AgentDecision.Change { Outcome: RulingOutcome.Refuse }:
                return new RulingResult.Refused(DecisionCodes.BadAmount);
            case AgentDecision.Change change:
                if ((change.Outcome == RulingOutcome.Refund) != (change.Amount is not null)) return new RulingResult.Refused(DecisionCodes.BadAmount);
                var isOther = proposal is not null && (proposal.Outcome != change.Outcome || (proposal.Amount ?? change.Amount) != change.Amount);
                return Reasoned(change.Reason, isOther)
                    ? Check(new CaseRuling(change.Outcome, change.Amount is { } sum ? Text(sum) : null, change.Reason?.Code, change.Reason?.Text, by, at, isOther), left)
                    : new RulingResult.Refused(DecisionCodes.ReasonNeeded);
            case AgentDecision.Refuse refuse:
                var overrides = proposal is not null && proposal.Outcome != RulingOutcome.Refuse;
                // Whoever is refused has heard why: from the verdict, or from the agent.
                return Reasoned(refuse.Reason, proposal?.Outcome != RulingOutcome.Refuse)
                    ? new RulingResult.Ruled(new CaseRuling(RulingOutcome.Refuse, null, refuse.Reason?.Code, refuse.Reason?.Text, by, at, overrides))
                    : new RulingResult.Refused(DecisionCodes.ReasonNeeded);
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision, "Asking for more is no ruling.");
        }
    }

    private static string? Amount(Proposal proposal, decimal? amount, Money left) => proposal.Outcome == RulingOutcome.Refund ? Text(amount ?? left.Amount) : null;

    private static string Text(decimal amount) => amount.ToString("0.00##########", CultureInfo.InvariantCulture);

    private static RulingResult Check(CaseRuling ruling, Money left)
    {
        if (ruling.Outcome != RulingOutcome.Refund) return new RulingResult.Ruled(ruling);
        var amount = decimal.Parse(ruling.Amount!, NumberStyles.Number, CultureInfo.InvariantCulture);
        if (amount > left.Amount) return new RulingResult.Refused(DecisionCodes.OverPaid);
        return amount <= 0 || decimal.Round(amount, 2) != amount ? new RulingResult.Refused(DecisionCodes.BadAmount) : new RulingResult.Ruled(ruling);
    }

    private static bool Reasoned(DecisionReason? reason, bool isNeeded)
    {
        if (reason is null) return !isNeeded;
        if (!DecisionReasons.All.Contains(reason.Code) || reason.Text?.Length > DecisionReason.LongestText) return false;
        return reason.Code != DecisionReasons.Other || !string.IsNullOrWhiteSpace(reason.Text);
    }
}

/// <summary>Answer to <see cref="Rulings.Rule"/>.</summary>
public abstract record RulingResult
{
    private RulingResult() { }

    public sealed record Ruled(CaseRuling Ruling) : RulingResult;

    /// <param name="Code">One of <see cref="DecisionCodes"/>.</param>
    public sealed record Refused(string Code) : RulingResult;
}
