using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Prompts;

/// <summary>A button of a prompt, and the words that mean it when typed.</summary>
/// <param name="Words">Further words, in any language; compared folded, see <see cref="TextCleaner.Fold"/>.</param>
public sealed record PromptChoice(string Key, string Label, params IReadOnlyList<string> Words)
{
    private string[]? _spellings;

    /// <summary>What may be typed for it, folded: its label, the parts of a label such as "Not received/late", its words.</summary>
    internal string[] Spellings =>
        _spellings ??= [.. Words.Prepend(Label).SelectMany(w => w.Contains('/', StringComparison.Ordinal) ? w.Split('/').Prepend(w) : [w]).Select(TextCleaner.Fold).Distinct(StringComparer.Ordinal)];
}

/// <summary>A question: what is shown, and how an answer is read. Built anew from state each time it is needed, never kept.</summary>
public abstract record Prompt
{
    public required string Text { get; init; }

    /// <summary>Makes the card of the question; called when it is shown, not when it is answered. Null: it has none.</summary>
    public Func<Card>? Card { get; init; }

    /// <summary>Buttons. For a <see cref="ChoicePrompt"/> they are the answers; for others they are ways around an answer.</summary>
    public IReadOnlyList<PromptChoice> Choices { get; init; } = [];

    /// <summary>Answers that have no button here but are understood when typed by label or word.</summary>
    public IReadOnlyList<PromptChoice> Unshown { get; init; } = [];

    /// <summary>Said before the question is asked again when an answer does not fit; null: the desk's general sentence.</summary>
    public string? Retry { get; init; }

    /// <summary>After how many answers that do not fit the dialog's way out is taken.</summary>
    public int MaxFailures { get; init; } = 3;

    /// <summary>True when the typed answer must not be kept in the transcript.</summary>
    public bool Sensitive { get; init; }

    /// <summary>True when the answer is the buyer's own words, in which words such as "help" mean nothing unless they stand alone.</summary>
    public virtual bool IsFreeText => false;

    /// <summary>True when a typed number means the button of that place.</summary>
    public virtual bool NumbersAreChoices => true;

    /// <summary>True when a button is the answer itself, false when it goes around one.</summary>
    public virtual bool ReadsButtons => false;

    /// <summary>True when pictures are an answer.</summary>
    public virtual bool TakesMedia => false;
}

/// <summary>A question whose answer is a <typeparamref name="T"/>.</summary>
public abstract record Prompt<T> : Prompt
{
    /// <summary>Reads an answer; asked about buttons only where <see cref="Prompt.ReadsButtons"/>.</summary>
    public abstract Reading<T> Read(PromptInput input);
}

/// <summary>An answer on its way into a prompt.</summary>
/// <param name="Text">Cleaned text; empty when none was typed.</param>
/// <param name="Button">Key of the button that was tapped, or typed by number, label or word; null when none.</param>
/// <param name="Now">Time of the turn, UTC.</param>
public sealed record PromptInput(string Text, string? Button, IReadOnlyList<Attachment> Attachments, DateTimeOffset Now);

/// <summary>How an answer was read.</summary>
/// <param name="Fits">False: ask again.</param>
/// <param name="Problem">What was wrong, in place of <see cref="Prompt.Retry"/>; null for that one.</param>
public readonly record struct Reading<T>(bool Fits, T? Value, string? Problem)
{
    public static Reading<T> Of(T value) => new(true, value, null);

    public static Reading<T> No(string? problem = null) => new(false, default, problem);
}

/// <summary>What a step gets: a value, or a button that goes around it.</summary>
/// <param name="Button">Key of the button; null when there is a value.</param>
public readonly record struct Answer<T>(T? Value, string? Button);
