using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.CheckStatus;
using ChatRefundBot.Dialogs.Decisions;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Dialogs.TalkToHuman;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Sellers;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>What holds for every conversation of the desk: where it begins, and what a buyer can ask for at any moment.</summary>
internal sealed partial class RefundGuide(DeskServices desk, DialogCatalog catalog) : IConversationGuide
{
    private const string HumanButton = "human";

    /// <summary>Automatic looks at a waiting case before a person looks.</summary>
    private const int MaxRechecks = 3;

    /// <summary>Name of the timer of an erasure that waits for a case to be closed, and how often it looks.</summary>
    private const string EraseTimer = "erase";
    private static readonly TimeSpan EraseEvery = TimeSpan.FromHours(24);

    private readonly VerdictDesk _verdicts = new(desk);
    private readonly CaseDeadlines _deadlines = new(desk);
    private readonly DecisionDesk _decisions = new(desk, catalog);
    private readonly QueuePlace _place = new(desk);

    public IReadOnlyList<Dialog> Dialogs => catalog.All;

    public Language DefaultLanguage => desk.Options.DefaultLanguage;

    public TimeSpan RemindAfter => TimeSpan.FromMinutes(30);

    public TimeSpan ParkAfter => TimeSpan.FromHours(24);

    public DialogStart Root(TurnContext turn) => DialogStart.Of(catalog.RequestRefund, new RequestRefundState());

    public bool BotAnswers(TurnContext turn) => turn.State.Mode is ConversationMode.Bot or ConversationMode.Queued or ConversationMode.Offered;

    public bool WaitsForBuyer(TurnContext turn) => turn.Innermost(catalog.RequestRefund) is { Outcome: null };

    public IReadOnlyList<PromptChoice> CommonChoices(TurnContext turn) =>
        turn.State.Mode != ConversationMode.Agent && turn.Innermost(catalog.TalkToHuman) is null ? [desk.Buttons.Of(turn.State.Language, HumanButton)] : [];

    public Interrupt? Recognize(TurnContext turn, string text, string? button, bool freeText)
    {
        if (turn.State.Mode == ConversationMode.Agent) return RecognizeBesideAgent(text, button);
        if (button is not null) return button == HumanButton ? new Interrupt.Human("asked") : null;
        if (text.Length == 0) return turn.Incoming.Message is IncomingMessage.Tap { Key: HumanButton } ? new Interrupt.Human("asked") : null;
        var words = desk.Words;
        var folded = DeskWords.Folded(text);
        if (words.LanguageIn(folded) is { } language) return new Interrupt.SwitchLanguage(language);
        if (words.IsFolded("language", folded)) return new Interrupt.SwitchLanguage(null);
        if (words.IsFolded("human", folded)) return new Interrupt.Human("asked");
        if (turn.State.Mode != ConversationMode.Bot && words.IsFolded("bot", folded)) return new Interrupt.Bot();
        if (words.IsFolded("status", folded)) return new Interrupt.Status();
        if (words.IsFolded("cancel", folded)) return new Interrupt.Cancel();
        // What is handed in is not taken back by going a question back: cancelling says what can be done.
        if (words.IsFolded("back", folded)) return turn.Innermost(catalog.RequestRefund) is { Outcome: not null } ? new Interrupt.Cancel() : new Interrupt.Back();
        if (words.IsFolded("help", folded) || text is "?" or "？") return new Interrupt.Help();
        if (words.IsFolded("restart", folded)) return new Interrupt.Restart();
        if (words.IsFolded("erase", folded)) return new Interrupt.Erase();
        // A person is there already, or will be; what the buyer says now is for them.
        if (turn.State.Mode != ConversationMode.Bot) return null;
        return Signal(text, folded, freeText);
    }

