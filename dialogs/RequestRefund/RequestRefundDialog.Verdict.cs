using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.Dialogs.CaseFile;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Summary, verdict, and what the buyer can do after it.</summary>
internal sealed partial class RequestRefundDialog
{
    private ChoicePrompt SummaryPrompt(StepContext<RequestRefundState> c)
    {
        var title = c.T(Texts.SummaryTitle);
        List<CardRow> rows =
        [
            new(c.T(CardTexts.Order), Mask(c.State.Order!)),
            new(c.T(CardTexts.Product), c.State.Glance!.Product),
            new(c.T(CardTexts.Problem), c.T("claim." + c.State.Claim)),
        ];
        var lines = new List<string>
        {
            c.T(Texts.SummaryAsk, ("title", title), ("order", rows[0].Value), ("product", rows[1].Value), ("claim", rows[2].Value)),
        };
        if (c.State.Story is { } story) Add(c.T(CardTexts.Story), CodeMask.Hide(story));
        foreach (var answer in c.State.Answers.Where(a => _desk.Wording.Has(c.Language, $"button.{a.Name}.{a.Value}")))
            Add(c.T($"{Texts.FactAsk}.{answer.Name}.name"), c.T($"button.{answer.Name}.{answer.Value}"));
        if (c.State.ErrorTime is { } time) Add(c.T(CardTexts.ErrorTime), Show.Time(time, c.Language));
        if (c.State.ErrorCode is { } code) Add(c.T(CardTexts.ErrorCode), CodeMask.Hide(code));
        if (c.State.Evidence.Count > 0) Add(c.T(CardTexts.Evidence), c.T(Texts.SummaryEvidence, ("n", Show.Number(c.State.Evidence.Count))));
        return new ChoicePrompt
        {
            Text = string.Join('\n', lines),
            Card = () => new Card(CardKind.Summary, title) { Tone = CardTone.Info, Rows = rows },
            Choices = [_desk.Buttons.Of(c.Language, "submit", "提交", "确认", "好", "是", "yes", "ok"), _desk.Buttons.Of(c.Language, "edit", "改", "修改一下", "no")],
        };

        void Add(string label, string value)
        {
            lines.Add(c.T(Texts.SummaryRow, ("label", label), ("value", value)));
            rows.Add(new CardRow(label, value));
        }
    }

    private static StepOutcome OnSummary(StepContext<RequestRefundState> c, Answer<string> answer)
    {
        if (answer.Value == "edit") return c.GoTo("edit");
        c.State.Submitted = true;
        return c.GoTo("verdict");
    }

