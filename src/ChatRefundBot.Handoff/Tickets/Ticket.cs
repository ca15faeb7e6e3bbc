using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>What an agent is asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TicketKind>))]
public enum TicketKind
{
    /// <summary>Take the conversation over.</summary>
    [JsonStringEnumMemberName("take-over")] TakeOver,

    /// <summary>Confirm or change a proposed verdict; the conversation stays with the bot.</summary>
    [JsonStringEnumMemberName("confirm")] Confirm,

    /// <summary>Look at a conversation in which something failed; it stays with the bot.</summary>
    [JsonStringEnumMemberName("attention")] Attention,

    /// <summary>Answer, hurry or take note of something: for a seller, in a queue of their own. The conversation stays with the bot.</summary>
    [JsonStringEnumMemberName("seller")] Seller,
}

[JsonConverter(typeof(JsonStringEnumConverter<TicketStatus>))]
public enum TicketStatus
{
    [JsonStringEnumMemberName("queued")] Queued,

    /// <summary>The buyer went back to the bot, or the case was withdrawn.</summary>
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,

    /// <summary>Done.</summary>
    [JsonStringEnumMemberName("resolved")] Resolved,
}

/// <summary>How urgent a ticket is; P0 first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TicketPriority>))]
public enum TicketPriority
{
    P0,
    P1,
    P2,
    P3,
}

/// <summary>A line of a ticket's card: what an agent reads before taking it.</summary>
/// <param name="Name">Stable name such as <c>claim</c>; the console words it.</param>
public sealed record CardLine(string Name, string Value);

/// <summary>One piece of work for an agent.</summary>
/// <param name="Id">Derived from the conversation and its kind of work, so that asking twice makes one ticket.</param>
/// <param name="CaseId">The case it is about; null when a person was asked for before there was one.</param>
/// <param name="Reason">Why it was made: a rule's id, or a code such as <c>turn-failed</c>.</param>
/// <param name="DueAt">When an answer is promised.</param>
/// <param name="Card">The case as collected so far. No message text, no contact, no card code.</param>
public sealed record Ticket(
    string Id, TicketKind Kind, TicketStatus Status, ConversationId Conversation, string? CaseId, string Reason, TicketPriority Priority,
    Language Language, DateTimeOffset CreatedAt, DateTimeOffset DueAt, IReadOnlyList<CardLine> Card);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Ticket))]
public sealed partial class TicketJson : JsonSerializerContext
{
    public static readonly TicketJson Stored = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