    public async ValueTask<InterruptAction> OnInterruptAsync(TurnContext turn, Interrupt interrupt, CancellationToken cancellationToken)
    {
        switch (interrupt)
        {
            case Interrupt.Human human:
                return await ToHumanAsync(turn, human.Reason, cancellationToken).ConfigureAwait(false);
            case Interrupt.Status:
                return new InterruptAction.Begin(DialogStart.Of(catalog.CheckStatus, new CheckStatusState()));
            case Interrupt.Help:
                Say(turn, DeskTexts.Help);
                return InterruptAction.AskAgain.Instance;
            case Interrupt.Cancel:
                return await CancelAsync(turn, cancellationToken).ConfigureAwait(false);
            case Interrupt.Bot:
                return await ToBotAsync(turn, cancellationToken).ConfigureAwait(false);
            case Interrupt.Erase:
                return await EraseAsync(turn, cancellationToken).ConfigureAwait(false);
            default:
                return InterruptAction.AskAgain.Instance;
        }
    }

    public ValueTask<InterruptAction> OnSubjectAsync(TurnContext turn, string subject, CancellationToken cancellationToken)
    {
        // Below another dialog, such as the wait for a person, an order is in progress or nothing is asked of one.
        var frame = turn.State.Stack is [.., var top] ? top : null;
        if (frame is not null && frame.Dialog != RequestRefundDialog.DialogName) return ValueTask.FromResult<InterruptAction>(InterruptAction.Nothing.Instance);
        return ValueTask.FromResult(RequestRefundDialog.TakeSubject(turn, turn.Innermost(catalog.RequestRefund), frame?.Step, subject));
    }

    public async ValueTask<InterruptAction> OnTimerAsync(TurnContext turn, string name, CancellationToken cancellationToken)
    {
        if (name.StartsWith(CaseDeadlines.Timer, StringComparison.Ordinal))
            await _deadlines.OnTimerAsync(turn, name[CaseDeadlines.Timer.Length..], cancellationToken).ConfigureAwait(false);
        if (name == EraseTimer) return await EraseWhenClosedAsync(turn, cancellationToken).ConfigureAwait(false);
        if (!name.StartsWith(VerdictDesk.RecheckTimer, StringComparison.Ordinal)) return InterruptAction.Nothing.Instance;
        var caseId = name[VerdictDesk.RecheckTimer.Length..];
        if (BotAnswers(turn) && turn.Innermost(catalog.RequestRefund) is { } request && request.CaseId == caseId)
        {
            // Somebody who has been asked to wait this often is due a person.
            if (++request.Rechecks > MaxRechecks) return await ToHumanAsync(turn, "recheck", cancellationToken).ConfigureAwait(false);
            Say(turn, Texts.VerdictRechecked);
            // Whether to go on waiting is the buyer's to say anew each time.
            turn.Innermost(catalog.RequestRefund)!.Answers.RemoveAll(a => a.Name == Refunds.Facts.FactCatalogue.BuyerChoice.Name);
            return new InterruptAction.GoTo("facts");
        }

        // The buyer is at something else by now: a person looks at the case that waited.
        var waiting = await CaseFiles.FindAsync(turn, caseId, cancellationToken).ConfigureAwait(false);
        if (waiting is not { Status: CaseStatus.Waiting }) return InterruptAction.Nothing.Instance;
        await CaseFiles.ChangeAsync(turn, caseId, k => k with { Status = CaseStatus.WithAgent }, cancellationToken).ConfigureAwait(false);
        if (waiting.Seller is not null)
            await SellerTickets.CloseAsync(turn, caseId, SellerErrand.Answer, TicketStatus.Withdrawn, cancellationToken).ConfigureAwait(false);
        // Waiting for a person with this very case, the buyer has one ticket already.
        if (turn.Innermost(catalog.TalkToHuman)?.CaseId == caseId) return InterruptAction.Nothing.Instance;
        await GiveToPersonAsync(turn, waiting, "recheck", Texts.VerdictRecheckByHuman, cancellationToken).ConfigureAwait(false);
        return InterruptAction.Nothing.Instance;
    }

