namespace ChatRefundBot.Testing.Telegram.Updates;

/// <summary>One attempt to hand an update to the webhook.</summary>
/// <param name="QueueKey">Attempts of the same key never overlap.</param>
/// <param name="StartedAt">When it was sent.</param>
/// <param name="EndedAt">When its answer had come, or nobody waited for it any longer.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Failure">What getWebhookInfo says of it; null when it was taken.</param>
public sealed record WebhookDelivery(
    long UpdateId, string Kind, long QueueKey, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int Attempt, int? Status, string? Failure);

/// <summary>What setWebhook asked for.</summary>
internal sealed record WebhookWish(string Url, string? Secret, int MaxConnections, IReadOnlySet<string>? Allowed);
