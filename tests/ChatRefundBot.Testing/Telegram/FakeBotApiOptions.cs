namespace ChatRefundBot.Testing.Telegram;

/// <summary>How a fake Bot API server behaves where the real ones differ, and how fast its own delays pass.</summary>
public sealed record FakeBotApiOptions
{
    /// <summary>The bot's token; the digits before the colon are the bot's id.</summary>
    public string Token { get; init; } = "7654321:TEST-not-a-real-token-of-the-fake-bot-api";

    public string BotUsername { get; init; } = "refund_desk_bot";

    public string BotName { get; init; } = "Refund desk";

    /// <summary>Where files lie when this is a private server started with <c>--local</c>: getFile answers absolute paths below it and there is no
    /// <c>/file</c> route. Null: the public server.</summary>
    public string? LocalFilesDirectory { get; init; }

    /// <summary>True: http webhooks on any port, as a private server allows; tests listen on loopback without TLS. False: https on 443, 80, 88 and 8443.</summary>
    public bool AllowAnyWebhookUrl { get; init; } = true;

    /// <summary>True: the limits of the Bot FAQ are enforced with 429: one message a second per private chat, 20 a minute per group, 30 a second in all.</summary>
    public bool EnforceRates { get; init; }

    /// <summary>Messages that a private chat takes at once before one a second holds.</summary>
    public int ChatBurst { get; init; } = 5;

    /// <summary>What the server's own pauses are multiplied by: webhook retries (2, 4, 8 s ..), repeated conflicts (3 s), polls that repeat their
    /// offset (3 s, 0.5 s), setWebhook more than once a second. A hundredth makes a retry of 2 s one of 20 ms.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>How long the server waits for the webhook's answer; not scaled.</summary>
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a tap waits for the bot before it is dropped; not scaled. The real server: 150 s.</summary>
    public TimeSpan CallbackLifetime { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>How long every other update waits for the bot; not scaled. The real server: 24 h.</summary>
    public TimeSpan UpdateLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a tap may be answered after it was made. The real server allows some 15 s and more; the fake is generous unless told.</summary>
    public TimeSpan AnswerLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a path that getFile named can be fetched; at least 1 h by the documentation.</summary>
    public TimeSpan FileLifetime { get; init; } = TimeSpan.FromHours(1);

    public long FirstUpdateId { get; init; } = 810_000_001;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal long BotId => long.Parse(Token.AsSpan(0, Token.IndexOf(':', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture);

    internal TimeSpan Scaled(double seconds) => TimeSpan.FromSeconds(seconds * TimeScale);
}
