using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.TalkToHuman;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>
/// The desk's main conversation: consent, order, ownership, product, issue, what the rules need to know, screenshots, summary, verdict.
/// Which questions are asked follows from the rule table; this class only words them and puts them in order.
/// </summary>
internal sealed partial class RequestRefundDialog : WaterfallDialog<RequestRefundState>
{
    public const string DialogName = "request-refund";

    /// <summary>The step that asks what else the buyer wants once a verdict is given.</summary>
    public const string AfterStep = "after";

    private readonly DeskServices _desk;
    private readonly TalkToHumanDialog _human;
    private readonly EvidenceIntake _intake;
    private readonly VerdictDesk _verdicts;
    private readonly CaseDeadlines _deadlines;

    public RequestRefundDialog(DeskServices desk, TalkToHumanDialog human)
        : base(DialogName, version: 1, DialogJson.Stored.RequestRefundState)
    {
        (_desk, _human) = (desk, human);
        _intake = new EvidenceIntake(desk);
        _verdicts = new VerdictDesk(desk);
        _deadlines = new CaseDeadlines(desk);

        Do("start", Start);
        Ask("consent", ConsentPrompt, OnConsent, WayBack.End);
        Do("look-for-order", LookForOrderAsync);
        Ask("order", OrderPrompt, OnOrderAsync);
        Ask("payment", PaymentPrompt, OnPayment, WayBack.Over);
        Ask("payment-contact", PaymentContactPrompt, OnPaymentContactAsync, WayBack.Over);
        Ask("owner", OwnerPrompt, OnOwnerAsync, WayBack.Over);
        Do("order-known", OrderKnownAsync);
        Ask("product", ProductPrompt, OnProduct);
        Ask("product-wrong", ProductWrongPrompt, OnProductWrong);
        Ask("issue", IssuePrompt, OnIssue);
        Ask("story", StoryPrompt, OnStory);
        Do("open-case", OpenCaseAsync);
        Do("facts", FactsAsync);
        Ask("fact", FactPrompt, OnFact);
        Ask("evidence", EvidencePrompt, OnEvidenceAsync);
        Ask("error-time", ErrorTimePrompt, OnErrorTime);
        Ask("error-code", ErrorCodePrompt, OnErrorCode);
        Ask("summary", SummaryPrompt, OnSummary);
        Ask("edit", EditPrompt, OnEdit);
        Do("verdict", GiveVerdictAsync);
        Ask("after", AfterPrompt, OnAfterAsync, WayBack.End);
        Ask("orders-away", OrdersAwayPrompt, (c, _) => c.GoTo(c.State.RetryAt ?? "look-for-order"), WayBack.End);
    }

    /// <summary>Whether enough is known to go on at a step, for an agent who gives the conversation back to it.</summary>
    public static bool CanGoOnAt(RequestRefundState state, string step) => step switch
    {
        "order" => true,
        "product" or "issue" => state.Verified,
        "facts" or "evidence" or "summary" => state.CaseId is not null,
        _ => false,
    };

    /// <summary>An old step is taken up where the facts collected so far allow it: they are not asked again.</summary>
    protected override string RestartAt(RequestRefundState state, int oldVersion, string oldStep) =>
        state.Outcome is not null ? "after" : state.CaseId is not null ? "facts" : state.Verified ? "order-known" : "start";

    protected override async ValueTask<StepOutcome> TooManyFailuresAsync(StepContext<RequestRefundState> step, string name, CancellationToken cancellationToken)
    {
        // Three wrong forms of an order number are three tries at it; anywhere else the desk has not understood the buyer.
        if (name is "order" or "owner" or "payment" or "payment-contact")
            return await HandOverAsync(step, CaseDecision.FactsOfTry(step.Turn, 3, found: false), cancellationToken).ConfigureAwait(false);
        var facts = CaseDecision.FactsOf(step.Turn, step.State, null, null, new Signals { FailedTurns = 3 });
        step.Say(TalkTexts.NotUnderstood);
        return await HandOverAsync(step, facts, cancellationToken).ConfigureAwait(false);
    }

    protected override async ValueTask<bool> TakeMediaAsync(StepContext<RequestRefundState> step, PromptInput input, CancellationToken cancellationToken)
    {
        if (step.State.CaseId is not null)
        {
            await _intake.TakeAsync(step, input.Attachments, ExpectedKind(step.State), cancellationToken).ConfigureAwait(false);
            await KeepEvidenceInCaseAsync(step, cancellationToken).ConfigureAwait(false);
            return true;
        }

        var held = step.Turn.Refunds().Held;
        var room = EvidenceIntake.MaxPictures - held.Count;
        held.AddRange(input.Attachments.Take(Math.Max(0, room)));
        if (room > 0) step.Say(Texts.PictureHeld);
        if (room < input.Attachments.Count) step.Say(Texts.EvidenceTooMany, ("max", Show.Number(EvidenceIntake.MaxPictures)));
        return true;
    }

