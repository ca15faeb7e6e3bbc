using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.Handoff.Acts;

/// <summary>What a line of a conversation's internal record is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeskLineKind>))]
public enum DeskLineKind
{
    /// <summary>What an agent noted for colleagues.</summary>
    [JsonStringEnumMemberName("note")] Note,
    [JsonStringEnumMemberName("claimed")] Claimed,
    [JsonStringEnumMemberName("offered")] Offered,

    /// <summary>An offer was declined or ran out.</summary>
    [JsonStringEnumMemberName("passed")] Passed,
    [JsonStringEnumMemberName("released")] Released,

    /// <summary>The agent was not seen for too long.</summary>
    [JsonStringEnumMemberName("lease-ended")] LeaseEnded,
    [JsonStringEnumMemberName("transferred")] Transferred,

    /// <summary>Taken from whoever had it by a supervisor.</summary>
    [JsonStringEnumMemberName("requeued")] Requeued,
    [JsonStringEnumMemberName("handed-back")] HandedBack,
    [JsonStringEnumMemberName("resolved")] Resolved,
    [JsonStringEnumMemberName("decided")] Decided,
    [JsonStringEnumMemberName("payout")] Payout,
    [JsonStringEnumMemberName("rated")] Rated,
}

/// <summary>A line of what happened behind a conversation, for the people of the shop. Buyers never see it.</summary>
/// <param name="Agent">Who did it; null for the desk itself.</param>
/// <param name="Case">Identity of the case it belongs to; null when there is none.</param>
/// <param name="Text">A note's words, or the facts of the line; null when the kind says it all.</param>
public sealed record DeskLine(DateTimeOffset At, DeskLineKind Kind, ConversationAgent? Agent, string? Case, string? Ticket, string? Text);

/// <summary>The internal record of conversations.</summary>
public static class DeskLines
{
    public static LogKey Log(ConversationId conversation) => new("desk-lines", conversation.Value);

    /// <summary>Adds a line with a turn.</summary>
    public static void Add(TurnContext turn, DeskLineKind kind, ConversationAgent? agent, string? caseId, string? ticket, string? text) =>
        Add(turn.Changes, turn.State.Id, new DeskLine(turn.Now, kind, agent, caseId, ticket, text));

    /// <summary>Erases the record of a conversation with a turn.</summary>
    public static void Erase(TurnContext turn) => turn.Changes.Erase(Log(turn.State.Id));

    internal static void Add(CommitUnit unit, ConversationId conversation, DeskLine line) =>
        unit.Append(Log(conversation), JsonSerializer.SerializeToUtf8Bytes(line, HandoffJson.Stored.DeskLine));

    internal static DeskLine Read(LogEntry entry) => JsonSerializer.Deserialize(entry.Body.Span, HandoffJson.Stored.DeskLine)!;
}
