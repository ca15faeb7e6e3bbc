using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>A dialog as the runner sees it; write one by deriving from <see cref="WaterfallDialog{TState}"/>.</summary>
public abstract class Dialog
{
    private protected Dialog(string name, int version) => (Name, Version) = (name, version);

    /// <summary>Stable name, kept in state.</summary>
    public string Name { get; }

    /// <summary>Rises when steps are renamed or the state changes its meaning.</summary>
    public int Version { get; }

    internal abstract string FirstStep { get; }

    internal abstract bool Has(string step);

    internal abstract string? After(string step);

    internal abstract WayBack WayBackTo(string step);

    internal abstract object ReadState(KeptJson state, int version);

    internal abstract KeptJson WriteState(object state);

    internal abstract string RestartStep(object state, int version, string step);

    /// <summary>The question of a step; null when the step asks none.</summary>
    internal abstract Prompt? PromptOf(string step, TurnContext turn, object state, WordingCatalog wording);

    /// <summary>Runs a step that asks nothing.</summary>
    internal abstract ValueTask<StepOutcome> RunAsync(
        string step, TurnContext turn, object state, WordingCatalog wording, DialogResult? result, CancellationToken cancellationToken);

    /// <summary>Hands an answer to a step. Null when it does not fit its prompt; the problem then says why, or is null.</summary>
    internal abstract ValueTask<(StepOutcome? Outcome, string? Problem)> AnswerAsync(
        string step, Prompt prompt, PromptInput input, TurnContext turn, object state, WordingCatalog wording, CancellationToken cancellationToken);

    /// <summary>What a dialog does about words that matter whatever the question is; null when there are none.</summary>
    internal abstract StepOutcome? Overhear(string step, string text, TurnContext turn, object state, WordingCatalog wording);

    internal abstract ValueTask<StepOutcome> TooManyFailuresAsync(
        string step, TurnContext turn, object state, WordingCatalog wording, CancellationToken cancellationToken);

    internal abstract ValueTask<bool> UnexpectedMediaAsync(
        string step, TurnContext turn, object state, WordingCatalog wording, PromptInput input, CancellationToken cancellationToken);
}
