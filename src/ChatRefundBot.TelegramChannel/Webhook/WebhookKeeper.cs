using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Polling;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Webhook;

/// <summary>Tells Telegram where to send updates, from one host only, and looks every minute whether they get through.</summary>
internal sealed partial class WebhookKeeper(TelegramApi api, BotSetup setup, TelegramStatus status, TimeProvider time, ILogger<WebhookKeeper> log)
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    public async Task RunAsync(TelegramWebhook webhook, CancellationToken cancellationToken)
    {
        await setup.RunAsync(cancellationToken).ConfigureAwait(false);
        // Always once: the secret cannot be looked at, and the same again changes nothing.
        var isSet = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            isSet = isSet && await LookAsync(webhook, cancellationToken).ConfigureAwait(false);
            if (!isSet) isSet = await SetAsync(webhook, cancellationToken).ConfigureAwait(false) && await LookAsync(webhook, cancellationToken).ConfigureAwait(false);
            await Task.Delay(isSet ? Look : Retry, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> SetAsync(TelegramWebhook webhook, CancellationToken cancellationToken)
    {
        var done = await api.SetWebhookAsync(webhook, cancellationToken).ConfigureAwait(false);
        status.Trouble = done.Failure?.Reason;
        if (done.Failure is { } failure) LogRefused(failure.Reason);
        else LogSet(webhook.Url.ToString());
        return done.IsGood;
    }

    /// <summary>False when the webhook is not ours any more.</summary>
    private async Task<bool> LookAsync(TelegramWebhook webhook, CancellationToken cancellationToken)
    {
        var found = await api.GetWebhookInfoAsync(cancellationToken).ConfigureAwait(false);
        status.Trouble = found.Failure?.Reason;
        if (found.Value is not { } info) return true;
        DateTimeOffset? errorAt = info.LastErrorDate is { } date ? new DateTimeOffset(DateTime.SpecifyKind(date, DateTimeKind.Utc)) : null;
        status.Webhook = new WebhookReport(info.PendingUpdateCount, info.LastErrorMessage, errorAt, time.GetUtcNow());
        return info.Url == webhook.Url.ToString();
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Telegram sends updates to {Url}")]
    private partial void LogSet(string url);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Error, Message = "Telegram does not take the webhook: {Reason}. See Telegram:WebhookUrl")]
    private partial void LogRefused(string reason);
}