    private StepOutcome Start(StepContext<RequestRefundState> c)
    {
        var memory = c.Turn.Refunds();
        NoteOrder(c);
        NoteComplaint(c);
        if (c.Turn.Incoming.Message is IncomingMessage.Media media && memory.ConsentAt is null)
        {
            memory.Held.AddRange(media.Attachments.Take(EvidenceIntake.MaxPictures - memory.Held.Count));
            c.Say(Texts.PictureHeld);
        }

        var toSay = NoteTold(c);
        if (memory.ConsentAt is null) c.Say(Texts.Greeting);
        if (toSay is not null) c.Say(toSay);
        if (memory.ConsentAt is not null) return c.GoTo("look-for-order");
        return c.Next();
    }

    /// <summary>An order number that is sent before it is asked for is not asked for again. Declining forgets it.</summary>
    private static bool NoteOrder(StepContext<RequestRefundState> c)
    {
        if (c.Turn.Incoming.Message is not IncomingMessage.Text text || !OrderId.TryParse(text.Value, out var id)) return false;
        (c.Turn.Refunds().OrderHint, c.Turn.Refunds().HintFromPage) = (id.Value, false);
        return true;
    }

    /// <summary>The clocks of a case run from the first words of complaint, not from when the desk was done asking who complains of what.</summary>
    private void NoteComplaint(StepContext<RequestRefundState> c)
    {
        if (c.Turn.Incoming.Message is not IncomingMessage.Text { Value: var text } || text.StartsWith('/')) return;
        if (_desk.Words.Is("greeting", text) || _desk.Words.Is("restart", text) || _desk.Words.Is("thanks", text)) return;
        c.State.ComplainedAt ??= c.Turn.Incoming.SentAt;
    }

    /// <summary>When the case of an order begins. What was said before the order was paid was not about it.</summary>
    private static DateTimeOffset BegunAt(StepContext<RequestRefundState> c, Order order)
    {
        var named = c.State.NamedAt ?? c.Turn.Incoming.SentAt;
        return c.State.ComplainedAt is { } complained && complained < named && complained >= order.PaidAt ? complained : named;
    }

