using System.Globalization;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Products;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>What went wrong, and what the rules need to know about it.</summary>
internal sealed partial class RequestRefundDialog
{
    private static readonly string[] Claims = ["NOT_RECEIVED", "INVALID", "NOT_AS_DESCRIBED", "WRONG_PRODUCT", "TOPUP_FAILED", "UNUSED", "OTHER"];

    private ChoicePrompt IssuePrompt(StepContext<RequestRefundState> c)
    {
        var goods = GoodsOf(c.State);
        List<PromptChoice> shown = [], unshown = [];
        foreach (var claim in Claims)
            (CanBe(claim, goods) ? shown : unshown).Add(_desk.Buttons.Of(c.Language, claim, ClaimWords(claim)));
        return new ChoicePrompt { Text = c.T(Texts.IssueAsk), Choices = shown, Unshown = unshown };
    }

    private EvidenceClass GoodsOf(RequestRefundState state) => _desk.Policy.Products.Find(state.Glance?.Type)?.Evidence ?? EvidenceClass.Unclear;

    /// <summary>
    /// Whether a claim makes sense for goods (refund-policy 3.3): nothing is topped up with a code, and what goes straight to an account
    /// has no code to be invalid and is used once it is there. Such a claim gets no button; a buyer who types it is still heard.
    /// </summary>
    private static bool CanBe(string claim, EvidenceClass goods) => (claim, goods) switch
    {
        ("INVALID" or "UNUSED", EvidenceClass.Topup) => false,
        ("TOPUP_FAILED", EvidenceClass.Code or EvidenceClass.NonStandard) => false,
        _ => true,
    };

    /// <summary>What buyers type in place of the button.</summary>
    private static string[] ClaimWords(string claim) => claim switch
    {
        "NOT_RECEIVED" => ["没收到货", "没收到", "没到货", "未收到", "未收到货", "没发货", "还没发", "不发货", "迟迟不发", "not delivered", "never arrived", "did not receive", "not received", "haven't received", "still waiting"],
        "INVALID" => ["用不了", "不能用", "没法用", "激活不了", "激活失败", "无法激活", "兑换不了", "兑换失败", "无效", "invalid", "does not work", "doesn't work", "not working", "won't activate", "cannot be activated"],
        "NOT_AS_DESCRIBED" => ["商品描述不符", "描述不符", "货不对板", "面值不对", "different from the listing"],
        "WRONG_PRODUCT" => ["买错", "拍错了", "下错单", "bought the wrong", "wrong one"],
        "TOPUP_FAILED" => ["没到账", "未到账", "不到账", "充值失败", "没充上", "top-up failed", "topup failed", "top up failed", "not topped up", "not credited"],
        "UNUSED" => ["没用过", "没使用", "未使用", "没激活", "还没用", "不想要了", "不要了", "unused", "not used", "never used", "haven't used", "changed my mind"],
        _ => ["其它", "别的", "something else"],
    };

    private StepOutcome OnIssue(StepContext<RequestRefundState> c, Answer<string> answer)
    {
        var claim = Meant(answer.Value!, GoodsOf(c.State));
        if (c.State.Claim is not null && c.State.Claim != claim) Forget(c.State, keepClaim: false);
        c.State.Claim = claim;
        return c.GoTo(claim == "OTHER" ? "story" : "open-case");
    }

    /// <summary>What a buyer means who types a claim that these goods cannot have: a code that is "not credited" has not come.</summary>
    private static string Meant(string claim, EvidenceClass goods) => (claim, goods) switch
    {
        ("TOPUP_FAILED", EvidenceClass.Code or EvidenceClass.NonStandard) => "NOT_RECEIVED",
        ("INVALID", EvidenceClass.Topup) => "TOPUP_FAILED",
        _ => claim,
    };

