namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>What a step decides. Made by the methods of <see cref="StepContext{TState}"/>.</summary>
public abstract record StepOutcome
{
    private StepOutcome() { }

    internal sealed record Next : StepOutcome
    {
        internal static readonly Next Instance = new();
    }

    internal sealed record GoTo(string Step) : StepOutcome;

    /// <summary>Ask the same question again; not counted as a failure.</summary>
    internal sealed record Again : StepOutcome
    {
        internal static readonly Again Instance = new();
    }

    /// <summary>The answer did not fit after all; counted as a failure, then asked again.</summary>
    internal sealed record Reject(string? Problem) : StepOutcome;

    internal sealed record Begin(Dialog Dialog, object State, string? ResumeAt) : StepOutcome;

    internal sealed record Replace(Dialog Dialog, object State) : StepOutcome;

    internal sealed record End(DialogResult Result) : StepOutcome;

    /// <summary>End the turn with this step waiting, without a question.</summary>
    internal sealed record Wait : StepOutcome
    {
        internal static readonly Wait Instance = new();
    }
}

/// <summary>What a dialog hands to the one below it; each dialog derives its own. Lives within a turn, is never kept.</summary>
public abstract record DialogResult
{
    /// <summary>The dialog did what it was for, and there is nothing to say about it.</summary>
    public sealed record Done : DialogResult
    {
        public static readonly Done Instance = new();
    }

    /// <summary>The buyer gave up.</summary>
    public sealed record Cancelled : DialogResult
    {
        public static readonly Cancelled Instance = new();
    }
}
