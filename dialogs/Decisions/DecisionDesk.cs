using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RateService;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Decisions;

namespace ChatRefundBot.Dialogs.Decisions;

/// <summary>
/// Decisions of agents and what becomes of them, as acts in the conversation of the case. The buyer is told at once, in their language;
/// "paid" only when it is.
/// </summary>
internal sealed class DecisionDesk(DeskServices desk, DialogCatalog catalog)
{
    private readonly PayoutDesk _payouts = new(desk);

    /// <summary>Carries out a decision. The caller has seen to it that the agent holds the ticket.</summary>
    public async ValueTask<InterruptAction> DecideAsync(TurnContext turn, IncomingMessage.AgentAct act, Ticket ticket, CancellationToken cancellationToken)
    {
        var decision = act.Payload.Deserialize(DecisionJson.Stored.AgentDecision)!;
        if (await CaseOfAsync(turn, ticket, decision.CaseId, cancellationToken).ConfigureAwait(false) is not { } kept) return Refuse(turn, DecisionCodes.NoCase);
        if (!Judged(kept, decision.Evidence)) return Refuse(turn, DecisionCodes.UnknownEvidence);
        if (decision is AgentDecision.AskMore more) return await AskMoreAsync(turn, act, ticket, kept, more, cancellationToken).ConfigureAwait(false);
        if (await _payouts.OrderAsync(turn, kept.Order, cancellationToken).ConfigureAwait(false) is not { } order) return Refuse(turn, DecisionCodes.OrdersAway);
        var left = await PayoutDesk.LeftAsync(turn, order, cancellationToken).ConfigureAwait(false);
        var result = Rulings.Rule(kept, decision, left, act.Agent.Account, turn.Now);
        if (result is RulingResult.Refused refused) return Refuse(turn, refused.Code);

        var ruling = ((RulingResult.Ruled)result).Ruling;
        var ruled = await PayoutDesk.BeginAsync(turn, kept with { Decision = ruling }, order.AmountPaid.Currency, cancellationToken).ConfigureAwait(false);
        var after = await CaseFiles.ChangeAsync(
            turn, kept.Id,
            k => k with
            {
                Decision = ruling,
                Payout = ruled.Payout,
                Status = ruling.Outcome == RulingOutcome.Refuse ? CaseStatus.Answered : CaseStatus.Confirmed,
                AnsweredAt = k.AnsweredAt ?? turn.Now,
                Overturned = Proposal.Of(k.Verdict) is null ? k.Overturned : ruling.Overridden,
                Evidence = Judge(k.Evidence, decision.Evidence),
            },
            cancellationToken).ConfigureAwait(false);
        if (after is null) return Refuse(turn, DecisionCodes.OtherCaseOpen);
        turn.CancelTimer(VerdictDesk.RecheckTimer + kept.Id);
        DeskLines.Add(turn, DeskLineKind.Decided, act.Agent, kept.Id, ticket.Id, $"{ruling.Outcome} {ruling.Amount} {ruling.ReasonCode}".Trim());
        await FollowUpAsync(turn, ticket, after, cancellationToken).ConfigureAwait(false);
        SayEvidence(turn, decision.Evidence, after);
        SayRuling(turn, after, ruling);
        turn.Outcome(null);
        return AfterRuling(turn, after, ruling);
    }

    /// <summary>Takes a report on a payout.</summary>
    public async ValueTask<InterruptAction> ReportAsync(TurnContext turn, IncomingMessage.AgentAct act, Ticket ticket, CancellationToken cancellationToken)
    {
        var report = act.Payload.Deserialize(DecisionJson.Stored.PayoutReport)!;
        if (await CaseOfAsync(turn, ticket, report.CaseId, cancellationToken).ConfigureAwait(false) is not { } kept) return Refuse(turn, DecisionCodes.NoCase);
        var (after, refusal) = await _payouts.ReportAsync(turn, kept, report, cancellationToken).ConfigureAwait(false);
        if (after is null) return Refuse(turn, refusal!);
        var payout = after.Payout!;
        DeskLines.Add(turn, DeskLineKind.Payout, act.Agent, kept.Id, ticket.Id, $"{payout.State} {payout.Amount} {payout.Reference ?? payout.Reason}".Trim());
        turn.Outcome(null);
        var isMoney = payout.Amount is not null;
        switch (payout.State)
        {
            case PayoutState.Paid:
                await TicketQueue.CloseAsync(turn, TicketQueue.IdOf(turn.State.Id, TicketKind.Payout, kept.Id), TicketStatus.Resolved, cancellationToken).ConfigureAwait(false);
                Say(turn, isMoney ? DecisionTexts.Paid : DecisionTexts.Sent, after, ("time", Show.Time(turn.Now, turn.State.Language)));
                return Rate(turn, act, after.Id);
            case PayoutState.Failed:
                Say(turn, isMoney ? DecisionTexts.PayoutFailed : DecisionTexts.SendFailed, after);
                break;
        }

        return InterruptAction.Nothing.Instance;
    }

