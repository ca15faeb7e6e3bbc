using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Delivery;

/// <summary>Something to be carried out after a commit: a send, a payout, a change outside the store.</summary>
/// <param name="Key">Idempotency key: the same entry never gets another one, and no other entry gets this one.</param>
/// <param name="Kind">What it is; an <see cref="IOutboxHandler"/> is registered for it, for example <c>send/telegram</c>.</param>
/// <param name="Epoch">Epoch of the conversation when it was decided.</param>
/// <param name="Message">What to say, for sends; null otherwise.</param>
/// <param name="Payload">What to do, for everything else, typed by its handler; null for sends.</param>
public sealed record OutboxEntry(string Key, string Kind, long Epoch, DateTimeOffset At, OutgoingMessage? Message, JsonElement? Payload)
{
    /// <summary>Where to send it; null: to the conversation that it stands in.</summary>
    public ConversationId? Address { get; init; }

    /// <summary>True for what a buyer must not miss, so that it is sent again when nobody knows whether it came; false for passing remarks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MustArrive { get; init; }

    /// <summary>Key of the entry, or id of the message that caused it, whose words these take the place of; null for new words.</summary>
    public string? Replaces { get; init; }

    /// <summary>Language that the desk speaks with the buyer.</summary>
    public Language? Language { get; init; }
}

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

    /// <summary>It was not tried, or is not done yet: go on after a delay. No attempt counts; the entries behind it wait.</summary>
    public sealed record Wait(TimeSpan After) : DeliveryOutcome;

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

    /// <summary>Asked before each attempt: how long the entry has to wait for its turn, without an attempt; null to go on.</summary>
    ValueTask<TimeSpan?> HoldAsync(ConversationId conversation, OutboxEntry entry, CancellationToken cancellationToken) => ValueTask.FromResult<TimeSpan?>(null);

    /// <param name="attempt">From 1. Above 1 when an earlier attempt failed, or began and its end is not known.</param>
    /// <exception cref="Exception">Anything thrown counts as <see cref="DeliveryOutcome.Retry"/> with growing delay.</exception>
    Task<DeliveryOutcome> DeliverAsync(ConversationId conversation, OutboxEntry entry, int attempt, CancellationToken cancellationToken);
}
