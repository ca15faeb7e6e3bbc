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

    /// <summary>Carry out what was decided and say by which payment; the conversation stays with the bot.</summary>
    [JsonStringEnumMemberName("payout")] Payout,
}

[JsonConverter(typeof(JsonStringEnumConverter<TicketStatus>))]
public enum TicketStatus
{
    [JsonStringEnumMemberName("queued")] Queued,

    /// <summary>An agent has been asked to take it and has not answered yet.</summary>
    [JsonStringEnumMemberName("offered")] Offered,

    /// <summary>In an agent's hands.</summary>
    [JsonStringEnumMemberName("claimed")] Claimed,

    /// <summary>Done.</summary>
    [JsonStringEnumMemberName("resolved")] Resolved,

    /// <summary>The buyer went back to the bot, or the case was withdrawn.</summary>
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
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
    Language Language, DateTimeOffset CreatedAt, DateTimeOffset DueAt, IReadOnlyList<CardLine> Card)
{
    /// <summary>Product line that the agent should know, such as <c>CARD_CODE</c>; null when it is not known yet.</summary>
    public string? Line { get; init; }

    /// <summary>Whoever holds it, or is asked to; null while it is queued, and the last one once it is done.</summary>
    public ConversationAgent? Owner { get; init; }

    /// <summary>Rises with every change of owner. For <see cref="TicketKind.TakeOver"/> it is the conversation's.</summary>
    public long Epoch { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Until when the offer stands, UTC; null unless it is offered.</summary>
    public DateTimeOffset? OfferedUntil { get; init; }

    /// <summary>Accounts that let an offer of it pass, newest last; they are asked again when nobody else is left.</summary>
    public IReadOnlyList<string> PassedBy { get; init; } = [];

    /// <summary>True once it has waited so long that anybody may take it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRelaxed { get; init; }

    /// <summary>
    /// Since when it stands among the P0 because its promise has been broken for long; null: it does not. It stands behind those that were
    /// urgent before it and in front of all that come after, so that nothing waits for ever.
    /// </summary>
    public DateTimeOffset? UrgentSince { get; init; }

    /// <summary>When it was last made more urgent for its age; null when never.</summary>
    public DateTimeOffset? RisenAt { get; init; }

    /// <summary>What the buyer was last told of their place; null when nothing yet.</summary>
    public ToldPlace? Told { get; init; }

    [JsonIgnore]
    public bool IsOpen => Status is TicketStatus.Queued or TicketStatus.Offered or TicketStatus.Claimed;

    [JsonIgnore]
    public bool IsWaiting => Status is TicketStatus.Queued or TicketStatus.Offered;
}

/// <summary>What a buyer was told of their place.</summary>
/// <param name="Ahead">Tickets before theirs.</param>
/// <param name="From">Least minutes to wait; null where that was not known.</param>
public sealed record ToldPlace(long Ahead, int? From, int? To, DateTimeOffset At);

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
