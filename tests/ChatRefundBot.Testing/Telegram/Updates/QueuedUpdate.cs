namespace ChatRefundBot.Testing.Telegram.Updates;

/// <summary>An update that the bot has not confirmed. Guarded by the world's gate.</summary>
internal sealed class QueuedUpdate
{
    public required long Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>The whole update, with its id.</summary>
    public required string Json { get; init; }

    public long? ChatId { get; init; }

    /// <summary>Updates with the same key go to a webhook strictly one after another.</summary>
    public required long QueueKey { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Handed out once more whatever the offset is.</summary>
    public bool Replay { get; init; }

    /// <summary>How often it was handed to the bot.</summary>
    public int Attempts { get; set; }

    // Of webhooks only.
    public DateTimeOffset WakeAt { get; set; }

    public TimeSpan Delay { get; set; }

    public int Failures { get; set; }

    /// <summary>Nothing else is sent until this one was taken.</summary>
    public bool SentAlone { get; set; }
}

/// <summary>An update that waits for the bot.</summary>
/// <param name="Attempts">How often it was handed to the bot and not confirmed.</param>
public sealed record PendingUpdate(long Id, string Kind, long? ChatId, string Json, int Attempts);
