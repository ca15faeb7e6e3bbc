using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;

namespace ChatRefundBot.Tests.DialogKernel.Dialogs;

internal sealed class SmallState
{
    public List<string> Got { get; set; } = [];
}

[JsonSerializable(typeof(SmallState))]
internal sealed partial class SmallJson : JsonSerializerContext;

/// <summary>A dialog whose steps the test adds.</summary>
internal sealed class SmallDialog : WaterfallDialog<SmallState>
{
    public SmallDialog(string name, Action<SmallDialog> steps, int version = 1)
        : base(name, version, SmallJson.Default.SmallState) => steps(this);

    /// <summary>Where to restart after an upgrade; null: at the first step.</summary>
    public string? Restart { get; init; }

    public SmallDialog Question(string step, Func<StepContext<SmallState>, string, StepOutcome>? then = null, WayBack wayBack = WayBack.Here)
    {
        Ask(step, _ => new TextPrompt { Text = step + "?" }, (c, answer) =>
        {
            c.State.Got.Add(answer.Value ?? answer.Button!);
            return then is null ? c.Next() : then(c, answer.Value ?? answer.Button!);
        }, wayBack);
        return this;
    }

    public SmallDialog Choice(string step, Func<StepContext<SmallState>, string, StepOutcome> then, params PromptChoice[] choices)
    {
        Ask(step, _ => new ChoicePrompt { Text = step + "?", Choices = choices }, (c, answer) => then(c, answer.Value!));
        return this;
    }

    public SmallDialog Work(string step, Func<StepContext<SmallState>, StepOutcome> work)
    {
        Do(step, work);
        return this;
    }

    protected override string RestartAt(SmallState state, int oldVersion, string oldStep) => Restart ?? base.RestartAt(state, oldVersion, oldStep);
}

/// <summary>A guide with commands in plain words: help, back, other, restart, english.</summary>
internal sealed class SmallGuide(SmallDialog root, params SmallDialog[] others) : IConversationGuide
{
    public IReadOnlyList<Dialog> Dialogs => [root, .. others];

    public Language DefaultLanguage => Language.Chinese;

    public void OnParked(TurnContext turn) => ParkedTurns++;

    public int ParkedTurns { get; private set; }

    public TimeSpan RemindAfter => TimeSpan.FromMinutes(30);

    public TimeSpan ParkAfter => TimeSpan.FromHours(24);

    public DialogStart Root(TurnContext turn) => DialogStart.Of(root, new SmallState());

    public Interrupt? Recognize(TurnContext turn, string text, string? button, bool freeText) => text switch
    {
        "help" => new Interrupt.Help(),
        "back" => new Interrupt.Back(),
        "other" => new Interrupt.Status(),
        "restart" => new Interrupt.Restart(),
        "english" => new Interrupt.SwitchLanguage(Language.English),
        _ => null,
    };

    public ValueTask<InterruptAction> OnInterruptAsync(TurnContext turn, Interrupt interrupt, CancellationToken cancellationToken)
    {
        if (interrupt is Interrupt.Help) turn.Say("some help");
        return ValueTask.FromResult<InterruptAction>(interrupt switch
        {
            Interrupt.Status => new InterruptAction.Begin(DialogStart.Of(others[0], new SmallState())),
            Interrupt.Restart => new InterruptAction.Restart(Root(turn)),
            _ => InterruptAction.AskAgain.Instance,
        });
    }

    public ValueTask<InterruptAction> OnTimerAsync(TurnContext turn, string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult<InterruptAction>(InterruptAction.Nothing.Instance);

    public IReadOnlyList<PromptChoice> CommonChoices(TurnContext turn) => [];

    public bool BotAnswers(TurnContext turn) => true;

    public ValueTask OnFailureAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        turn.Say("failed");
        return ValueTask.CompletedTask;
    }

    /// <summary>The kernel's sentences by their keys, with the language before them.</summary>
    public static WordingCatalog Wording { get; } = new(Enum.GetValues<Language>().ToDictionary(
        l => l, l => (IReadOnlyDictionary<string, WordingTemplate>)KernelWording.Keys.ToDictionary(k => k, k => WordingTemplate.Parse($"{l.Tag()} {k}"))));
}
