using System.Globalization;
using System.Text.RegularExpressions;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>The dialogs of one turn in motion: answers, transitions, questions.</summary>
internal sealed partial class DialogRun(TurnContext turn, DialogStack stack, IConversationGuide guide, WordingCatalog wording)
{
    /// <summary>More transitions than this in one turn are a loop between steps, not a dialog.</summary>
    private const int MaxTransitions = 100;

    public TurnContext Turn => turn;

    public DialogStack Stack => stack;

    public void Say(string key) => turn.Say(wording.Text(turn.State.Language, key));

    public void Ask(LiveFrame frame, Prompt prompt, int failures)
    {
        var choices = Choices(prompt).Select(c => new Choice(c.Key, c.Label)).ToArray();
        turn.Ask(prompt.Text, choices, failures, prompt.Sensitive, prompt.Card?.Invoke());
    }

    /// <summary>The button that a message means: tapped, or typed by its number, label or words. Null when it means none.</summary>
    /// <param name="stale">True when a button of an earlier question was tapped that this question does not have.</param>
    public string? ResolveButton(Prompt prompt, PromptInput input, out bool stale)
    {
        stale = false;
        var choices = Choices(prompt);
        if (turn.Incoming.Message is IncomingMessage.Tap tap)
        {
            var known = choices.FirstOrDefault(c => c.Key == tap.Key);
            stale = known is null || (tap.PromptId is not null && tap.PromptId != turn.State.Prompt?.Id && !guide.CommonChoices(turn).Any(c => c.Key == tap.Key));
            return stale ? null : known?.Key;
        }

        if (input.Text.Length is 0 or > 64) return null;
        if (prompt.NumbersAreChoices
            && int.TryParse(input.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= choices.Count && input.Text[0] != '0')
            return choices[number - 1].Key;
        choices.AddRange(prompt.Unshown);
        var folded = TextCleaner.Fold(input.Text);
        return choices.Find(c => c.Spellings.AsSpan().Contains(folded))?.Key ?? (prompt.ReadsButtons ? Mentioned(choices, folded) : null);
    }

    /// <summary>
    /// The one button whose label, or a part of it, stands in what was typed; null when none or several do. "not used" is not "used":
    /// of two spellings of which one is part of the other the longer one counts, and one that is denied counts for nothing.
    /// </summary>
    private static string? Mentioned(List<PromptChoice> choices, string folded)
    {
        var said = choices
            .SelectMany(c => c.Spellings.Where(s => s.Length >= 2 && folded.Contains(s, StringComparison.Ordinal)).Select(s => (c.Key, Spelling: s)))
            .ToList();
        var meant = said
            .Where(s => !said.Exists(o => o.Spelling.Length > s.Spelling.Length && o.Spelling.Contains(s.Spelling, StringComparison.Ordinal)))
            .Where(s => !Denial().IsMatch(folded[..folded.IndexOf(s.Spelling, StringComparison.Ordinal)]))
            .Select(s => s.Key)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return meant.Count == 1 ? meant[0] : null;
    }

    public async ValueTask AnswerAsync(LiveFrame frame, Prompt prompt, PromptInput input, CancellationToken cancellationToken)
    {
        var failures = turn.State.Prompt?.Failures ?? 0;
        if (turn.Incoming.Message is IncomingMessage.Unsupported)
        {
            Say(KernelWording.Unsupported);
            Ask(frame, prompt, failures);
            return;
        }

        if (input.Attachments.Count > 0 && !prompt.TakesMedia)
        {
            var taken = await frame.Dialog.UnexpectedMediaAsync(frame.Step, turn, frame.State, wording, input, cancellationToken).ConfigureAwait(false);
            if (!taken) Say(KernelWording.MediaNotExpected);
            input = input with { Attachments = [] };
            if (input.Text.Length == 0)
            {
                Ask(frame, prompt, failures);
                return;
            }
        }

        if (input is { Text.Length: > 0, Attachments.Count: 0 } && !prompt.Sensitive
            && frame.Dialog.Overhear(frame.Step, input.Text, turn, frame.State, wording) is { } heard)
        {
            await ApplyAsync(heard, cancellationToken).ConfigureAwait(false);
            return;
        }

        var (outcome, problem) = await frame.Dialog.AnswerAsync(frame.Step, prompt, input, turn, frame.State, wording, cancellationToken).ConfigureAwait(false);
        if (outcome is null or StepOutcome.Reject)
        {
            // Nothing was said, so nothing was wrong with it.
            if (input.Text.Length == 0 && input.Button is null && input.Attachments.Count == 0)
            {
                Say(KernelWording.EmptyMessage);
                Ask(frame, prompt, failures);
                return;
            }

            var reason = (outcome as StepOutcome.Reject)?.Problem ?? problem ?? prompt.Retry;
            await FailAsync(frame, prompt, reason, failures + 1, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (outcome is not StepOutcome.Again) frame.Answered(frame.Step);
        await ApplyAsync(outcome, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a picture that belongs to earlier ones; the question that waits goes on waiting.</summary>
    public async ValueTask TakeLateAsync(LiveFrame frame, PromptInput input, CancellationToken cancellationToken)
    {
        if (!await frame.Dialog.UnexpectedMediaAsync(frame.Step, turn, frame.State, wording, input, cancellationToken).ConfigureAwait(false))
            Say(KernelWording.MediaNotExpected);
    }

    /// <summary>Goes to the step that a frame waits in: asks its question, or runs it.</summary>
    public ValueTask EnterAsync(LiveFrame frame, CancellationToken cancellationToken) => ApplyAsync(new StepOutcome.GoTo(frame.Step), cancellationToken);

    public async ValueTask BeginRootAsync(CancellationToken cancellationToken) =>
        await EnterAsync(stack.Push(guide.Root(turn), null), cancellationToken).ConfigureAwait(false);

    public async ValueTask AskAgainAsync(CancellationToken cancellationToken)
    {
        if (stack.Top(out _) is { } top) await EnterAsync(top, cancellationToken).ConfigureAwait(false);
        else await BeginRootAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask BackAsync(CancellationToken cancellationToken)
    {
        var top = stack.Top(out _);
        // The buyer thinks of questions, not of dialogs: a dialog that was begun by an interrupt is left by going back in it.
        top?.History.RemoveAll(step => !top.Dialog.Has(step));
        if (top is { History.Count: > 0 } && top.Dialog.WayBackTo(top.Step) != WayBack.End)
        {
            top.Step = top.History[^1];
            top.History.RemoveAt(top.History.Count - 1);
        }
        else
        {
            Say(KernelWording.NothingToGoBackTo);
        }

        await AskAgainAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask FollowAsync(InterruptAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case InterruptAction.AskAgain:
                await AskAgainAsync(cancellationToken).ConfigureAwait(false);
                break;
            case InterruptAction.Begin begin:
                // Asking for the same thing twice must not pile dialogs up.
                if (stack.Top(out _)?.Dialog == begin.Start.Dialog) stack.Pop();
                await EnterAsync(stack.Push(begin.Start, null), cancellationToken).ConfigureAwait(false);
                break;
            case InterruptAction.GoTo to:
                await ApplyAsync(new StepOutcome.GoTo(to.Step), cancellationToken).ConfigureAwait(false);
                break;
            case InterruptAction.End end when stack.Top(out _) is { } top:
                if (end.Step is not null) top.ResumeAt = end.Step;
                await ApplyAsync(new StepOutcome.End(DialogResult.Done.Instance), cancellationToken).ConfigureAwait(false);
                break;
            case InterruptAction.End:
                await BeginRootAsync(cancellationToken).ConfigureAwait(false);
                break;
            case InterruptAction.Replace replace:
                if (stack.Top(out _) is not null) stack.Pop();
                await EnterAsync(stack.Push(replace.Start, replace.ResumeAt), cancellationToken).ConfigureAwait(false);
                break;
            case InterruptAction.Restart restart:
                stack.Clear();
                turn.State.Prompt = null;
                if (restart.Start is not null) await EnterAsync(stack.Push(restart.Start, null), cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private List<PromptChoice> Choices(Prompt prompt)
    {
        var all = new List<PromptChoice>(prompt.Choices);
        foreach (var common in guide.CommonChoices(turn))
        {
            if (!all.Exists(c => c.Key == common.Key)) all.Add(common);
        }

        return all;
    }

    private async ValueTask FailAsync(LiveFrame frame, Prompt prompt, string? reason, int failures, CancellationToken cancellationToken)
    {
        if (failures >= prompt.MaxFailures)
        {
            var wayOut = await frame.Dialog.TooManyFailuresAsync(frame.Step, turn, frame.State, wording, cancellationToken).ConfigureAwait(false);
            if (wayOut is not (StepOutcome.Again or StepOutcome.Reject))
            {
                await ApplyAsync(wayOut, cancellationToken).ConfigureAwait(false);
                return;
            }
        }

        turn.Say(reason ?? wording.Text(turn.State.Language, KernelWording.DidNotFit));
        Ask(frame, prompt, failures);
    }

    private async ValueTask ApplyAsync(StepOutcome first, CancellationToken cancellationToken)
    {
        StepOutcome? outcome = first;
        for (var transitions = 0; outcome is not null; transitions++)
        {
            if (transitions > MaxTransitions)
                throw new InvalidOperationException($"The steps around '{stack.Top(out _)?.Step}' lead to one another without a question; let one of them ask or end.");
            outcome = await StepAsync(outcome, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<StepOutcome?> StepAsync(StepOutcome outcome, CancellationToken cancellationToken)
    {
        var frame = stack.Top(out _)!;
        switch (outcome)
        {
            case StepOutcome.Next:
                var next = frame.Dialog.After(frame.Step);
                return next is null ? new StepOutcome.End(DialogResult.Done.Instance) : new StepOutcome.GoTo(next);
            case StepOutcome.Again or StepOutcome.Reject:
                return new StepOutcome.GoTo(frame.Step);
            case StepOutcome.GoTo to:
                frame.Step = to.Step;
                return await RunStepAsync(frame, null, cancellationToken).ConfigureAwait(false);
            case StepOutcome.Begin begin:
                return new StepOutcome.GoTo(stack.Push(Start(begin.Dialog, begin.State), begin.ResumeAt).Step);
            case StepOutcome.Replace replace:
                stack.Pop();
                return new StepOutcome.GoTo(stack.Push(Start(replace.Dialog, replace.State), frame.ResumeAt).Step);
            case StepOutcome.End end:
                return await EndAsync(frame, end.Result, cancellationToken).ConfigureAwait(false);
            default:
                // A question that goes on waiting keeps its buttons; a step without one has none to keep.
                if (frame.Dialog.PromptOf(frame.Step, turn, frame.State, wording) is null) turn.State.Prompt = null;
                return null;
        }
    }

    private async ValueTask<StepOutcome?> EndAsync(LiveFrame ended, DialogResult result, CancellationToken cancellationToken)
    {
        stack.Pop();
        turn.State.Prompt = null;
        if (stack.Top(out _) is not { } below)
        {
            // What was asked for out of turn is done and nothing waits below it: the buyer must not be left without a question.
            if (ended.Dialog != guide.Root(turn).Dialog) await BeginRootAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        // A step that an upgrade took away is no place to resume at: the question that waited is asked again.
        if (ended.ResumeAt is not null && below.Dialog.Has(ended.ResumeAt)) below.Step = ended.ResumeAt;
        return await RunStepAsync(below, ended.ResumeAt is null ? null : result, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<StepOutcome?> RunStepAsync(LiveFrame frame, DialogResult? result, CancellationToken cancellationToken)
    {
        if (frame.Dialog.PromptOf(frame.Step, turn, frame.State, wording) is not { } prompt)
            return await frame.Dialog.RunAsync(frame.Step, turn, frame.State, wording, result, cancellationToken).ConfigureAwait(false);
        Ask(frame, prompt, 0);
        return null;
    }

    private static DialogStart Start(Dialog dialog, object state) => DialogStart.Of(dialog, state);

    /// <summary>Words right before another one that turn it around.</summary>
    [GeneratedRegex(@"(?:[不没未别]|没有|不是|不想|不要|(?:\bnot|\bnever|\bno|n't)(?: \w+){0,2})\s?$", RegexOptions.CultureInvariant)]
    private static partial Regex Denial();
}