    private static TextPrompt StoryPrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.IssueStoryAsk),
        MaxLength = 2000,
        TooLong = c.T(Texts.IssueStoryTooLong),
    };

    private static StepOutcome OnStory(StepContext<RequestRefundState> c, Answer<string> answer)
    {
        c.State.Story = OwnWords(c.Turn, answer.Value!);
        c.State.Typed = true;
        return c.GoTo("open-case");
    }

    /// <summary>A story as the buyer wrote it: reading maps full-width punctuation for comparing, which would misquote them.</summary>
    private static string OwnWords(TurnContext turn, string read)
    {
        if (turn.Incoming.Message is not IncomingMessage.Text { Value: var text }) return read;
        return string.Concat(text.Where(x => x == '\n' || char.GetUnicodeCategory(x) is not (UnicodeCategory.Control or UnicodeCategory.Format))).Trim();
    }

    private async ValueTask<StepOutcome> OpenCaseAsync(StepContext<RequestRefundState> c, CancellationToken cancellationToken)
    {
        if (await OrderAsync(c, "open-case", cancellationToken).ConfigureAwait(false) is not { } order) return c.GoTo("orders-away");
        if (c.State.CaseId is not null)
        {
            await CaseFiles.ChangeAsync(c.Turn, c.State.CaseId, k => k with { Claim = c.State.Claim! }, cancellationToken).ConfigureAwait(false);
            return c.GoTo("facts");
        }

        if (await CaseFiles.OpenAsync(c.Turn, order, c.State.Claim!, BegunAt(c, order), _desk.Policy, _desk.Numbers, cancellationToken)
                .ConfigureAwait(false) is not { } opened)
            return await JoinOwnCaseAsync(c, order.Id.Value, cancellationToken).ConfigureAwait(false);
        _deadlines.Watch(c.Turn, opened.Case);
        c.State.CaseId = opened.Case.Id;
        c.State.CaseNumber = opened.Case.Number;
        c.State.CaseOpenedAt = opened.Case.OpenedAt;
        c.State.Claims30d = opened.Claims30d;
        c.Say(Texts.CaseOpened, ("case", opened.Case.Number));
        return c.GoTo("facts");
    }

    /// <summary>The order has an open case: this conversation's own is gone on with, anybody else's is linked to by the rules.</summary>
    private async ValueTask<StepOutcome> JoinOwnCaseAsync(StepContext<RequestRefundState> c, string order, CancellationToken cancellationToken)
    {
        var open = await CaseFiles.OpenCaseAsync(c.Turn, order, cancellationToken).ConfigureAwait(false);
        if (open is null || open.Conversation != c.Turn.State.Id.Value || open.Status != CaseStatus.Collecting) return c.GoTo("verdict");
        c.State.CaseId = open.Id;
        c.State.CaseNumber = open.Number;
        c.State.CaseOpenedAt = open.OpenedAt;
        if (c.State.Evidence.Count == 0) c.State.Evidence = PicturesOf(open);
        await CaseFiles.ChangeAsync(c.Turn, open.Id, k => k with { Claim = c.State.Claim! }, cancellationToken).ConfigureAwait(false);
        return c.GoTo("facts");
    }

    /// <summary>The open case of the order that is not this request's own; null when there is none.</summary>
    private static async ValueTask<RefundCase?> OtherOpenCaseAsync(StepContext<RequestRefundState> c, string order, CancellationToken cancellationToken)
    {
        var open = await CaseFiles.OpenCaseAsync(c.Turn, order, cancellationToken).ConfigureAwait(false);
        if (open is null || open.Id == c.State.CaseId) return null;
        // A case that this conversation began and left is gone on with, not linked to.
        return open.Conversation == c.Turn.State.Id.Value && open.Status == CaseStatus.Collecting ? null : open;
    }

    /// <summary>Takes the pictures that came before there was a case, or while the buyer waited for a person.</summary>
    private async ValueTask TakeHeldAsync(StepContext<RequestRefundState> c, CancellationToken cancellationToken)
    {
        var held = c.Turn.Refunds().Held;
        if (held.Count == 0 || c.State.CaseId is null) return;
        c.Say(Texts.PicturesNowTaken);
        await _intake.TakeAsync(c, [.. held], ExpectedKind(c.State), cancellationToken).ConfigureAwait(false);
        held.Clear();
        await KeepEvidenceInCaseAsync(c, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the table; asks the buyer what it still needs; ends in summary or verdict.</summary>
    private async ValueTask<StepOutcome> FactsAsync(StepContext<RequestRefundState> c, CancellationToken cancellationToken)
    {
        if (await OrderAsync(c, "facts", cancellationToken).ConfigureAwait(false) is not { } order) return c.GoTo("orders-away");
        await TakeHeldAsync(c, cancellationToken).ConfigureAwait(false);
        var open = await OtherOpenCaseAsync(c, order.Id.Value, cancellationToken).ConfigureAwait(false);
        var signals = c.State.Story is null ? null : _desk.Words.SignalsIn(c.State.Story);
        var facts = CaseDecision.FactsOf(c.Turn, c.State, order, open, signals is null ? null : signals with { NegativeEmotion = false });
        var policy = await _desk.PolicyOfAsync(c.Turn, c.State.CaseId, cancellationToken).ConfigureAwait(false);
        var (decision, _) = Unobtainable.Decide(policy, facts, c.Turn.Now);
        switch (decision)
        {
            case Decision.Decided { Verdict: { Outcome: Outcome.Ask, Missing.Count: > 0 } verdict }:
                c.State.Missing = [.. verdict.Missing];
                // The picture is there; what is typed beside it is asked for as words.
                if (verdict.Missing.All(m => m is "E4.time" or "E4.code")) return c.GoTo(c.State.ErrorTime is null ? "error-time" : "error-code");
                ShowProductCard(c, policy);
                return c.GoTo("evidence");
            case Decision.Undecided undecided when undecided.NextOfBuyer is { } fact && FactQuestions.CanAsk(fact):
                c.State.Asking = fact.Name;
                // Asked by a re-check or after the seller has answered, a buyer may sleep on the answer: the next look is a day later, not while they think.
                if (!c.Turn.Incoming.Message.FromBuyer) c.Turn.SetTimer(VerdictDesk.RecheckTimer + c.State.CaseId, c.Turn.Now + TimeSpan.FromHours(24));
                return c.GoTo("fact");
            default:
                return c.GoTo(c.State is { Typed: true, Submitted: false } ? "summary" : "verdict");
        }
    }

    private ChoicePrompt FactPrompt(StepContext<RequestRefundState> c)
    {
        var asking = c.State.Asking!;
        return new ChoicePrompt
        {
            Text = Known(c, asking) + c.T($"{Texts.FactAsk}.{asking}.ask"),
            Choices = [.. FactQuestions.Words(asking).Select(w => _desk.Buttons.Of(c.Language, $"{asking}.{w}", FactQuestions.Synonyms(w)))],
        };
    }

    /// <summary>What the system says of delivery, before the buyer answers a question that turns on it.</summary>
    private static string Known(StepContext<RequestRefundState> c, string asking)
    {
        if (asking != FactCatalogue.Usage.Name && asking != FactCatalogue.BuyerChoice.Name || c.State.Glance is not { } glance) return "";
        var promised = Show.Minutes(glance.PromisedMinutes, c.Language);
        return (glance.DeliveredAt is { } delivered
            ? c.T(Texts.FactDelivered, ("promised", promised), ("delivered", Show.Time(delivered, c.Language)))
            : c.T(Texts.FactNotDelivered, ("promised", promised))) + "\n";
    }

    private static StepOutcome OnFact(StepContext<RequestRefundState> c, Answer<string> answer)
    {
        var value = answer.Value![(answer.Value!.IndexOf('.', StringComparison.Ordinal) + 1)..];
        c.State.Answers.RemoveAll(a => a.Name == c.State.Asking);
        c.State.Answers.Add(new AnsweredFact(c.State.Asking!, value, c.Turn.Now));
        // Kept, so that going back finds the question.
        return c.GoTo("facts");
    }
}
