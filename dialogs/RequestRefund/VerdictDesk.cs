using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.CheckStatus;
using ChatRefundBot.Dialogs.Decisions;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.TalkToHuman;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Decisions;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Says a verdict with its reason, basis and next steps, and records it. A verdict is a proposal until a person confirms it.</summary>
internal sealed class VerdictDesk(DeskServices desk)
{
    /// <summary>The placeholders that a text under <c>verdict.</c> may have; those that a rule does not make sure of show a dash.</summary>
    public static readonly string[] Placeholders =
        ["amount", "paid", "refunded", "delivered", "promised", "window", "viewed", "time", "case", "units", "qty", "missing", "days"];

    /// <summary>Name of the timer after which a waiting case is decided again; the case's identity follows.</summary>
    public const string RecheckTimer = "recheck/";

    private readonly PayoutDesk _payouts = new(desk);

    /// <summary>Gives a verdict that is no escalation: text, record, ticket for its confirmation, timer for the next look.</summary>
    /// <param name="policy">The rules it was decided by.</param>
    /// <param name="known">All facts it was decided on.</param>
    public async ValueTask GiveAsync(
        StepContext<RequestRefundState> c, PolicyTable policy, Verdict verdict, FactSet known, Order order, RefundCase? linked,
        CancellationToken cancellationToken)
    {
        var sellerHasIt = await SellerContact.CarryOutAsync(c.Turn, c.State, verdict, cancellationToken).ConfigureAwait(false);
        var confirmed = IsWithinLimit(verdict) && verdict.Amount <= await PayoutDesk.LeftAsync(c.Turn, order, cancellationToken).ConfigureAwait(false);
        Say(c, policy, verdict, order, linked, c.State.Claim, sellerHasIt, confirmed);
        if (verdict.Outcome == Outcome.Link && linked is not null) CaseStatusText.Say(linked, c.Turn, desk);
        if (verdict.Outcome != Outcome.Approve) c.Say(Texts.VerdictLadder);
        var status = verdict.Outcome switch
        {
            Outcome.Approve or Outcome.PartialRefund or Outcome.Reissue => confirmed ? CaseStatus.Confirmed : CaseStatus.Proposed,
            Outcome.Wait or Outcome.SellerFirst => CaseStatus.Waiting,
            Outcome.Resolved => CaseStatus.Closed,
            _ => CaseStatus.Answered,
        };
        if (verdict.Outcome == Outcome.Link && linked is not null) Remember(c.Turn, linked);
        var kept = await RecordAsync(c.Turn, c.State, verdict, known, status, cancellationToken).ConfigureAwait(false);
        if (kept is null) return;
        if (confirmed) kept = await ConfirmAsync(c, kept, verdict, cancellationToken).ConfigureAwait(false);
        if (status != CaseStatus.Proposed)
        {
            // What an earlier verdict proposed is no longer there to be confirmed.
            await TicketQueue.WithdrawAsync(c.Turn, TicketKind.Confirm, kept.Id, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AskToConfirmAsync(c.Turn, c.State, kept, verdict, verdict.Rule, cancellationToken).ConfigureAwait(false);
        }

        if (verdict.RecheckAt is { } recheck) c.Turn.SetTimer(RecheckTimer + kept.Id, recheck);
        else c.Turn.CancelTimer(RecheckTimer + kept.Id);
    }

    /// <summary>The shop's published limit confirms it: what a person would have decided stands, and somebody is to pay it.</summary>
    private async ValueTask<RefundCase> ConfirmAsync(StepContext<RequestRefundState> c, RefundCase kept, Verdict verdict, CancellationToken cancellationToken)
    {
        var amount = verdict.Amount!.Value;
        var ruling = new CaseRuling(RulingOutcome.Refund, amount.ToAmountString(), null, null, "limit", c.Turn.Now, false);
        var ruled = await PayoutDesk.BeginAsync(c.Turn, kept with { Decision = ruling }, amount.Currency, cancellationToken).ConfigureAwait(false);
        await CaseFiles.ChangeAsync(c.Turn, kept.Id, k => k with { Decision = ruling, Payout = ruled.Payout }, cancellationToken).ConfigureAwait(false);
        await TicketQueue.EnqueueAsync(c.Turn, _payouts.Ticket(c.Turn, ruled, c.State.Glance?.Type), cancellationToken).ConfigureAwait(false);
        return ruled;
    }

    /// <param name="sellerHasIt">True when what the verdict wants of the seller stands in a seller's queue.</param>
    private void Say(
        StepContext<RequestRefundState> c, PolicyTable policy, Verdict verdict, Order order, RefundCase? linked, string? named, bool sellerHasIt, bool confirmed)
    {
        var language = c.Language;
        var currency = order.AmountPaid.Currency;
        var amount = verdict.Amount ?? verdict.Advice?.Amount;
        var time = verdict.DueAt is { } due ? Show.Time(due, language) : "—";
        // Each text takes what it needs of these; which do, the files say.
        Arg[] args =
        [
            ("amount", amount is { } sum ? Show.Sum(sum.ToAmountString(), sum.Currency) : ""),
            ("paid", Show.Sum(order.AmountPaid.ToAmountString(), currency)),
            ("refunded", Show.Sum(order.RefundedAmount.ToAmountString(), currency)),
            ("delivered", order.DeliveredAt is { } delivered ? Show.Time(delivered, language) : "—"),
            ("promised", Show.Minutes(order.PromisedMinutes, language)),
            ("window", Show.Minutes(order.WindowMinutes, language)),
            ("viewed", order.RevealedAt is { } viewed ? Show.Time(viewed, language) : "—"),
            ("time", time),
            ("case", linked?.Number ?? c.State.CaseNumber ?? "—"),
            ("units", Show.Number(order.UnitsDelivered)),
            ("qty", Show.Number(order.Quantity)),
            ("days", Show.Number((long)policy.Limits.Number(PolicyLimits.FaultDays))),
            ("missing", Show.List(verdict.Missing.Select(m => RequestRefundDialog.PartName(c, m)), language)),
        ];
        var howMuch = HowMuch(c, verdict, order);
        var lines = new List<string>();
        if (verdict.TreatedAs is { } treated && named is not null && treated != named)
            lines.Add(c.T(Texts.ClaimTreatedAs, ("named", c.T("claim." + named)), ("treated", c.T("claim." + treated))));
        var (outcome, reason) = (c.T("outcome." + verdict.Outcome.Word()), c.T(verdict.WordingKey, args));
        var lead = string.Join('\n', new[] { lines.Count == 0 ? null : lines[0], reason, howMuch }.OfType<string>());
        lines.Add(Opening(c, verdict, outcome, amount is null ? "" : args[0].Value));
        lines.Add(c.T(Texts.VerdictReason, ("reason", reason)));
        if (howMuch is not null) lines.Add(howMuch);
        // Going to court is advice, which the ladder gives; it is no basis of a verdict.
        var law = verdict.Law.Where(l => l != "SUE").ToList();
        var basis = law.Count == 0
            ? c.T(Texts.VerdictBasisRule, ("rule", verdict.Rule))
            : c.T(Texts.VerdictBasis, ("rule", verdict.Rule), ("law", Show.List(law.Select(l => c.T("law." + l)), language)));
        lines.Add(basis);
        var dueDay = Show.Day(policy.Limits.VerdictDue.AddTo(c.State.CaseOpenedAt ?? c.Turn.Now, policy.Calendar), language);
        var steps = NextSteps(c, verdict, dueDay, time, sellerHasIt, confirmed).ToArray();
        lines.AddRange(steps);
        var text = string.Join('\n', lines);
        c.Turn.Say(text, RequestCards.Verdict(
            c, verdict, text, outcome, lead, basis, steps, args[0].Value, linked?.Number ?? c.State.CaseNumber,
            verdict.RecheckAt is null ? null : time, dueDay, confirmed));
    }

    /// <summary>How the sum comes about, where it is not simply what was paid; null where it is.</summary>
    private static string? HowMuch(StepContext<RequestRefundState> c, Verdict verdict, Order order)
    {
        if (verdict.Amount is not { } amount) return null;
        var lines = new List<string>(2);
        if (verdict.Share is { } share)
        {
            lines.Add(c.T(
                Texts.VerdictShare, ("paid", Shown(order.AmountPaid)), ("part", Show.Decimal(share.Part)), ("whole", Show.Decimal(share.Whole)),
                ("share", Shown(share.Sum))));
        }

        var before = verdict.Share?.Sum ?? order.AmountPaid;
        if (order.RefundedAmount.Amount > 0 && amount.Amount < before.Amount)
            lines.Add(c.T(Texts.VerdictRefundedBefore, ("refunded", Shown(order.RefundedAmount)), ("amount", Shown(amount))));
        return lines.Count == 0 ? null : string.Join('\n', lines);

        static string Shown(Money money) => Show.Sum(money.ToAmountString(), money.Currency);
    }

    /// <summary>Says that a person decides, why, and by which rule.</summary>
    /// <param name="verdict">Null: no rule could be settled, and a person decides with what there is.</param>
    public void SayEscalation(StepContext<RequestRefundState> c, PolicyTable policy, Verdict? verdict, Order order, RefundCase? linked)
    {
        if (verdict is not null)
        {
            Say(c, policy, verdict, order, linked, c.State.Claim, sellerHasIt: false, confirmed: false);
        }
        else
        {
            var (title, reason) = (c.T("outcome." + Outcome.Escalate.Word()), c.T(Texts.VerdictLeftOpen));
            var text = c.T(Texts.VerdictOpening, ("outcome", title)) + "\n" + c.T(Texts.VerdictReason, ("reason", reason));
            c.Turn.Say(text, new Card(CardKind.Verdict, title) { Tone = CardTone.Info, Lead = reason });
        }

        c.Say(Texts.VerdictLadder);
    }

    /// <summary>Writes a verdict into the case. Null when there is no case (yet).</summary>
    public async ValueTask<RefundCase?> RecordAsync(
        TurnContext turn, RequestRefundState state, Verdict? verdict, FactSet known, CaseStatus status, CancellationToken cancellationToken)
    {
        if (state.CaseId is null) return null;
        var record = verdict is null ? null : CaseDecision.Record(verdict, known, turn.Now);
        return await CaseFiles.ChangeAsync(
            turn, state.CaseId,
            k => k with
            {
                Status = status,
                Verdict = record ?? k.Verdict,
                AnsweredAt = k.AnsweredAt ?? record?.At,
                PolicyVersion = record?.PolicyVersion ?? k.PolicyVersion,
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the hand-over dialog needs: how urgent, why, and the card for the agent.</summary>
    public async ValueTask<TalkToHumanState> HandOverStateAsync(
        TurnContext turn, RequestRefundState state, Verdict? verdict, CancellationToken cancellationToken)
    {
        var priority = verdict?.Priority ?? Priority.P3;
        var kept = state.CaseId is null ? null : await CaseFiles.FindAsync(turn, state.CaseId, cancellationToken).ConfigureAwait(false);
        return new TalkToHumanState
        {
            CaseId = state.CaseId,
            Reason = verdict?.Rule ?? "R99",
            Priority = priority.Word(),
            DueAt = verdict?.DueAt ?? desk.Policy.DueAt(priority, turn.Now),
            Card = [.. CaseCard.Of(state, kept, verdict)],
            Line = state.Glance?.Type,
        };
    }

    /// <summary>Opens an answered case again for a person to look at; null when the order has another open case by now.</summary>
    public async ValueTask<TalkToHumanState?> ReviewAsync(TurnContext turn, RequestRefundState state, CancellationToken cancellationToken)
    {
        if (state.CaseId is not null
            && await CaseFiles.ChangeAsync(turn, state.CaseId, k => k with { Status = CaseStatus.WithAgent }, cancellationToken).ConfigureAwait(false) is null)
            return null;
        var handOver = await HandOverStateAsync(turn, state, null, cancellationToken).ConfigureAwait(false);
        handOver.Reason = "review";
        state.Outcome = "review";
        return handOver;
    }

    /// <summary>Puts what the buyer said since onto the card of the ticket that waits for confirmation.</summary>
    public async ValueTask RefreshTicketAsync(TurnContext turn, RequestRefundState state, CancellationToken cancellationToken)
    {
        if (state.CaseId is null || await CaseFiles.FindAsync(turn, state.CaseId, cancellationToken).ConfigureAwait(false) is not { Status: CaseStatus.Proposed } kept) return;
        await AskToConfirmAsync(turn, state, kept, null, state.Rule ?? "R99", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has a person confirm a proposal. One ticket a case: whoever waits for a person already gets the proposal with them.</summary>
    private static async ValueTask AskToConfirmAsync(
        TurnContext turn, RequestRefundState state, RefundCase kept, Verdict? verdict, string reason, CancellationToken cancellationToken)
    {
        var kind = turn.State.Mode == ConversationMode.Bot ? TicketKind.Confirm : TicketKind.TakeOver;
        var request = new TicketRequest(kind, kept.Id, reason, TicketPriority.P3, kept.DueAt, CaseCard.Of(state, kept, verdict)) { Line = state.Glance?.Type };
        await TicketQueue.EnqueueAsync(turn, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the shop's limit confirms it. What has to be cancelled first, somebody has to cancel.</summary>
    private bool IsWithinLimit(Verdict verdict) =>
        !verdict.Duties.Any(duty => duty is "cancel_upstream" or "cancel_order")
        && verdict.Outcome is Outcome.Approve or Outcome.PartialRefund && verdict.Amount is { } sum && sum.Amount <= desk.Options.AutoConfirmLimit;

    private static string Opening(StepContext<RequestRefundState> c, Verdict verdict, string opening, string amount) =>
        amount.Length > 0 && verdict.Amount is not null
            ? c.T(Texts.VerdictAmount, ("outcome", opening), ("amount", amount))
            : c.T(Texts.VerdictOpening, ("outcome", opening));

    private IEnumerable<string> NextSteps(StepContext<RequestRefundState> c, Verdict verdict, string due, string time, bool sellerHasIt, bool confirmed)
    {
        switch (verdict.Outcome)
        {
            case Outcome.SellerFirst:
                yield return c.T(sellerHasIt ? SellerTexts.Asked : SellerTexts.AskYourself, ("time", time));
                break;
            case Outcome.Wait when sellerHasIt:
                yield return c.T(SellerTexts.Urged);
                break;
            case Outcome.Approve or Outcome.PartialRefund when confirmed:
                yield return c.T(Texts.VerdictNextConfirmed, ("due", due));
                break;
            case Outcome.Approve or Outcome.PartialRefund:
                yield return c.T(Texts.VerdictNextConfirm, ("due", due));
                break;
            case Outcome.Reissue:
                yield return c.T(Texts.VerdictNextReissue, ("due", due));
                break;
            case Outcome.Reject:
                yield return c.T(Texts.VerdictNextReject);
                break;
        }

        // Of a bad code the seller is told by the desk.
        if (sellerHasIt && verdict.Outcome is (Outcome.Approve or Outcome.Reissue)) yield return c.T(SellerTexts.Told);
    }

    private static void Remember(TurnContext turn, RefundCase linked)
    {
        var cases = turn.Refunds().Cases;
        if (!cases.Exists(k => k.Id == linked.Id)) cases.Add(new CaseReference(linked.Id, linked.Number));
    }
}
