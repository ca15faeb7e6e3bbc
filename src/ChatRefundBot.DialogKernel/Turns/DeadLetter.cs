using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Turns;

/// <summary>What failed for good, kept for an operator: whole, but for an answer that must not be kept. Exactly one of <see cref="Incoming"/> and <see cref="Outbox"/> is set.</summary>
/// <param name="Reason">Type of the fault and where it happened; never message text.</param>
public sealed record DeadLetter(DateTimeOffset At, ConversationId Conversation, string Reason, Incoming? Incoming, OutboxEntry? Outbox);

/// <summary>How often a turn was taken up again after its worker died.</summary>
public sealed record TurnAttempts(long Sequence, int Count);
