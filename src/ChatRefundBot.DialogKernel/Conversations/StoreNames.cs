using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.DialogKernel.Conversations;

/// <summary>Names under which conversations are kept. Other projects define theirs beside their own types.</summary>
public static class StoreNames
{
    /// <summary>Conversations with unread inbox entries, scored by the end of the lease of whoever works on them.</summary>
    public const string PendingTurns = "pending-turns";

    /// <summary>Conversations with undelivered outbox entries, scored likewise.</summary>
    public const string PendingDeliveries = "pending-deliveries";

    /// <summary>Timers of all conversations, scored by due time; a member is <c>name|conversation</c>.</summary>
    public const string Timers = "timers";

    /// <summary>Messages and deliveries that failed for good, for an operator.</summary>
    public static readonly LogKey DeadLetters = new("dead-letters", "all");

    public static DocumentKey State(ConversationId id) => new("conversation", id.Value);

    /// <summary>How often a dead worker's turn was taken up again; exists only while one is.</summary>
    public static DocumentKey Attempts(ConversationId id) => new("turn-attempts", id.Value);

    public static LogKey Inbox(ConversationId id) => new("inbox", id.Value);

    public static LogKey Transcript(ConversationId id) => new("transcript", id.Value);

    public static LogKey Outbox(ConversationId id) => new("outbox", id.Value);

    /// <summary>The delivery in progress: which entry, how often tried. Absent when none is.</summary>
    public static DocumentKey DeliveryAttempt(ConversationId id) => new("delivery", id.Value);

    /// <summary>Topic that wakes readers of a transcript.</summary>
    public static string TranscriptTopic(ConversationId id) => "transcript/" + id.Value;

    /// <summary>Topic that is woken while the buyer types; nothing is kept of it.</summary>
    public static string TypingTopic(ConversationId id) => "typing/" + id.Value;

    public static string TimerMember(string name, ConversationId id) => $"{name}|{id.Value}";
}
