using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.RateService;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Dialogs.TalkToHuman;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Decisions;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>What agents do in a conversation, what their coming and going means to it, and what a buyer can ask of the bot meanwhile.</summary>
internal sealed partial class RefundGuide
{
    private const string BotButton = "back-to-bot";

    public async ValueTask<InterruptAction> OnAgentActAsync(TurnContext turn, IncomingMessage.AgentAct act, CancellationToken cancellationToken)
    {
        if (act.Act == ActKinds.Say) return SayForAgent(turn, act);
        var ticket = await ActGate.TicketAsync(turn, act, cancellationToken).ConfigureAwait(false);
        if (act.Act == ActKinds.Note)
        {
            ActGate.Note(turn, act, ticket?.CaseId);
            return InterruptAction.Nothing.Instance;
        }

        if (ActGate.Refusal(turn, act, ticket) is { } refusal)
        {
            turn.Outcome(refusal.Refusal, refusal.Owner);
            return InterruptAction.Nothing.Instance;
        }

        switch (act.Act)
        {
            case AgentDecision.Act:
                return await _decisions.DecideAsync(turn, act, ticket!, cancellationToken).ConfigureAwait(false);
            case PayoutReport.Act:
                return await _decisions.ReportAsync(turn, act, ticket!, cancellationToken).ConfigureAwait(false);
            case ActKinds.HandBack when ticket!.Kind == TicketKind.TakeOver:
                await ActGate.ResolveAsync(turn, act, ticket, DeskLineKind.HandedBack, null, cancellationToken).ConfigureAwait(false);
                turn.Outcome(null);
                return Resume(turn, act, ticket);
            case ActKinds.Resolve when ticket!.Kind != TicketKind.TakeOver:
                await ActGate.ResolveAsync(turn, act, ticket, DeskLineKind.Resolved, ActGate.WordsOf(act), cancellationToken).ConfigureAwait(false);
                turn.Outcome(null);
                return InterruptAction.Nothing.Instance;
            default:
                turn.Outcome(ActCodes.WrongKind);
                return InterruptAction.Nothing.Instance;
        }
    }

    public void OnUnanswered(TurnContext turn, PromptInput input) => TalkToHumanDialog.Hold(turn, input.Attachments);

    /// <summary>What a buyer explicitly asks of the bot while a person has the word; everything else is said to the person.</summary>
    private Interrupt? RecognizeBesideAgent(string text, string? button)
    {
        if (button == BotButton) return new Interrupt.Bot();
        if (text.Length == 0) return null;
        var words = desk.Words;
        var folded = DeskWords.Folded(text);
        if (words.LanguageIn(folded) is { } language) return new Interrupt.SwitchLanguage(language);
        if (words.IsFolded("language", folded)) return new Interrupt.SwitchLanguage(null);
        if (words.IsFolded("bot", folded)) return new Interrupt.Bot();
        if (words.IsFolded("status", folded)) return new Interrupt.Status();
        if (words.IsFolded("erase", folded)) return new Interrupt.Erase();
        // Alone, "help" or "cancel" may well be said to the person; as commands they are the bot's.
        if (!text.StartsWith('/')) return null;
        if (words.IsFolded("help", folded)) return new Interrupt.Help();
        return words.IsFolded("cancel", folded) || words.IsFolded("back", folded) ? new Interrupt.Bot() : null;
    }

    private static InterruptAction SayForAgent(TurnContext turn, IncomingMessage.AgentAct act)
    {
        if (ActGate.RefusalToSpeak(turn, act) is { } refusal) turn.Outcome(refusal.Refusal, refusal.Owner);
        else ActGate.Say(turn, act);
        return InterruptAction.Nothing.Instance;
    }

    /// <summary>The buyer goes back to the bot, from an agent or from the queue.</summary>
    private async ValueTask<InterruptAction> ToBotAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var talk = turn.Innermost(catalog.TalkToHuman);
        await TalkToHumanDialog.LeaveQueueAsync(turn, talk ?? await TalkOfAsync(turn, cancellationToken).ConfigureAwait(false), desk, cancellationToken).ConfigureAwait(false);
        return talk is null ? InterruptAction.AskAgain.Instance : new InterruptAction.End();
    }

    /// <summary>The conversation has been taken, passed on or given back by a verb of the queue, or its place may have changed.</summary>
    private async ValueTask<InterruptAction> OnHandoffAsync(TurnContext turn, HandoffNotice notice, CancellationToken cancellationToken)
    {
        turn.IsMuted = false;
        if (notice.Change == HandoffChange.Place)
        {
            if (turn.State.Mode is ConversationMode.Queued or ConversationMode.Offered) await _place.TellChangeAsync(turn, cancellationToken).ConfigureAwait(false);
            return InterruptAction.Nothing.Instance;
        }

        // It has changed hands again meanwhile: the notice of that follows.
        if (notice.Epoch != turn.State.Epoch) return InterruptAction.Nothing.Instance;
        var talk = turn.Innermost(catalog.TalkToHuman) ?? await TalkOfAsync(turn, cancellationToken).ConfigureAwait(false);
        if (notice.Change == HandoffChange.Transferred) Say(turn, TalkTexts.AgentChanges);
        if (notice.Change == HandoffChange.Requeued) Say(turn, TalkTexts.AgentLeft);
        return new InterruptAction.Begin(DialogStart.Of(catalog.TalkToHuman, talk));
    }

    /// <summary>What the wait for a person would know if the buyer had asked for one.</summary>
    private static async ValueTask<TalkToHumanState> TalkOfAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var id = TicketQueue.IdOf(turn.State.Id, TicketKind.TakeOver, null);
        var ticket = await TicketQueue.FindAsync(turn, id, cancellationToken).ConfigureAwait(false);
        return ticket is null
            ? new TalkToHumanState { DueAt = turn.Now }
            : new TalkToHumanState { CaseId = ticket.CaseId, Reason = ticket.Reason, Priority = ticket.Priority.ToString(), DueAt = ticket.DueAt, Line = ticket.Line };
    }

    /// <summary>Gives the conversation back to the bot, which goes on where the agent says.</summary>
    private InterruptAction Resume(TurnContext turn, IncomingMessage.AgentAct act, Ticket ticket)
    {
        ActGate.GiveToBot(turn);
        Say(turn, TalkTexts.HandedBack);
        var request = turn.Nearest(catalog.RequestRefund);
        switch (ActGate.ResumeOf(act))
        {
            case ResumePoint.StartOver:
                return new InterruptAction.Restart(Root(turn));
            case ResumePoint.VerdictGiven:
                if (request is not null) request.Outcome ??= "answered";
                var rating = turn.Refunds().AskForRating(ticket.CaseId ?? ticket.Id + "#" + Show.Number(ticket.Epoch))
                    ? DialogStart.Of(catalog.RateService, new RateServiceState { CaseId = ticket.CaseId, Agent = act.Agent.Account })
                    : null;
                var after = request is null ? null : RequestRefundDialog.AfterStep;
                return rating is null ? new InterruptAction.End(after) : new InterruptAction.Replace(rating, after);
            case ResumePoint.Continue { Step: { } step } when request is not null && RequestRefundDialog.CanGoOnAt(request, step):
                request.Outcome = null;
                return new InterruptAction.End(step);
            default:
                return new InterruptAction.End();
        }
    }
}