    private OpenChoicePrompt ConsentPrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.ConsentAsk),
        Choices =
        [
            _desk.Buttons.Of(c.Language, "agree", "好", "好的", "可以", "同意了", "yes", "ok", "okay", "i agree", "sure"),
            _desk.Buttons.Of(c.Language, "decline", "不", "拒绝", "no", "i decline"),
            _desk.Buttons.Of(c.Language, "details", "说明", "为什么"),
        ],
    };

    private StepOutcome OnConsent(StepContext<RequestRefundState> c, Answer<string> answer)
    {
        switch (answer.Value ?? answer.Button)
        {
            case "agree":
                c.Turn.Refunds().ConsentAt = c.Turn.Now;
                return c.Next();
            case "details":
                c.Say(Texts.ConsentDetails);
                return c.Again();
            case OpenChoicePrompt.OtherWords when NoteOrder(c):
                c.Say(Texts.ConsentFirst);
                return c.Again();
            case OpenChoicePrompt.OtherWords when c.Turn.Incoming.Message is IncomingMessage.Text text && _desk.Words.Is("greeting", text.Value):
                c.Say(Texts.ConsentGreeted);
                return c.Again();
            case OpenChoicePrompt.OtherWords:
                NoteComplaint(c);
                return c.Reject(c.T(Texts.ConsentFirst));
            default:
                Forget(c);
                c.Say(Texts.ConsentDeclined);
                c.Say(Texts.ConsentElsewhere);
                return c.End();
        }
    }

    /// <summary>Nothing of a buyer who declines is kept: words, pictures, what the desk noted.</summary>
    private static void Forget(StepContext<RequestRefundState> c)
    {
        var memory = c.Turn.Refunds();
        memory.Held.Clear();
        memory.OrderHint = null;
        memory.Told = null;
        c.Turn.EraseTranscript();
        c.Turn.CarryOut(EvidenceIntake.OutboxKind, new EvidenceOrder([], true), DialogJson.Stored.EvidenceOrder);
    }

    private async ValueTask<StepOutcome> LookForOrderAsync(StepContext<RequestRefundState> c, CancellationToken cancellationToken)
    {
        var memory = c.Turn.Refunds();
        if (memory.ConsentAt is null) return c.GoTo("consent");
        if (memory.OrderHint is not { } hint) return c.GoTo("order");
        memory.OrderHint = null;
        c.State.TakeOrder(hint, c.Turn.Incoming.SentAt);
        c.Say(memory.HintFromPage ? Texts.OrderFromPage : Texts.OrderFromMessage, ("order", Mask(hint)));
        memory.HintFromPage = false;
        if (memory.OwnOrders.Contains(hint))
        {
            c.State.Verified = true;
            return c.GoTo("order-known");
        }

        var known = c.Turn.State.Buyer is { } buyer ? await ShopSaysAsync(c, hint, buyer, cancellationToken).ConfigureAwait(false) : null;
        return known ?? c.GoTo("owner");
    }

    /// <summary>
    /// Takes the number of the order that the shop's page shows. It counts as typed where the desk asks for an order, is kept for when it
    /// will ask where it has asked nothing of an order yet or is done with the last one, and never comes between an order in progress.
    /// </summary>
    /// <param name="step">The step that waits; null when no dialog does.</param>
    public static InterruptAction TakeSubject(TurnContext turn, RequestRefundState? state, string? step, string subject)
    {
        if (!OrderId.TryParse(subject, out var id)) return InterruptAction.Nothing.Instance;
        var asked = step is "order" or "payment" or "payment-contact";
        if (!asked && state is { Order: not null, Outcome: null }) return InterruptAction.Nothing.Instance;
        (turn.Refunds().OrderHint, turn.Refunds().HintFromPage) = (id.Value, true);
        return asked ? new InterruptAction.GoTo("look-for-order") : InterruptAction.Nothing.Instance;
    }

    /// <summary>Reads the verified order for this turn. Null: the source does not answer, and the buyer was told.</summary>
    /// <param name="step">The step to go on with when the source answers again.</param>
    private async ValueTask<Order?> OrderAsync(StepContext<RequestRefundState> c, string step, CancellationToken cancellationToken)
    {
        c.State.RetryAt = step;
        if (!OrderId.TryParseExact(c.State.Order, out var id)) return null;
        if (!c.Turn.Refunds().OwnOrders.Contains(id.Value))
            throw new InvalidOperationException("An order is read for its buyer only after its ownership was proven in this conversation.");
        var (ok, lookup) = await c.Turn.ReadAsync(
            ct => _desk.Orders.FindAsync(id, ct), fault => _desk.LogOrdersAway(fault, c.Turn.State.Id.Value), cancellationToken).ConfigureAwait(false);
        if (ok && lookup is OrderLookup.Found found) return found.Order;
        c.Say(Texts.OrderAway);
        // A promised look at a waiting case is put off, not lost.
        if (c.State is { CaseId: { } waiting, Outcome: "wait" or "seller_first" }) c.Turn.SetTimer(VerdictDesk.RecheckTimer + waiting, c.Turn.Now + TimeSpan.FromMinutes(10));
        return null;
    }

    private ChoicePrompt OrdersAwayPrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.OrderAwayAsk),
        Choices = [_desk.Buttons.Of(c.Language, "retry", "再试", "重试", "again")],
    };

    /// <summary>Hands the conversation to a person with what the rules say about it.</summary>
    private async ValueTask<StepOutcome> HandOverAsync(StepContext<RequestRefundState> c, FactSet facts, CancellationToken cancellationToken)
    {
        // Somebody who was not understood gets a person whether or not they have agreed to anything yet.
        if (c.Turn.Refunds().ConsentAt is null) facts = facts.With(FactCatalogue.Consent, FactValue.Of(true), Supplier.Own);
        var policy = await _desk.PolicyOfAsync(c.Turn, c.State.CaseId, cancellationToken).ConfigureAwait(false);
        var (decision, _) = Unobtainable.Decide(policy, facts, c.Turn.Now);
        var verdict = (decision as Decision.Decided)?.Verdict;
        var state = await _verdicts.HandOverStateAsync(c.Turn, c.State, verdict, cancellationToken).ConfigureAwait(false);
        if (!c.State.Verified && verdict is { Rule: "G4" or "G5" })
        {
            c.Say(verdict.WordingKey);
            // An order that exists is more urgent than one that does not, and a stranger must not learn from the promised time which it is.
            state.DueAt = _desk.Policy.DueAt(Priority.P3, c.Turn.Now);
        }

        return c.Begin(_human, state, c.State.CaseId is null ? "look-for-order" : c.State.Outcome is null ? "facts" : "after");
    }

    private static string Mask(string order) => "****" + order[^4..];
}
