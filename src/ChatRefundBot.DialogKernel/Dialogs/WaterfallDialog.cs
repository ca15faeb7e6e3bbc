using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>
/// A dialog of named steps, run in the order in which the constructor adds them unless a step decides otherwise. State keeps the name
/// of the waiting step and the dialog's version; after an upgrade that no longer has the step, <see cref="RestartAt"/> says where to go on,
/// with the state as it was. One instance serves all conversations; everything that changes is in <typeparamref name="TState"/>.
/// </summary>
public abstract class WaterfallDialog<TState>(string name, int version, JsonTypeInfo<TState> stateType) : Dialog(name, version)
    where TState : class, new()
{
    private readonly List<Step> _steps = [];

    /// <summary>Decides what to do with an answer.</summary>
    protected delegate ValueTask<StepOutcome> AnswerHandler<T>(StepContext<TState> step, Answer<T> answer, CancellationToken cancellationToken);

    /// <summary>Adds a step that asks. Its prompt is built from state alone, whenever it is shown or answered.</summary>
    /// <param name="wayBack">What going back does once the step is answered.</param>
    protected void Ask<T>(string step, Func<StepContext<TState>, Prompt<T>> prompt, AnswerHandler<T> then, WayBack wayBack = WayBack.Here) =>
        Add(new AskStep<T>(step, prompt, then, wayBack));

    /// <summary>Adds a step that asks; its answer is handled at once.</summary>
    protected void Ask<T>(string step, Func<StepContext<TState>, Prompt<T>> prompt, Func<StepContext<TState>, Answer<T>, StepOutcome> then, WayBack wayBack = WayBack.Here) =>
        Add(new AskStep<T>(step, prompt, (c, answer, _) => ValueTask.FromResult(then(c, answer)), wayBack));

    /// <summary>Adds a step that works without asking.</summary>
    protected void Do(string step, Func<StepContext<TState>, CancellationToken, ValueTask<StepOutcome>> work) => Add(new WorkStep(step, work));

    /// <summary>Adds a step that works without asking, at once.</summary>
    protected void Do(string step, Func<StepContext<TState>, StepOutcome> work) => Do(step, (c, _) => ValueTask.FromResult(work(c)));

    /// <summary>Where to go on when the kept step or version is unknown: the first step unless overridden. The state keeps what was collected.</summary>
    protected virtual string RestartAt(TState state, int oldVersion, string oldStep) => _steps[0].Name;

    /// <summary>Makes a state that another version wrote readable; by default fields of the same name are kept and others dropped.</summary>
    protected virtual TState Migrate(JsonElement old, int oldVersion)
    {
        try
        {
            return old.Deserialize(stateType) ?? new TState();
        }
        catch (JsonException)
        {
            return new TState();
        }
    }

    /// <summary>
    /// Listens to what is typed at a question that is not sensitive, before it is taken as an answer. Null: nothing that matters beyond the question.
    /// </summary>
    protected virtual StepOutcome? Overhear(StepContext<TState> step, string name, string text) => null;

    /// <summary>What to do when a question was answered wrongly too often; by default it is asked again.</summary>
    protected virtual ValueTask<StepOutcome> TooManyFailuresAsync(StepContext<TState> step, string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(step.Again());

    /// <summary>Takes pictures that the waiting question did not ask for. False: not taken, the buyer is told so.</summary>
    protected virtual ValueTask<bool> TakeMediaAsync(StepContext<TState> step, PromptInput input, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    internal sealed override string FirstStep => _steps[0].Name;

    internal sealed override bool Has(string step) => Find(step) is not null;

    internal sealed override string? After(string step)
    {
        var place = _steps.FindIndex(s => s.Name == step);
        return place + 1 < _steps.Count ? _steps[place + 1].Name : null;
    }

    internal sealed override WayBack WayBackTo(string step) => Find(step)?.WayBack ?? WayBack.End;

    internal sealed override object ReadState(KeptJson state, int version) =>
        version == Version ? state.Read(stateType) ?? new TState() : Migrate(state.ToElement(), version);

    internal sealed override KeptJson WriteState(object state) => KeptJson.Of((TState)state, stateType);

    internal sealed override string RestartStep(object state, int version, string step) => RestartAt((TState)state, version, step);

    internal sealed override Prompt? PromptOf(string step, TurnContext turn, object state, WordingCatalog wording) =>
        Get(step).Prompt(new StepContext<TState>(turn, (TState)state, wording, null));

    internal sealed override ValueTask<StepOutcome> RunAsync(
        string step, TurnContext turn, object state, WordingCatalog wording, DialogResult? result, CancellationToken cancellationToken) =>
        Get(step).RunAsync(new StepContext<TState>(turn, (TState)state, wording, result), cancellationToken);

    internal sealed override ValueTask<(StepOutcome? Outcome, string? Problem)> AnswerAsync(
        string step, Prompt prompt, PromptInput input, TurnContext turn, object state, WordingCatalog wording, CancellationToken cancellationToken) =>
        Get(step).AnswerAsync(new StepContext<TState>(turn, (TState)state, wording, null), prompt, input, cancellationToken);

    internal sealed override StepOutcome? Overhear(string step, string text, TurnContext turn, object state, WordingCatalog wording) =>
        Overhear(new StepContext<TState>(turn, (TState)state, wording, null), step, text);

    internal sealed override ValueTask<StepOutcome> TooManyFailuresAsync(
        string step, TurnContext turn, object state, WordingCatalog wording, CancellationToken cancellationToken) =>
        TooManyFailuresAsync(new StepContext<TState>(turn, (TState)state, wording, null), step, cancellationToken);

    internal sealed override ValueTask<bool> UnexpectedMediaAsync(
        string step, TurnContext turn, object state, WordingCatalog wording, PromptInput input, CancellationToken cancellationToken) =>
        TakeMediaAsync(new StepContext<TState>(turn, (TState)state, wording, null), input, cancellationToken);

    private void Add(Step step)
    {
        if (Find(step.Name) is not null) throw new ArgumentException($"Dialog {Name} has two steps named '{step.Name}'; give one another name.", nameof(step));
        _steps.Add(step);
    }

    private Step? Find(string name) => _steps.Find(s => s.Name == name);

    private Step Get(string name) => Find(name) ?? throw new InvalidOperationException($"Dialog {Name} has no step '{name}'; go to one that the constructor adds.");

    private abstract class Step(string name, WayBack wayBack)
    {
        public string Name { get; } = name;
        public WayBack WayBack { get; } = wayBack;

        public abstract Prompt? Prompt(StepContext<TState> context);

        public abstract ValueTask<StepOutcome> RunAsync(StepContext<TState> context, CancellationToken cancellationToken);

        public abstract ValueTask<(StepOutcome? Outcome, string? Problem)> AnswerAsync(
            StepContext<TState> context, Prompt prompt, PromptInput input, CancellationToken cancellationToken);
    }

    private sealed class WorkStep(string name, Func<StepContext<TState>, CancellationToken, ValueTask<StepOutcome>> work) : Step(name, WayBack.Over)
    {
        public override Prompt? Prompt(StepContext<TState> context) => null;

        public override ValueTask<StepOutcome> RunAsync(StepContext<TState> context, CancellationToken cancellationToken) => work(context, cancellationToken);

        public override ValueTask<(StepOutcome? Outcome, string? Problem)> AnswerAsync(
            StepContext<TState> context, Prompt prompt, PromptInput input, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"Step '{Name}' asks nothing.");
    }

    private sealed class AskStep<T>(string name, Func<StepContext<TState>, Prompt<T>> prompt, AnswerHandler<T> then, WayBack wayBack) : Step(name, wayBack)
    {
        public override Prompt Prompt(StepContext<TState> context) => prompt(context);

        public override ValueTask<StepOutcome> RunAsync(StepContext<TState> context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"Step '{Name}' asks.");

        public override async ValueTask<(StepOutcome? Outcome, string? Problem)> AnswerAsync(
            StepContext<TState> context, Prompt shown, PromptInput input, CancellationToken cancellationToken)
        {
            var goesAround = input.Button is not null && !shown.ReadsButtons;
            var reading = goesAround ? Reading<T>.No() : ((Prompt<T>)shown).Read(input);
            if (reading.Fits) return (await then(context, new Answer<T>(reading.Value, null), cancellationToken).ConfigureAwait(false), null);
            if (input.Button is null) return (null, reading.Problem);
            return (await then(context, new Answer<T>(default, input.Button), cancellationToken).ConfigureAwait(false), null);
        }
    }
}
