using System.Text.Json.Serialization;

namespace ChatRefundBot.DialogKernel.Messages;

/// <summary>What a card shows, so that a channel can lay it out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardKind>))]
public enum CardKind
{
    [JsonStringEnumMemberName("product")] Product,
    [JsonStringEnumMemberName("verdict")] Verdict,
    [JsonStringEnumMemberName("status")] Status,
    [JsonStringEnumMemberName("evidence")] Evidence,
    [JsonStringEnumMemberName("queue")] Queue,
    [JsonStringEnumMemberName("summary")] Summary,
}

/// <summary>How a card feels; colour and icon follow from it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardTone>))]
public enum CardTone
{
    [JsonStringEnumMemberName("good")] Good,
    [JsonStringEnumMemberName("wait")] Wait,
    [JsonStringEnumMemberName("bad")] Bad,
    [JsonStringEnumMemberName("info")] Info,
}

/// <summary>
/// The same message laid out for a channel that can show more than text. The message's text is complete without it, and a card says
/// nothing that the text does not: a channel shows either the card and then <see cref="After"/>, or the text. Plain text in the buyer's
/// language throughout; a part that a card does not have is null, never empty.
/// </summary>
public sealed record Card(CardKind Kind, string Title)
{
    /// <summary>Null: neutral.</summary>
    public CardTone? Tone { get; init; }

    /// <summary>A sentence or two below the title.</summary>
    public string? Lead { get; init; }

    public IReadOnlyList<CardRow>? Rows { get; init; }

    /// <summary>A list to tick off.</summary>
    public IReadOnlyList<CardItem>? Items { get; init; }

    /// <summary>What happens next, in order.</summary>
    public IReadOnlyList<string>? Steps { get; init; }

    /// <summary>Small print.</summary>
    public string? Note { get; init; }

    /// <summary>What is asked or said below the card, as an ordinary message.</summary>
    public string? After { get; init; }
}

/// <summary>A value with its name.</summary>
public sealed record CardRow(string Label, string Value);

/// <param name="Done">True when it is there, false when it is missing.</param>
public sealed record CardItem(string Label, bool Done);
