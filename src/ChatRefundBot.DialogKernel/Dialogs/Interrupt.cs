using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>What a buyer can ask for at any step, whatever the question is.</summary>
public abstract record Interrupt
{
    private Interrupt() { }

    /// <param name="Reason">Why a person is asked for, as a stable code such as <c>asked</c> or <c>emotion</c>.</param>
    public sealed record Human(string Reason) : Interrupt;

    public sealed record Status : Interrupt;

    public sealed record Cancel : Interrupt;

    public sealed record Back : Interrupt;

    public sealed record Help : Interrupt;

    public sealed record Restart : Interrupt;

    /// <summary>Back from a person of the shop, or from waiting for one, to the desk itself.</summary>
    public sealed record Bot : Interrupt;

    public sealed record Erase : Interrupt;

    /// <param name="Wanted">Null: the other one.</param>
    public sealed record SwitchLanguage(Language? Wanted) : Interrupt;
}

/// <summary>What follows an interrupt or a timer.</summary>
public abstract record InterruptAction
{
    private InterruptAction() { }

    /// <summary>The waiting question is asked again.</summary>
    public sealed record AskAgain : InterruptAction
    {
        public static readonly AskAgain Instance = new();
    }

    /// <summary>Everything is said; the waiting question goes on waiting.</summary>
    public sealed record Nothing : InterruptAction
    {
        public static readonly Nothing Instance = new();
    }

    /// <summary>Another dialog begins on top; when it ends the waiting question is asked again.</summary>
    public sealed record Begin(DialogStart Start) : InterruptAction;

    /// <summary>The innermost dialog goes on at a step of its own.</summary>
    public sealed record GoTo(string Step) : InterruptAction;

    /// <summary>The innermost dialog ends, and the one below goes on where it was left.</summary>
    /// <param name="Step">A step of the one below to go on with; null, or one that it does not have: where it was left.</param>
    public sealed record End(string? Step = null) : InterruptAction;

    /// <summary>The innermost dialog ends and another one begins in its place; the one below goes on at a step when that one ends.</summary>
    /// <param name="ResumeAt">Null: where it was left.</param>
    public sealed record Replace(DialogStart Start, string? ResumeAt) : InterruptAction;

    /// <summary>All dialogs in progress are dropped and this one begins; null: none does.</summary>
    public sealed record Restart(DialogStart? Start) : InterruptAction;
}

/// <summary>A dialog to begin, with its state.</summary>
public sealed class DialogStart
{
    private DialogStart(Dialog dialog, object state) => (Dialog, State) = (dialog, state);

    internal Dialog Dialog { get; }

    internal object State { get; }

    internal static DialogStart Of(Dialog dialog, object state) => new(dialog, state);

    public static DialogStart Of<TState>(WaterfallDialog<TState> dialog, TState state) where TState : class, new() => new(dialog, state);
}