    /// <summary>Asks for a rating when the buyer is at nothing else; once a case.</summary>
    private InterruptAction Rate(TurnContext turn, IncomingMessage.AgentAct act, string caseId)
    {
        var isIdle = turn.State.Mode == ConversationMode.Bot && (turn.State.Stack.Count == 0 || turn.Innermost(catalog.RequestRefund) is { Outcome: not null });
        if (!isIdle || !turn.Refunds().AskForRating(caseId)) return InterruptAction.Nothing.Instance;
        return new InterruptAction.Begin(DialogStart.Of(catalog.RateService, new RateServiceState { CaseId = caseId, Agent = act.Agent.Account }));
    }

    private async ValueTask<InterruptAction> AskMoreAsync(
        TurnContext turn, IncomingMessage.AgentAct act, Ticket ticket, RefundCase kept, AgentDecision.AskMore more, CancellationToken cancellationToken)
    {
        if (kept.Status is CaseStatus.Confirmed or CaseStatus.Paid or CaseStatus.Closed) return Refuse(turn, DecisionCodes.AlreadyDecided);
        if (more.VerdictAt is { } seen && seen != kept.Verdict?.At) return Refuse(turn, DecisionCodes.VerdictChanged);
        if (turn.Nearest(catalog.RequestRefund) is not { } request || request.CaseId != kept.Id) return Refuse(turn, DecisionCodes.NotInProgress);
        var judged = Judge(kept.Evidence, more.Evidence);
        var known = more.Kinds.All(k => desk.Wording.Has(Language.English, "evidence." + k) && !judged.Any(e => e.Kind == k && e.Accepted != false));
        if (more.Kinds.Count == 0 || !known) return Refuse(turn, DecisionCodes.UnknownKind);
        var after = await CaseFiles.ChangeAsync(turn, kept.Id, k => k with { Status = CaseStatus.Collecting, Evidence = judged }, cancellationToken).ConfigureAwait(false);
        if (after is null) return Refuse(turn, DecisionCodes.OtherCaseOpen);

        // The dialog asks for exactly these, and decides anew with what comes.
        request.Evidence.RemoveAll(p => judged.Any(e => e.Sha256 == p.Sha256 && e.Accepted == false));
        request.Missing = [.. more.Kinds];
        (request.Outcome, request.Rule, request.Submitted, request.EvidenceDeclined, request.EvidenceRounds) = (null, null, false, false, 0);
        DeskLines.Add(turn, DeskLineKind.Decided, act.Agent, kept.Id, ticket.Id, "AskMore " + string.Join(' ', more.Kinds));
        if (ticket.Kind != TicketKind.TakeOver) await TicketQueue.CloseAsync(turn, ticket.Id, TicketStatus.Resolved, cancellationToken).ConfigureAwait(false);
        SayEvidence(turn, more.Evidence, after);
        Say(turn, DecisionTexts.AskMore, after, ("missing", Show.List(more.Kinds.Select(k => desk.Wording.Text(turn.State.Language, "evidence." + k)), turn.State.Language)));
        if (!string.IsNullOrWhiteSpace(more.Text)) turn.SayAs(act.Agent.Name, more.Text, null);
        turn.Outcome(null);
        return turn.Innermost(catalog.RequestRefund) is not null ? new InterruptAction.GoTo("evidence") : InterruptAction.Nothing.Instance;
    }

    /// <summary>What is left to do after a ruling: paying, in the same hands, or nothing.</summary>
    private async ValueTask FollowUpAsync(TurnContext turn, Ticket ticket, RefundCase after, CancellationToken cancellationToken)
    {
        var isGranted = after.Payout is not null && after.Decision!.Outcome != RulingOutcome.Refuse;
        if (ticket.Kind == TicketKind.TakeOver)
        {
            // The agent goes on talking; whoever waits with the confirmation of the same case need not any more.
            await TicketQueue.CloseAsync(turn, TicketQueue.IdOf(turn.State.Id, TicketKind.Confirm, after.Id), TicketStatus.Resolved, cancellationToken).ConfigureAwait(false);
            if (isGranted) await TicketQueue.EnqueueAsync(turn, _payouts.Ticket(turn, after, ticket.Line), cancellationToken).ConfigureAwait(false);
        }
        else if (isGranted && ticket.Kind != TicketKind.Payout)
        {
            await TicketQueue.ContinueAsync(turn, ticket, _payouts.Ticket(turn, after, ticket.Line), cancellationToken).ConfigureAwait(false);
        }
        else if (!isGranted)
        {
            await TicketQueue.CloseAsync(turn, ticket.Id, TicketStatus.Resolved, cancellationToken).ConfigureAwait(false);
        }
    }

    private InterruptAction AfterRuling(TurnContext turn, RefundCase after, CaseRuling ruling)
    {
        if (turn.Nearest(catalog.RequestRefund) is not { } request || request.CaseId != after.Id) return InterruptAction.Nothing.Instance;
        request.Outcome = ruling.Outcome switch { RulingOutcome.Refuse => "reject", RulingOutcome.Reissue => "reissue-decided", _ => "approve" };
        request.MayChooseRefund = false;
        // What can be done now is another thing than before, so the question is asked anew; not while somebody talks to the buyer.
        if (turn.State.Mode != ConversationMode.Bot || turn.Innermost(catalog.RequestRefund) is null) return InterruptAction.Nothing.Instance;
        return new InterruptAction.GoTo("after");
    }

