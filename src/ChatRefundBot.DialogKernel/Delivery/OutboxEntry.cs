using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Delivery;

/// <summary>Something to be carried out after a commit: a send, a payout, a change outside the store.</summary>
/// <param name="Key">Idempotency key: the same entry never gets another one, and no other entry gets this one.</param>
/// <param name="Kind">What it is; an <see cref="IOutboxHandler"/> is registered for it, for example <c>send/telegram</c>.</param>
/// <param name="Epoch">Epoch of the conversation when it was decided.</param>
/// <param name="Message">What to say, for sends; null otherwise.</param>
/// <param name="Payload">What to do, for everything else, typed by its handler; null for sends.</param>
public sealed record OutboxEntry(string Key, string Kind, long Epoch, DateTimeOffset At, OutgoingMessage? Message, JsonElement? Payload);

/// <summary>The delivery in progress of a conversation, written before each attempt.</summary>
/// <param name="Sequence">Sequence of the entry in the outbox.</param>
/// <param name="Attempts">Attempts begun, this one included.</param>
public sealed record DeliveryAttempt(long Sequence, int Attempts, DateTimeOffset At);

/// <summary>What became of an attempt.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome() { }

    public sealed record Done : DeliveryOutcome
    {
        public static readonly Done Instance = new();
    }

    /// <summary>Try again after a delay; the entries behind it wait.</summary>
    public sealed record Retry(TimeSpan After, string Reason) : DeliveryOutcome;

    /// <summary>It will never work: the entry goes to the dead letters, the next one follows.</summary>
    public sealed record Failed(string Reason) : DeliveryOutcome;
}

/// <summary>Carries out outbox entries of one kind, those of a conversation in order, one at a time.</summary>
public interface IOutboxHandler
{
    /// <summary>The kind of entries this handler takes.</summary>
    string Kind { get; }

    /// <summary>True when each attempt is noted before it begins, so that a second one knows of the first (costs one commit a delivery).</summary>
    bool NotesAttempts { get; }

    /// <param name="attempt">From 1. Above 1 when an earlier attempt failed, or began and its end is not known.</param>
    /// <exception cref="Exception">Anything thrown counts as <see cref="DeliveryOutcome.Retry"/> with growing delay.</exception>
    Task<DeliveryOutcome> DeliverAsync(ConversationId conversation, OutboxEntry entry, int attempt, CancellationToken cancellationToken);
}
