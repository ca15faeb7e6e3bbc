using System.Globalization;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Decisions;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.Decisions;

/// <summary>
/// Carrying out decisions. The sum that an order's cases refund stands in the order's guard and changes in the commit of the turn that
/// decides, so that two that decide at once cannot both fit. A payout has its key before anybody tries it.
/// </summary>
internal sealed class PayoutDesk(DeskServices desk)
{
    /// <summary>What can still be refunded: what was paid, less what the order's own record and the shop's cases give back or are about to.</summary>
    public static async ValueTask<Money> LeftAsync(TurnContext turn, Order order, CancellationToken cancellationToken)
    {
        var payouts = await CaseFiles.PayoutsAsync(turn, order.Id.Value, cancellationToken).ConfigureAwait(false);
        var sum = payouts.Where(p => p.State != PayoutState.Failed).Sum(p => decimal.Parse(p.Amount, NumberStyles.Number, CultureInfo.InvariantCulture));
        // Whether the order's own record has these among its refunds nobody says, so they count beside it: too little left is put right
        // by a person, too much paid is not.
        return order.AmountPaid - order.RefundedAmount - new Money(sum, order.AmountPaid.Currency);
    }

    /// <summary>Begins to carry out what a case's ruling grants, in the case and in the order's guard. Nothing for a refusal.</summary>
    public static async ValueTask<RefundCase> BeginAsync(TurnContext turn, RefundCase ruled, string currency, CancellationToken cancellationToken)
    {
        if (ruled.Decision is not { } decision || decision.Outcome == RulingOutcome.Refuse) return ruled;
        var key = turn.NewId("payout");
        var payout = new CasePayout(key, decision.Amount, decision.Amount is null ? null : currency, PayoutState.Pending, turn.Now, null, null, 1);
        if (decision.Amount is { } amount)
        {
            // A payout of this case that failed is replaced by the new one.
            await CaseFiles.ChangePayoutsAsync(
                turn, ruled.Order, p => [.. p.Where(o => o.Case != ruled.Id), new OrderPayout(ruled.Id, key, amount, PayoutState.Pending)], cancellationToken).ConfigureAwait(false);
        }

        return ruled with { Payout = payout };
    }

    /// <summary>The work that a decision leaves.</summary>
    public TicketRequest Ticket(TurnContext turn, RefundCase ruled, string? line)
    {
        List<CardLine> card = [new("case", ruled.Number), new("order", "****" + ruled.Order[^4..]), new("claim", ruled.Claim)];
        if (ruled.Payout?.Amount is { } amount) card.Add(new CardLine("amount", amount + " " + ruled.Payout.Currency));
        card.Add(new CardLine("payout_key", ruled.Payout!.Key));
        var reason = ruled.Decision!.Outcome == RulingOutcome.Reissue ? "reissue" : "pay";
        return new TicketRequest(TicketKind.Payout, ruled.Id, reason, TicketPriority.P2, desk.Policy.DueAt(Priority.P3, turn.Now), card) { Line = line };
    }

    /// <summary>Takes a report on a payout.</summary>
    /// <returns>The case as it will be, or the code of why not.</returns>
    public async ValueTask<(RefundCase? Case, string? Refusal)> ReportAsync(TurnContext turn, RefundCase kept, PayoutReport report, CancellationToken cancellationToken)
    {
        if (kept.Payout is not { } payout) return (null, DecisionCodes.NoPayout);
        switch (report)
        {
            case PayoutReport.Paid { Reference: var reference }:
                if (payout.State != PayoutState.Pending) return (null, DecisionCodes.NoPayout);
                var number = reference.Trim();
                if (number.Length is 0 or > PayoutReport.LongestReference || number.Any(char.IsControl)) return (null, DecisionCodes.ReferenceNeeded);
                payout = payout with { State = PayoutState.Paid, At = turn.Now, Reference = number, Reason = null };
                break;
            case PayoutReport.Failed { Reason: var reason }:
                if (payout.State != PayoutState.Pending) return (null, DecisionCodes.NoPayout);
                if (string.IsNullOrWhiteSpace(reason)) return (null, DecisionCodes.ReferenceNeeded);
                payout = payout with { State = PayoutState.Failed, At = turn.Now, Reason = reason[..Math.Min(reason.Length, DecisionReason.LongestText)] };
                break;
            default:
                if (payout.State != PayoutState.Failed) return (null, DecisionCodes.NoPayout);
                // While it counted for nothing another one may have taken its place.
                if (payout.Amount is not null && await FitsAsync(turn, kept, payout, cancellationToken).ConfigureAwait(false) is { } misfit) return (null, misfit);
                payout = payout with { State = PayoutState.Pending, At = turn.Now, Reason = null, Tries = payout.Tries + 1 };
                break;
        }

        if (payout.Amount is not null)
            await CaseFiles.ChangePayoutsAsync(turn, kept.Order, p => [.. p.Select(o => o.Key == payout.Key ? o with { State = payout.State } : o)], cancellationToken).ConfigureAwait(false);
        var status = payout.State == PayoutState.Paid ? CaseStatus.Paid : kept.Status;
        var after = await CaseFiles.ChangeAsync(turn, kept.Id, k => k with { Payout = payout, Status = status }, cancellationToken).ConfigureAwait(false);
        return (after, after is null ? DecisionCodes.NoCase : null);
    }

    private async ValueTask<string?> FitsAsync(TurnContext turn, RefundCase kept, CasePayout payout, CancellationToken cancellationToken)
    {
        if (await OrderAsync(turn, kept.Order, cancellationToken).ConfigureAwait(false) is not { } order) return DecisionCodes.OrdersAway;
        var left = await LeftAsync(turn, order, cancellationToken).ConfigureAwait(false);
        return decimal.Parse(payout.Amount!, NumberStyles.Number, CultureInfo.InvariantCulture) > left.Amount ? DecisionCodes.OverPaid : null;
    }

    /// <summary>The order of a case; null when the source does not answer.</summary>
    public async ValueTask<Order?> OrderAsync(TurnContext turn, string number, CancellationToken cancellationToken)
    {
        if (!OrderId.TryParseExact(number, out var id)) return null;
        var (ok, lookup) = await turn.ReadAsync(ct => desk.Orders.FindAsync(id, ct), fault => desk.LogOrdersAway(fault, turn.State.Id.Value), cancellationToken).ConfigureAwait(false);
        return ok && lookup is OrderLookup.Found found ? found.Order : null;
    }
}