    public async ValueTask<InterruptAction> OnNewsAsync(TurnContext turn, IncomingMessage.News news, CancellationToken cancellationToken)
    {
        if (news.Topic == HandoffNotice.Topic) return await OnHandoffAsync(turn, HandoffNotice.Read(news), cancellationToken).ConfigureAwait(false);
        if (SellerContact.Read(news) is not { } answer
            || await SellerContact.TakeAsync(turn, answer, cancellationToken).ConfigureAwait(false) is not { Status: CaseStatus.Waiting } waiting)
            return InterruptAction.Nothing.Instance;
        SellerContact.Say(turn, desk, answer);
        if (BotAnswers(turn) && turn.Innermost(catalog.RequestRefund) is { } request && request.CaseId == answer.CaseId)
        {
            (request.SellerState, request.SellerAsked) = (SellerContact.StateOf(answer.Reply), false);
            return new InterruptAction.GoTo("facts");
        }

        // The buyer is at something else by now: a person goes on with what the seller said.
        turn.CancelTimer(VerdictDesk.RecheckTimer + waiting.Id);
        await CaseFiles.ChangeAsync(turn, waiting.Id, k => k with { Status = CaseStatus.WithAgent }, cancellationToken).ConfigureAwait(false);
        if (turn.Innermost(catalog.TalkToHuman)?.CaseId != waiting.Id)
            await GiveToPersonAsync(turn, waiting, SellerAnswer.Topic, SellerTexts.AnswerToHuman, cancellationToken).ConfigureAwait(false);
        return InterruptAction.Nothing.Instance;
    }

    private async ValueTask GiveToPersonAsync(TurnContext turn, RefundCase waiting, string reason, string text, CancellationToken cancellationToken)
    {
        var due = desk.Policy.DueAt(Priority.P2, turn.Now);
        List<CardLine> card = [new("case", waiting.Number), new("claim", waiting.Claim), new("rule", waiting.Verdict?.Rule ?? "")];
        if (waiting.Seller is { } seller) card.Add(new CardLine("seller_state", seller.State));
        if (waiting.Seller?.Reason is { } words) card.Add(new CardLine("seller_reason", words));
        await TicketQueue.EnqueueAsync(turn, new TicketRequest(TicketKind.Confirm, waiting.Id, reason, TicketPriority.P2, due, card), cancellationToken).ConfigureAwait(false);
        turn.Say(desk.Wording.Text(turn.State.Language, text, ("case", waiting.Number), ("due", Show.Time(due, turn.State.Language))));
    }