    private void SayRuling(TurnContext turn, RefundCase after, CaseRuling ruling)
    {
        var key = (ruling.Outcome, ruling.ReasonCode is null) switch
        {
            (RulingOutcome.Refund, true) => DecisionTexts.Refund,
            (RulingOutcome.Refund, false) => DecisionTexts.RefundReason,
            (RulingOutcome.Reissue, true) => DecisionTexts.Reissue,
            (RulingOutcome.Reissue, false) => DecisionTexts.ReissueReason,
            (_, true) => DecisionTexts.Upheld,
            _ => DecisionTexts.Refused,
        };
        Say(turn, key, after, ("reason", Reason(turn.State.Language, ruling)));
        if (ruling.Outcome == RulingOutcome.Refuse) turn.Say(desk.Wording.Text(turn.State.Language, Texts.VerdictLadder));
    }

    private void SayEvidence(TurnContext turn, IReadOnlyList<EvidenceJudgement> judgements, RefundCase after)
    {
        var language = turn.State.Language;
        foreach (var rejected in judgements.Where(j => !j.Accepted))
        {
            var kind = after.Evidence.First(e => e.Sha256 == rejected.Sha256).Kind;
            Say(turn, DecisionTexts.EvidenceRejected, after, ("what", desk.Wording.Text(language, "evidence." + kind)), ("why", desk.Wording.Text(language, DecisionTexts.EvidencePrefix + rejected.Reason)));
        }
    }

    private string Reason(Language language, CaseRuling ruling)
    {
        if (ruling.ReasonCode is not { } code) return "";
        // "Other" is nothing to say; the agent's words are.
        if (code == DecisionReasons.Other) return ruling.ReasonText!;
        var words = desk.Wording.Text(language, DecisionTexts.ReasonPrefix + code);
        return string.IsNullOrWhiteSpace(ruling.ReasonText) ? words : desk.Wording.Text(language, DecisionTexts.ReasonWithWords, ("reason", words), ("words", ruling.ReasonText));
    }

    private void Say(TurnContext turn, string key, RefundCase about, params ReadOnlySpan<Arg> more)
    {
        var amount = about.Payout?.Amount is { } sum ? Show.Sum(sum, about.Payout.Currency!) : "";
        turn.Say(desk.Wording.Text(turn.State.Language, key, [.. more, ("case", about.Number), ("amount", amount)]));
    }

    private static bool Judged(RefundCase kept, IReadOnlyList<EvidenceJudgement> judgements) => judgements.All(j =>
        kept.Evidence.Any(e => e.Sha256 == j.Sha256) && (j.Accepted ? j.Reason is null : j.Reason is not null && EvidenceReasons.All.Contains(j.Reason)));

    private static CaseEvidence[] Judge(IReadOnlyList<CaseEvidence> evidence, IReadOnlyList<EvidenceJudgement> judgements) =>
        [.. evidence.Select(e => judgements.LastOrDefault(j => j.Sha256 == e.Sha256) is { } j ? e with { Accepted = j.Accepted, RejectedFor = j.Reason } : e)];

    private static async ValueTask<RefundCase?> CaseOfAsync(TurnContext turn, Ticket ticket, string caseId, CancellationToken cancellationToken)
    {
        // The holder of a conversation speaks for every case in it, the holder of another ticket for that of the ticket alone.
        if (ticket.Kind is TicketKind.Confirm or TicketKind.Payout && ticket.CaseId != caseId) return null;
        if (ticket.Kind is not (TicketKind.Confirm or TicketKind.Payout or TicketKind.TakeOver)) return null;
        return await CaseFiles.FindAsync(turn, caseId, cancellationToken).ConfigureAwait(false) is { } kept && kept.Conversation == turn.State.Id.Value ? kept : null;
    }

    private static InterruptAction.Nothing Refuse(TurnContext turn, string code)
    {
        turn.Outcome(code);
        return InterruptAction.Nothing.Instance;
    }
}

/// <summary>Keys of the wording that decisions say; checked at start.</summary>
internal static class DecisionTexts
{
    public const string ReasonPrefix = "decision.reason.";
    public const string EvidencePrefix = "decision.evidence.";
    public const string Refund = "decision.refund";
    public const string RefundReason = "decision.refund-reason";
    public const string Reissue = "decision.reissue";
    public const string ReissueReason = "decision.reissue-reason";
    public const string Refused = "decision.refused";
    public const string Upheld = "decision.upheld";
    public const string AskMore = "decision.ask-more";
    public const string EvidenceRejected = "decision.evidence-rejected";
    public const string ReasonWithWords = "decision.reason-with-words";
    public const string Paid = "decision.paid";
    public const string Sent = "decision.sent";
    public const string PayoutFailed = "decision.payout-failed";
    public const string SendFailed = "decision.send-failed";
}
