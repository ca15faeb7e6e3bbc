namespace ChatRefundBot.TelegramChannel;

/// <summary>What the channel sees of itself on this host, for readiness. Counts begin with the process. Thread safe.</summary>
internal sealed class TelegramStatus
{
    private long _updates;
    private long _repeated;
    private long _unreadable;
    private long _sent;
    private long _limited;
    private long _unknown;
    private long _repeats;
    private long _conflicts;
    private int _refused;

    public long Updates => Interlocked.Read(ref _updates);

    public long Repeated => Interlocked.Read(ref _repeated);

    public long Unreadable => Interlocked.Read(ref _unreadable);

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How often Telegram said to wait.</summary>
    public long Limited => Interlocked.Read(ref _limited);

    /// <summary>Sends of which nobody knows whether they arrived.</summary>
    public long Unknown => Interlocked.Read(ref _unknown);

    /// <summary>Sends that were made again with a mark.</summary>
    public long Repeats => Interlocked.Read(ref _repeats);

    /// <summary>How often another program asked for updates with the same token.</summary>
    public long Conflicts => Interlocked.Read(ref _conflicts);

    /// <summary>True while this host is the one that asks for updates, or that keeps the webhook.</summary>
    public bool Leads { get; set; }

    /// <summary>Last time that Telegram answered the question for updates; null before the first.</summary>
    public DateTimeOffset? PolledAt { get; set; }

    public DateTimeOffset? UpdateAt { get; private set; }

    /// <summary>True while the server does not know the token.</summary>
    public bool IsRefused => Volatile.Read(ref _refused) != 0;

    /// <summary>Why the last question for updates, or the last look at the webhook, failed; null when it did not.</summary>
    public string? Trouble { get; set; }

    /// <summary>What Telegram says of the webhook; null in polling mode or before the first look.</summary>
    public WebhookReport? Webhook { get; set; }

    /// <summary>Name of the bot as Telegram says it, without <c>@</c>; null until it was asked.</summary>
    public string? BotName { get; set; }

    public void CountUpdate(DateTimeOffset at)
    {
        Interlocked.Increment(ref _updates);
        UpdateAt = at;
    }

    public void CountRepeated() => Interlocked.Increment(ref _repeated);

    public void CountUnreadable() => Interlocked.Increment(ref _unreadable);

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void CountLimited() => Interlocked.Increment(ref _limited);

    public void CountUnknown() => Interlocked.Increment(ref _unknown);

    public void CountRepeat() => Interlocked.Increment(ref _repeats);

    public void CountConflict() => Interlocked.Increment(ref _conflicts);

    public void Refuse() => Volatile.Write(ref _refused, 1);

    public void Accept() => Volatile.Write(ref _refused, 0);
}

/// <param name="Pending">Updates that wait at Telegram.</param>
/// <param name="LastError">What Telegram last had to say against the webhook; null when nothing.</param>
internal sealed record WebhookReport(int Pending, string? LastError, DateTimeOffset? LastErrorAt, DateTimeOffset At);
