using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>Runs the dialogs of a conversation for one message: interrupts first, then the waiting question, then on to the next one.</summary>
public sealed class DialogRunner : ITurnHandler
{
    /// <summary>Name of the timer behind reminders and parking.</summary>
    public const string IdleTimer = "idle";

    private const string ParkTimer = "park";

    private readonly IConversationGuide _guide;
    private readonly WordingCatalog _wording;
    private readonly Dictionary<string, Dialog> _dialogs;

    public DialogRunner(IConversationGuide guide, WordingCatalog wording)
    {
        (_guide, _wording) = (guide, wording);
        _dialogs = guide.Dialogs.ToDictionary(d => d.Name, StringComparer.Ordinal);
    }

    public ConversationState Begin(Incoming first)
    {
        var locale = (first.Message as IncomingMessage.Opened)?.Locale ?? first.Locale;
        return new ConversationState { Id = first.Conversation, Language = LanguageTags.Parse(locale) ?? _guide.DefaultLanguage };
    }

    public async ValueTask HandleAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        turn.Stack = new DialogStack(turn.State, _dialogs);
        turn.IsMuted = turn.Incoming.Message is IncomingMessage.TimerFired or IncomingMessage.News && !_guide.BotAnswers(turn);
        var run = new DialogRun(turn, turn.Stack, _guide, _wording);
        switch (turn.Incoming.Message)
        {
            case IncomingMessage.TimerFired timer:
                await OnTimerAsync(run, timer.Name, cancellationToken).ConfigureAwait(false);
                break;
            case IncomingMessage.PageContext page:
                await OnPageAsync(run, page, cancellationToken).ConfigureAwait(false);
                break;
            case IncomingMessage.AgentAct act:
                await run.FollowAsync(await _guide.OnAgentActAsync(turn, act, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                WatchIdle(turn);
                break;
            case IncomingMessage.Edited edited:
                await OnEditedAsync(run, edited, cancellationToken).ConfigureAwait(false);
                break;
            case IncomingMessage.Reachability:
                break;
            case IncomingMessage.Continued continued:
                turn.State.Address = continued.Address;
                run.Say(KernelWording.Continued);
                if (_guide.BotAnswers(turn)) await run.AskAgainAsync(cancellationToken).ConfigureAwait(false);
                break;
            case IncomingMessage.News news:
                await run.FollowAsync(await _guide.OnNewsAsync(turn, news, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                WatchIdle(turn);
                break;
            default:
                await OnBuyerAsync(run, cancellationToken).ConfigureAwait(false);
                break;
        }

        run.Stack.Save();
    }

    public ValueTask HandleFailureAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        // Asked of the state, because the dialog that knows its question may be what fails.
        if (turn.State.Prompt is { Sensitive: true }) turn.Mask();
        return _guide.OnFailureAsync(turn, cancellationToken);
    }

    private async ValueTask OnTimerAsync(DialogRun run, string name, CancellationToken cancellationToken)
    {
        var turn = run.Turn;
        switch (name)
        {
            case IdleTimer when turn.State.Prompt is not null && turn.State.BuyerAt + _guide.RemindAfter is { } due && due > turn.Now:
                turn.SetTimer(IdleTimer, due);
                break;
            case IdleTimer when turn.State.Prompt is not null && _guide.BotAnswers(turn):
                if (_guide.WaitsForBuyer(turn)) turn.Say(_wording.Text(turn.State.Language, KernelWording.Reminder));
                turn.SetTimer(ParkTimer, turn.Now + _guide.ParkAfter - _guide.RemindAfter);
                break;
            case IdleTimer:
                break;
            case ParkTimer:
                turn.State.Parked = true;
                _guide.OnParked(turn);
                break;
            default:
                await run.FollowAsync(await _guide.OnTimerAsync(turn, name, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask OnPageAsync(DialogRun run, IncomingMessage.PageContext page, CancellationToken cancellationToken)
    {
        Know(run.Turn, page.Buyer);
        if (page.Subject is not { Length: > 0 } subject || !_guide.BotAnswers(run.Turn)) return;
        await run.FollowAsync(await _guide.OnSubjectAsync(run.Turn, TextCleaner.Clean(subject), cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private static void Know(TurnContext turn, VerifiedBuyer? buyer)
    {
        if (buyer is not null) turn.State.Buyer = VerifiedBuyer.Merge(turn.State.Buyer, buyer);
    }

    /// <summary>
    /// A changed message that the waiting question has just refused is its answer; any other is only kept, and runs no step again. What
    /// must not be kept of the first version must not be kept of this one.
    /// </summary>
    private async ValueTask OnEditedAsync(DialogRun run, IncomingMessage.Edited edited, CancellationToken cancellationToken)
    {
        var turn = run.Turn;
        var said = await EditedMessages.FindAsync(turn, edited.Original, cancellationToken).ConfigureAwait(false);
        // Channels tell of changes that are none to the words.
        if (said is { IsHidden: false } && said.Text == edited.Value)
        {
            turn.IsNothing = true;
            return;
        }

        if (said is { IsStillAsked: true } && turn.State.Prompt is not null && _guide.BotAnswers(turn))
        {
            await OnBuyerAsync(run, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (said is null or { IsHidden: true } || turn.State.Prompt is { Sensitive: true }) turn.Mask();
        if (_guide.BotAnswers(turn)) run.Say(KernelWording.EditKept);
        SetIdleTimer(turn);
    }

    private async ValueTask OnBuyerAsync(DialogRun run, CancellationToken cancellationToken)
    {
        var turn = run.Turn;
        if (turn.Incoming.Message is IncomingMessage.Opened opened) Know(turn, opened.Buyer);
        turn.CancelTimer(ParkTimer);
        var input = ReadInput(turn);
        var top = run.Stack.Top(out var restarted);
        var prompt = top is null || restarted ? null : top.Dialog.PromptOf(top.Step, turn, top.State, _wording);
        var stale = false;
        if (prompt is not null)
        {
            input = input with { Button = run.ResolveButton(prompt, input, out stale) };
            // Words that call for a person may stand beside the secret itself, so nothing typed here is kept as it was.
            if (prompt.Sensitive && input.Button is null) turn.Mask();
        }

        var interrupt = stale ? null : _guide.Recognize(turn, input.Text, input.Button, prompt is { IsFreeText: true });
        if (interrupt is not null)
        {
            turn.State.Parked = false;
            await InterruptAsync(run, interrupt, cancellationToken).ConfigureAwait(false);
        }
        else if (_guide.BotAnswers(turn))
        {
            await ConverseAsync(run, input, top, prompt, restarted, stale, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _guide.OnUnanswered(turn, input);
        }

        SetIdleTimer(turn);
    }

    private async ValueTask ConverseAsync(
        DialogRun run, PromptInput input, LiveFrame? top, Prompt? prompt, bool restarted, bool stale, CancellationToken cancellationToken)
    {
        var turn = run.Turn;
        var wasParked = turn.State.Parked;
        turn.State.Parked = false;
        if (top is null)
        {
            await run.BeginRootAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (restarted || prompt is null)
        {
            if (restarted) run.Say(KernelWording.Restarted);
            await run.EnterAsync(top, cancellationToken).ConfigureAwait(false);
        }
        else if (turn.Incoming.Message is IncomingMessage.Opened)
        {
            run.Say(KernelWording.WelcomeBack);
            run.Ask(top, prompt, turn.State.Prompt?.Failures ?? 0);
        }
        else if (stale)
        {
            run.Say(KernelWording.StaleButton);
            run.Ask(top, prompt, turn.State.Prompt?.Failures ?? 0);
        }
        else if (turn.Incoming.Message is IncomingMessage.Media { IsLate: true } && !prompt.TakesMedia)
        {
            await run.TakeLateAsync(top, input, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            if (wasParked) run.Say(KernelWording.WelcomeBack);
            await run.AnswerAsync(top, prompt, input, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask InterruptAsync(DialogRun run, Interrupt interrupt, CancellationToken cancellationToken)
    {
        var turn = run.Turn;
        switch (interrupt)
        {
            case Interrupt.SwitchLanguage change:
                turn.State.Language = change.Wanted ?? (turn.State.Language == Language.Chinese ? Language.English : Language.Chinese);
                turn.State.LanguageChosen = true;
                run.Say(KernelWording.LanguageSet);
                await run.AskAgainAsync(cancellationToken).ConfigureAwait(false);
                break;
            case Interrupt.Back:
                await run.BackAsync(cancellationToken).ConfigureAwait(false);
                break;
            default:
                await run.FollowAsync(await _guide.OnInterruptAsync(turn, interrupt, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private void SetIdleTimer(TurnContext turn)
    {
        turn.State.BuyerAt = turn.Now;
        WatchIdle(turn);
    }

    private void WatchIdle(TurnContext turn)
    {
        if (turn.State.Prompt is null || !_guide.BotAnswers(turn)) turn.CancelTimer(IdleTimer);
        // A timer that runs is left to run and set anew when it fires too early: moving it would cost every turn a write.
        else if (!turn.State.Timers.Exists(t => t.Name == IdleTimer)) turn.SetTimer(IdleTimer, turn.Now + _guide.RemindAfter);
    }

    private static PromptInput ReadInput(TurnContext turn) => turn.Incoming.Message switch
    {
        IncomingMessage.Text text => new PromptInput(TextCleaner.Clean(text.Value), null, [], turn.Now),
        IncomingMessage.Edited edited => new PromptInput(TextCleaner.Clean(edited.Value), null, [], turn.Now),
        IncomingMessage.Media media => new PromptInput(TextCleaner.Clean(media.Caption ?? ""), null, media.Attachments, turn.Now),
        _ => new PromptInput("", null, [], turn.Now),
    };
}
