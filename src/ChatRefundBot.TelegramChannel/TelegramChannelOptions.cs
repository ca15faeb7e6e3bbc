namespace ChatRefundBot.TelegramChannel;

/// <summary>What the host decides about the Telegram channel.</summary>
public sealed record TelegramChannelOptions
{
    /// <summary>Token from BotFather; empty: the channel is off, and what is to be sent waits in the store.</summary>
    public string BotToken { get; init; } = "";

    /// <summary>Bot API server; scheme, host and port count.</summary>
    public Uri ApiBaseUrl { get; init; } = new("https://api.telegram.org");

    /// <summary>Where Telegram sends updates to; null: this host asks for them.</summary>
    public TelegramWebhook? Webhook { get; init; }

    /// <summary>Where a private Bot API server puts files, as this host sees it; empty: files are fetched over HTTP.</summary>
    public string FilesDirectory { get; init; } = "";

    /// <summary>Bounds and times; the defaults suit Telegram's own server.</summary>
    public TelegramLimits Limits { get; init; } = new();

    public bool IsOn => BotToken.Length > 0;

    /// <summary>The number before the token's colon; 0 when the channel is off.</summary>
    public long BotId => IsOn ? long.Parse(BotToken.AsSpan(0, BotToken.IndexOf(':', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture) : 0;
}

/// <param name="Url">Public address of <c>/telegram/webhook</c>.</param>
/// <param name="Secret">What Telegram proves itself with, 1 to 256 of <c>A-Z a-z 0-9 _ -</c>.</param>
public sealed record TelegramWebhook(Uri Url, string Secret);

/// <summary>Bounds of the channel.</summary>
public sealed record TelegramLimits
{
    /// <summary>Sends, edits and typing together, over all chats. Telegram's own bound is about 30.</summary>
    public double SendsPerSecond { get; init; } = 25;

    /// <summary>The same for one chat, in the long run.</summary>
    public double SendsPerSecondAndChat { get; init; } = 1;

    /// <summary>How many may go to one chat at once after a rest.</summary>
    public int ChatBurst { get; init; } = 3;

    /// <summary>An album is whole when nothing of it has come for so long.</summary>
    public TimeSpan AlbumIdle { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>An album is taken as it is after so long.</summary>
    public TimeSpan AlbumLongest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a message that must arrive waits before it is sent again when nobody knows whether it came.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer of the Bot API is waited for, for everything but updates.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long Telegram holds a question for updates open, 50 s at most.</summary>
    public TimeSpan PollTimeout { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>Largest file that is fetched; Telegram's own bound for bots.</summary>
    public long FileBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Largest body of a webhook.</summary>
    public int WebhookBytes { get; init; } = 1024 * 1024;

    /// <summary>How long a host that leads may be silent before another one takes over.</summary>
    public TimeSpan LeaderLease { get; init; } = TimeSpan.FromSeconds(10);
}
