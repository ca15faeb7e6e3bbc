using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>What a step works with: the turn, the dialog's state, texts, and the outcomes it can choose from.</summary>
public sealed class StepContext<TState>(TurnContext turn, TState state, WordingCatalog wording, DialogResult? result) where TState : class, new()
{
    public TurnContext Turn => turn;

    /// <summary>The dialog's state; changes are kept with the turn.</summary>
    public TState State => state;

    public Language Language => turn.State.Language;

    /// <summary>What the dialog ended with that this step waited for; null when it did not wait for one.</summary>
    public DialogResult? Result => result;

    /// <summary>A text in the buyer's language.</summary>
    public string T(string key, params ReadOnlySpan<Arg> args) => wording.Text(turn.State.Language, key, args);

    public void Say(string key, params ReadOnlySpan<Arg> args) => turn.Say(T(key, args));

    /// <summary>On to the step that follows; after the last one the dialog ends.</summary>
    public StepOutcome Next() => StepOutcome.Next.Instance;

    public StepOutcome GoTo(string step) => new StepOutcome.GoTo(step);

    /// <summary>Asks this step's question again without counting a failure.</summary>
    public StepOutcome Again() => StepOutcome.Again.Instance;

    /// <summary>Says what was wrong, counts a failure and asks again; after too many the dialog's way out is taken.</summary>
    public StepOutcome Reject(string? problem) => new StepOutcome.Reject(problem);

    /// <summary>Begins another dialog on top. When it ends, this one goes on at <paramref name="resumeAt"/>, or asks its question again when null.</summary>
    public StepOutcome Begin<TOther>(WaterfallDialog<TOther> dialog, TOther other, string? resumeAt) where TOther : class, new() =>
        new StepOutcome.Begin(dialog, other, resumeAt);

    /// <summary>Ends this dialog and begins another in its place.</summary>
    public StepOutcome Replace<TOther>(WaterfallDialog<TOther> dialog, TOther other) where TOther : class, new() => new StepOutcome.Replace(dialog, other);

    public StepOutcome End() => new StepOutcome.End(DialogResult.Done.Instance);

    public StepOutcome End(DialogResult outcome) => new StepOutcome.End(outcome);

    /// <summary>Ends the turn here; the next message comes to this step's answer.</summary>
    public StepOutcome Wait() => StepOutcome.Wait.Instance;
}
