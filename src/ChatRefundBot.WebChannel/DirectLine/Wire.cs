using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.WebChannel.DirectLine;

// Direct Line 3.0: docs of the protocol, and web-chat.md for what its clients really send and need.

internal sealed record ChannelAccount(string? Id, string? Name = null, string? Role = null);

internal sealed record GenerateRequest(ChannelAccount? User, IReadOnlyList<string>? TrustedOrigins);

internal sealed record StartRequest(ChannelAccount? User, string? Locale);

/// <param name="ExpiresIn">Seconds.</param>
internal sealed record ConversationAnswer(
    string ConversationId, string Token, [property: JsonPropertyName("expires_in")] int ExpiresIn, string? StreamUrl = null);

internal sealed record ResourceAnswer(string Id);

/// <summary>An activity of a client, as far as it is looked at; everything else that it may say of itself is not taken.</summary>
/// <param name="ChannelData">Of the client's own; goes back to it unchanged, but for what steers Web Chat.</param>
internal sealed record IncomingActivity(
    string? Type, string? Text, string? Name, string? Locale, JsonElement? Value, JsonElement? ChannelData);

/// <summary>What an echo needs beyond the message as the desk keeps it; kept with the transcript entry.</summary>
/// <param name="Text">Only of a button, whose label the desk does not keep: what was typed may have to be masked.</param>
internal sealed record ActivityEcho(RawJson? ChannelData, string? Text = null, RawJson? Value = null);

/// <param name="Watermark">Null: it stays where it is.</param>
internal sealed record ActivitySet(IReadOnlyList<Activity> Activities, string? Watermark);

internal sealed record Activity
{
    public required string Type { get; init; }
    public string? Id { get; init; }

    /// <summary>UTC with seven digits.</summary>
    public required string Timestamp { get; init; }

    public string ChannelId { get; init; } = "directline";
    public required ChannelAccount Conversation { get; init; }
    public required ChannelAccount From { get; init; }
    public string? Name { get; init; }
    public string? Text { get; init; }

    /// <summary>Set on every message: Web Chat reads one without it as Markdown.</summary>
    public string? TextFormat { get; init; }

    public string? Locale { get; init; }
    public string? InputHint { get; init; }
    public SuggestedActions? SuggestedActions { get; init; }
    public IReadOnlyList<ActivityAttachment>? Attachments { get; init; }
    public RawJson? Value { get; init; }
    public RawJson? ChannelData { get; init; }
}

/// <param name="To">Empty: everybody in the conversation.</param>
internal sealed record SuggestedActions(IReadOnlyList<string> To, IReadOnlyList<CardAction> Actions);

internal sealed record CardAction(string Type, string Title, string Value, CardActionData ChannelData);

internal sealed record CardActionData(string Key, string Prompt);

internal sealed record ActivityAttachment(string ContentType, string Name, string? ContentUrl);

/// <summary>Value of the event <c>handoff.initiate</c>: why a person is called.</summary>
/// <param name="DueAt">When an answer is promised, UTC with seven digits.</param>
internal sealed record HandOffCall(string Reason, string Priority, string? Case, string DueAt, string? Language);

/// <summary>Value of the event <c>handoff.status</c>.</summary>
/// <param name="Agent">The agent's name; null unless one took over.</param>
/// <param name="Position">How many are served before the buyer; null where that is not said.</param>
internal sealed record HandOffStatus(string State, string? Agent, long? Position)
{
    public const string Queued = "queued";
    public const string Accepted = "accepted";
    public const string Completed = "completed";
}

/// <param name="Prompt">Identity of the question that the message asks; null when it asks none.</param>
/// <param name="Author"><c>agent</c> for a person; null for the desk.</param>
/// <param name="Card">The text laid out; a client that does not know cards shows the text.</param>
internal sealed record DeskChannelData(string? Prompt, string? Author, Card? Card);
