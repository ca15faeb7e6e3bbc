using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Conversations;

namespace ChatRefundBot.DialogKernel.Messages;

[JsonConverter(typeof(JsonStringEnumConverter<Author>))]
public enum Author
{
    [JsonStringEnumMemberName("buyer")] Buyer,
    [JsonStringEnumMemberName("bot")] Bot,
    [JsonStringEnumMemberName("agent")] Agent,
    [JsonStringEnumMemberName("system")] System,
}

/// <summary>One line of a conversation as it is kept and shown. Exactly one of <see cref="In"/>, <see cref="Out"/> and <see cref="Owner"/> is set.</summary>
/// <param name="At">When it was sent (buyer) or decided (bot, agent).</param>
/// <param name="Name">Name of the agent; null otherwise.</param>
/// <param name="Cause">Id of the incoming message that this entry records or answers.</param>
/// <param name="Echo">What the channel gave with the message, see <see cref="Incoming"/>; null for all others.</param>
/// <param name="Language">Language that the desk spoke; null for what others said.</param>
/// <param name="Owner">Who took the conversation over from whom, a line of <see cref="Author.System"/>; null for what was said.</param>
public sealed record TranscriptEntry(
    DateTimeOffset At, Author Author, string? Name, string Cause, IncomingMessage? In, OutgoingMessage? Out, string? Echo = null, Language? Language = null,
    OwnerChange? Owner = null);

/// <summary>A change of who answers.</summary>
/// <param name="Context">Set on the line that calls for a person, beside the one that says who answers now; null on all others.</param>
/// <param name="Ahead">How many are served before the buyer, where that is said, also without a change; null otherwise.</param>
public sealed record OwnerChange(ConversationMode From, ConversationMode To, HandOffContext? Context = null, long? Ahead = null);

/// <summary>Why a person is called.</summary>
/// <param name="Reason">A rule's id, or a code such as <c>review</c>.</param>
/// <param name="Priority">P0 to P3.</param>
/// <param name="Case">Number of the case; null when there is none yet.</param>
/// <param name="DueAt">When an answer is promised, UTC.</param>
public sealed record HandOffContext(string Reason, string Priority, string? Case, DateTimeOffset DueAt);
