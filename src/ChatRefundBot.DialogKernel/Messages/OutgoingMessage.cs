using System.Text.Json.Serialization;

namespace ChatRefundBot.DialogKernel.Messages;

/// <summary>What the desk says to a buyer.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Say), "say")]
[JsonDerivedType(typeof(Ask), "ask")]
public abstract record OutgoingMessage
{
    private OutgoingMessage() { }

    /// <summary>Plain text; lines are separated by <c>\n</c>, no markup.</summary>
    public required string Text { get; init; }

    /// <summary>The text laid out for a channel that shows cards; null when there is nothing to lay out. Kept in the transcript only.</summary>
    public Card? Card { get; init; }

    /// <summary>Name of the person of the shop who says it; null for the desk itself.</summary>
    public string? Agent { get; init; }

    /// <summary>Files that come with it, kept in the conversation's <see cref="IAttachmentStore"/>; null when none.</summary>
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>A file that is offered with it, made when it is fetched; null when there is none.</summary>
    public OutgoingFile? File { get; init; }

    /// <summary>A statement.</summary>
    public sealed record Say : OutgoingMessage;

    /// <summary>A question. Each choice can be tapped, or typed by its number from 1 or by its label.</summary>
    /// <param name="PromptId">Identity of this showing; a tap carries it back, so that stale taps are told apart.</param>
    public sealed record Ask(string PromptId, IReadOnlyList<Choice> Choices) : OutgoingMessage;
}

/// <summary>A button.</summary>
/// <param name="Key">At most 32 ASCII characters, stable over languages.</param>
/// <param name="Label">What the buyer reads, at most 40 characters.</param>
public sealed record Choice(string Key, string Label);