    private ChoicePrompt EditPrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.EditAsk),
        Choices =
        [
            _desk.Buttons.Of(c.Language, "edit-issue"),
            _desk.Buttons.Of(c.Language, "edit-answers"),
            _desk.Buttons.Of(c.Language, "edit-evidence"),
            _desk.Buttons.Of(c.Language, "edit-nothing"),
        ],
    };

    private static StepOutcome OnEdit(StepContext<RequestRefundState> c, Answer<string> answer)
    {
        switch (answer.Value)
        {
            case "edit-issue":
                Forget(c.State, keepClaim: false);
                return c.GoTo("issue");
            case "edit-answers":
                c.State.Answers.Clear();
                if (c.State.Story is not null) return c.GoTo("story");
                return c.GoTo("facts");
            case "edit-evidence":
                Forget(c.State, keepClaim: true);
                return c.GoTo("facts");
            default:
                return c.GoTo("summary");
        }
    }

    /// <summary>Drops what was collected for an issue, so that it is asked again.</summary>
    private static void Forget(RequestRefundState state, bool keepClaim)
    {
        state.Evidence.Clear();
        state.Missing.Clear();
        state.EvidenceRounds = 0;
        state.EvidenceDeclined = false;
        state.ErrorTime = null;
        state.ErrorCode = null;
        if (keepClaim) return;
        state.Answers.Clear();
        state.Story = null;
        state.Claim = null;
        state.Typed = false;
    }

    private async ValueTask<StepOutcome> GiveVerdictAsync(StepContext<RequestRefundState> c, CancellationToken cancellationToken)
    {
        if (await OrderAsync(c, "verdict", cancellationToken).ConfigureAwait(false) is not { } order) return c.GoTo("orders-away");
        var open = await OtherOpenCaseAsync(c, order.Id.Value, cancellationToken).ConfigureAwait(false);
        var signals = c.State.Story is null ? null : _desk.Words.SignalsIn(c.State.Story);
        var facts = CaseDecision.FactsOf(c.Turn, c.State, order, open, signals is null ? null : signals with { NegativeEmotion = false });
        var policy = await _desk.PolicyOfAsync(c.Turn, c.State.CaseId, cancellationToken).ConfigureAwait(false);
        var (decision, known) = Unobtainable.Decide(policy, facts, c.Turn.Now);

        // What is left open here only an agent can say: a person decides, with what there is.
        var verdict = (decision as Decision.Decided)?.Verdict;
        c.State.Outcome = verdict?.Outcome.Word() ?? "escalate";
        c.State.Rule = verdict?.Rule;
        c.State.MayChooseRefund = verdict is { Outcome: Outcome.Wait, Rule: "R23" };
        if (verdict is null || verdict.Outcome == Outcome.Escalate)
        {
            await _verdicts.RecordAsync(c.Turn, c.State, verdict, known, CaseStatus.WithAgent, cancellationToken).ConfigureAwait(false);
            // An earlier proposal is no longer one, and an earlier wait is over.
            c.Turn.CancelTimer(VerdictDesk.RecheckTimer + c.State.CaseId);
            await TicketQueue.WithdrawAsync(c.Turn, TicketKind.Confirm, c.State.CaseId, cancellationToken).ConfigureAwait(false);
            await SellerContact.CallOffAsync(c.Turn, c.State, cancellationToken).ConfigureAwait(false);
            _verdicts.SayEscalation(c, policy, verdict, order, open);
            var state = await _verdicts.HandOverStateAsync(c.Turn, c.State, verdict, cancellationToken).ConfigureAwait(false);
            return c.Begin(_human, state, "after");
        }

        await _verdicts.GiveAsync(c, policy, verdict, known, order, open, cancellationToken).ConfigureAwait(false);
        return c.GoTo("after");
    }

    private OpenChoicePrompt AfterPrompt(StepContext<RequestRefundState> c)
    {
        var (ask, own) = c.State.Outcome switch
        {
            "reject" => (Texts.AfterAskReject, new[] { "review" }),
            "wait" when c.State.MayChooseRefund => (Texts.AfterAskWait, ["keep-waiting", "want-refund"]),
            "reissue" when HasAccepted(c.State) => (Texts.AfterAsk, ["want-refund"]),
            "reissue" => (Texts.AfterAskReissue, ["accept-reissue", "want-refund"]),
            "seller_first" => (Texts.AfterAskSeller, ["seller-solved", "still-invalid"]),
            "resolved" => (Texts.AfterAsk, ["still-invalid"]),
            _ => (Texts.AfterAsk, Array.Empty<string>()),
        };
        return new OpenChoicePrompt
        {
            Text = c.T(ask),
            Choices = [.. own.Append("check-status").Concat(c.State.CaseId is null ? [] : ["case-file"]).Append("new-request").Select(key => _desk.Buttons.Of(c.Language, key, AfterWords(key)))],
        };
    }

    private static bool HasAccepted(RequestRefundState state) => state.Answers.Exists(a => a.Name == FactCatalogue.AcceptsReissue.Name && a.Value == "true");

    /// <summary>What buyers type in place of the button.</summary>
    private static string[] AfterWords(string button) => button switch
    {
        "review" => ["复核", "人工复核", "不同意", "不服", "review", "i disagree", "not fair"],
        "keep-waiting" => ["等", "再等等", "等等吧", "我等", "i will wait", "wait"],
        "want-refund" => ["退款", "退钱", "我要退款", "不等了", "refund", "money back"],
        "accept-reissue" => ["可以", "好", "好的", "行", "补发", "yes", "ok", "okay", "new code"],
        "seller-solved" => ["解决了", "可以用了", "solved", "it works now"],
        "still-invalid" => ["没解决", "没有解决", "还是不行", "还是用不了", "不行", "卖家不理我", "没解决了", "not solved", "still not working", "does not work", "doesn't work"],
        "case-file" => CaseFileOffer.Words,
        "check-status" => ["到哪了", "多久", "status", "how long"],
        _ => ["别的订单", "另一个订单", "其他订单", "再申请", "another order", "new request"],
    };

    private async ValueTask<StepOutcome> OnAfterAsync(StepContext<RequestRefundState> c, Answer<string> answer, CancellationToken cancellationToken)
    {
        switch (answer.Value)
        {
            case "review":
                var review = await _verdicts.ReviewAsync(c.Turn, c.State, cancellationToken).ConfigureAwait(false);
                if (review is not null) return c.Begin(_human, review, "after");
                c.Say(Texts.CaseTakenOver);
                return c.Again();
            case "want-refund" when c.State.Rule == "R28":
                // Of goods that wait unopened the buyer wants none: that is another claim, with a rule of its own.
                c.State.Claim = "UNUSED";
                return c.GoTo("open-case");
            case "want-refund":
                SetAnswer(c, FactCatalogue.BuyerChoice, "refund");
                SetAnswer(c, FactCatalogue.AcceptsReissue, "false");
                return c.GoTo("facts");
            case "accept-reissue":
                c.Say(Texts.AfterReissueAccepted);
                SetAnswer(c, FactCatalogue.AcceptsReissue, "true");
                await _verdicts.RefreshTicketAsync(c.Turn, c.State, cancellationToken).ConfigureAwait(false);
                return c.Again();
            case "keep-waiting":
                c.Say(Texts.AfterKeptWaiting);
                return c.Again();
            case "seller-solved":
                c.State.SellerState = "solved";
                return c.GoTo("facts");
            case "still-invalid":
                c.State.SellerState = "refused";
                return c.GoTo("facts");
            case OpenChoicePrompt.OtherWords:
                if (c.Turn.Incoming.Message is not IncomingMessage.Text text || !_desk.Words.Is("thanks", text.Value)) return c.Reject(null);
                c.Say(Texts.AfterThanks);
                return c.Wait();
            case "case-file":
                await CaseFileOffer.SayAsync(c.Turn, _desk, c.State.CaseId, cancellationToken).ConfigureAwait(false);
                return c.Again();
            case "new-request":
                return c.Replace(this, new RequestRefundState());
            default:
                await CheckStatus.CaseStatusText.SayAsync(c.Turn, _desk, cancellationToken).ConfigureAwait(false);
                return c.Again();
        }
    }

    private static void SetAnswer(StepContext<RequestRefundState> c, FactDefinition fact, string value)
    {
        c.State.Answers.RemoveAll(a => a.Name == fact.Name);
        c.State.Answers.Add(new AnsweredFact(fact.Name, value, c.Turn.Now));
    }
}