    public async ValueTask OnFailureAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.Incoming.Message is IncomingMessage.AgentAct)
        {
            turn.Outcome(ActCodes.Failed);
            return;
        }

        // What nobody but the desk knows of is no concern of the buyer's.
        if (turn.Incoming.Message.FromBuyer) Say(turn, TalkTexts.TurnFailed);
        var ticket = new TicketRequest(TicketKind.Attention, null, "turn-failed", TicketPriority.P2, desk.Policy.DueAt(Priority.P2, turn.Now), []);
        await TicketQueue.EnqueueAsync(turn, ticket, cancellationToken).ConfigureAwait(false);
    }

    private void Say(TurnContext turn, string key) => turn.Say(desk.Wording.Text(turn.State.Language, key));

    /// <summary>A wish for a person, anger or danger in a buyer's words; null when there is none.</summary>
    private Interrupt? Signal(string text, string folded, bool freeText)
    {
        // Long words of one's own tell a story, in which "人工客服" may be somebody else's.
        if (freeText && text.Length > 200) return null;
        if (desk.Words.Says("safety", folded)) return new Interrupt.Human("safety");
        if (desk.Words.Says("emotion", folded)) return new Interrupt.Human("emotion");
        return (!freeText || text.Length <= 40) && desk.Words.Says("human", folded) ? new Interrupt.Human("asked") : null;
    }

    private async ValueTask<InterruptAction> ToHumanAsync(TurnContext turn, string reason, CancellationToken cancellationToken)
    {
        // Asked for once is asked for: the ticket and its card stay as they are.
        if (turn.Innermost(catalog.TalkToHuman) is not null) return InterruptAction.AskAgain.Instance;
        var state = turn.Innermost(catalog.RequestRefund) ?? new RequestRefundState();
        var signals = new Signals { WantsHuman = reason == "asked", NegativeEmotion = reason == "emotion", Safety = reason == "safety" };
        var facts = CaseDecision.FactsOf(turn, state, null, null, signals);
        // A person is asked for before consent as well: the rules then stand as if it were given, since nothing is processed for it.
        if (turn.Refunds().ConsentAt is null) facts = facts.With(Refunds.Facts.FactCatalogue.Consent, Refunds.Facts.FactValue.Of(true), Refunds.Facts.Supplier.Own);
        var policy = await desk.PolicyOfAsync(turn, state.CaseId, cancellationToken).ConfigureAwait(false);
        var verdict = (policy.Decide(facts) as Decision.Decided)?.Verdict;
        catalog.RequestRefund.HearBeforeHandOver(turn, state);
        // A wish for a person is granted first, but what was told with it says how soon.
        var urgent = Urgency.Of(desk, policy, turn, state);
        var mayGoOn = reason is "asked" or "emotion" && state.Outcome is null && urgent is null;
        if (urgent is { } told && (verdict?.Priority is not { } priority || told.Verdict.Priority < priority))
        {
            (verdict, facts) = told;
            await EndWaitAsync(turn, state, verdict, cancellationToken).ConfigureAwait(false);
            await _verdicts.RecordAsync(turn, state, verdict, facts, CaseStatus.WithAgent, cancellationToken).ConfigureAwait(false);
        }
        else if (state.CaseId is not null && state.Outcome is null)
        {
            // Asked for while nobody is there, by somebody whose case is not complete: it is completed meanwhile.
            var goesOn = mayGoOn && !(await _place.DutyAsync(turn, turn.Now, cancellationToken).ConfigureAwait(false)).IsStaffed;
            if (!goesOn) await _verdicts.RecordAsync(turn, state, verdict, facts, CaseStatus.WithAgent, cancellationToken).ConfigureAwait(false);
        }

        if (reason == "emotion") Say(turn, TalkTexts.Sorry);
        if (reason == "safety" && verdict is not null) Say(turn, verdict.WordingKey);
        var handOver = await _verdicts.HandOverStateAsync(turn, state, verdict, cancellationToken).ConfigureAwait(false);
        handOver.MayGoOn = mayGoOn;
        return new InterruptAction.Begin(DialogStart.Of(catalog.TalkToHuman, handOver));
    }

    /// <summary>What an earlier verdict proposed or waited for is over: a rule has given the case to a person.</summary>
    private static async ValueTask EndWaitAsync(TurnContext turn, RequestRefundState state, Verdict verdict, CancellationToken cancellationToken)
    {
        if (state.CaseId is not { } caseId || state.Outcome is null) return;
        (state.Outcome, state.Rule) = (verdict.Outcome.Word(), verdict.Rule);
        turn.CancelTimer(VerdictDesk.RecheckTimer + caseId);
        await TicketQueue.WithdrawAsync(turn, TicketKind.Confirm, caseId, cancellationToken).ConfigureAwait(false);
        await SellerContact.CallOffAsync(turn, state, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<InterruptAction> CancelAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        turn.Refunds().Held.Clear();
        if (turn.Innermost(catalog.TalkToHuman) is { } talk)
        {
            await TalkToHumanDialog.LeaveQueueAsync(turn, talk, desk, cancellationToken).ConfigureAwait(false);
            return new InterruptAction.Restart(Root(turn));
        }

        var state = turn.Innermost(catalog.RequestRefund);
        if (state is null || state.Order is null || (state.Outcome is not null && !await WithdrawAsync(turn, state, cancellationToken).ConfigureAwait(false)))
        {
            Say(turn, Texts.NothingToCancel);
            return InterruptAction.AskAgain.Instance;
        }

        if (state.Outcome is not null) return new InterruptAction.Restart(null);
        if (state.CaseId is not null)
            await CaseFiles.ChangeAsync(turn, state.CaseId, k => k with { Status = CaseStatus.Closed }, cancellationToken).ConfigureAwait(false);
        Say(turn, Texts.Cancelled);
        return new InterruptAction.Restart(null);
    }

    /// <summary>Closes a case that only waits, for time to pass or for the seller, when the buyer no longer needs it.</summary>
    private async ValueTask<bool> WithdrawAsync(TurnContext turn, RequestRefundState state, CancellationToken cancellationToken)
    {
        if (state.CaseId is null || turn.Incoming.Message is IncomingMessage.Text text && desk.Words.Is("back", text.Value)) return false;
        if (await CaseFiles.FindAsync(turn, state.CaseId, cancellationToken).ConfigureAwait(false) is not { Status: CaseStatus.Waiting }) return false;
        await CaseFiles.ChangeAsync(turn, state.CaseId, k => k with { Status = CaseStatus.Closed }, cancellationToken).ConfigureAwait(false);
        turn.CancelTimer(VerdictDesk.RecheckTimer + state.CaseId);
        await SellerContact.CallOffAsync(turn, state, cancellationToken).ConfigureAwait(false);
        Say(turn, Texts.Withdrawn);
        return true;
    }

    private async ValueTask<InterruptAction> EraseAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (await HasOpenCaseAsync(turn, cancellationToken).ConfigureAwait(false))
        {
            turn.SetTimer(EraseTimer, turn.Now + EraseEvery);
            Say(turn, DeskTexts.EraseWaits);
            return InterruptAction.AskAgain.Instance;
        }

        if (turn.Innermost(catalog.TalkToHuman) is { } talk)
            await TalkToHumanDialog.LeaveQueueAsync(turn, talk, desk, cancellationToken).ConfigureAwait(false);
        turn.CancelTimer(EraseTimer);
        Forget(turn);
        Say(turn, DeskTexts.Erased);
        return new InterruptAction.Restart(null);
    }

    /// <summary>An erasure that waited for a case: carried out once none is open, unless the buyer is at something new.</summary>
    private async ValueTask<InterruptAction> EraseWhenClosedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var isBusy = turn.State.Mode != ConversationMode.Bot || turn.Innermost(catalog.RequestRefund) is { Outcome: null, Order: not null };
        if (isBusy || await HasOpenCaseAsync(turn, cancellationToken).ConfigureAwait(false))
        {
            turn.SetTimer(EraseTimer, turn.Now + EraseEvery);
            return InterruptAction.Nothing.Instance;
        }

        Forget(turn);
        Say(turn, DeskTexts.Erased);
        return new InterruptAction.Restart(null);
    }

    private static async ValueTask<bool> HasOpenCaseAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        foreach (var reference in turn.Refunds().Cases)
        {
            if (await CaseFiles.FindAsync(turn, reference.Id, cancellationToken).ConfigureAwait(false) is { IsOpen: true }) return true;
        }

        return false;
    }

    /// <summary>Whoever has not agreed within a day has not agreed: what they sent is not kept on.</summary>
    public void OnParked(TurnContext turn)
    {
        // With nothing in progress there is nothing left to forget but what was said of it.
        if (turn.Refunds().ConsentAt is null && turn.State is { Mode: ConversationMode.Bot, Stack.Count: > 0 }) Forget(turn);
    }

    private static void Forget(TurnContext turn)
    {
        turn.EraseTranscript();
        DeskLines.Erase(turn);
        turn.CarryOut(EvidenceIntake.OutboxKind, new EvidenceOrder([], true), DialogJson.Stored.EvidenceOrder);
        var memory = turn.Refunds();
        memory.ConsentAt = null;
        memory.OrderHint = null;
        memory.Told = null;
        memory.Held.Clear();
        memory.OwnOrders.Clear();
    }
}

/// <summary>Keys of the wording that the guide says; checked at start.</summary>
internal static class DeskTexts
{
    public const string Help = "desk.help";
    public const string EraseWaits = "desk.erase-waits";
    public const string Erased = "desk.erased";
}
