using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Intake;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Polling;

/// <summary>
/// Asks for updates, stores each batch, and only then asks for the next, which is what acknowledges it. No place is kept over a restart:
/// what was not acknowledged comes again, and what was stored is known.
/// </summary>
internal sealed partial class PollLoop(TelegramApi api, BotSetup setup, UpdateIntake intake, TelegramStatus status, TimeProvider time, ILogger<PollLoop> log)
{
    private const int LongestBackOff = 30;

    // A server that answers at once although nothing is there must not be asked without a pause.
    private static readonly TimeSpan ShortestRound = TimeSpan.FromMilliseconds(300);

    // Numbers begin anew after a quiet week; by then nothing is left that the old place would confirm.
    private static readonly TimeSpan PlaceKept = TimeSpan.FromHours(24);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await setup.RunAsync(cancellationToken).ConfigureAwait(false);
        // What waited for a webhook is polled: nothing is dropped. Where none is set this changes nothing.
        var unhooked = await api.DeleteWebhookAsync(cancellationToken).ConfigureAwait(false);
        if (unhooked.Failure is { } refusal) LogPoll(refusal.Reason);
        long? next = null;
        var (failures, heard) = (0, time.GetUtcNow());
        while (!cancellationToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            if (next is not null && time.GetUtcNow() - heard > PlaceKept) next = null;
            var round = await api.GetUpdatesAsync(next, cancellationToken).ConfigureAwait(false);
            if (round.Failure is { } failure)
            {
                await OnFailureAsync(failure, ++failures, cancellationToken).ConfigureAwait(false);
                continue;
            }

            (failures, status.Trouble, status.PolledAt) = (0, null, time.GetUtcNow());
            status.Accept();
            if (round.Value is { Length: > 0 } updates)
            {
                heard = time.GetUtcNow();
                await StoreAsync(updates, cancellationToken).ConfigureAwait(false);
                // Of this batch, and not the highest ever: numbers may begin anew below.
                if (updates.Select(UpdateKey.NumberOf).LastOrDefault(n => n is not null) is { } last) next = last + 1;
                continue;
            }

            var rest = ShortestRound - time.GetElapsedTime(began);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores a batch, however long the store is away: until then nothing is acknowledged.</summary>
    private async Task StoreAsync(JsonElement[] updates, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await intake.StoreAsync(updates, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (StoreUnavailableException fault)
            {
                LogStoreAway(fault.Message);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(5, 1 << Math.Min(tries, 3))), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task OnFailureAsync(ApiFailure failure, int failures, CancellationToken cancellationToken)
    {
        status.Trouble = failure.Reason;
        var wait = TimeSpan.FromSeconds(Math.Min(LongestBackOff, 0.5 * (1 << Math.Min(failures, 6))));
        switch (failure)
        {
            case ApiFailure.Conflict conflict:
                status.CountConflict();
                LogConflict(conflict.Reason);
                if (conflict.WebhookIsSet) await api.DeleteWebhookAsync(cancellationToken).ConfigureAwait(false);
                break;
            case ApiFailure.Limited limited:
                wait = limited.After;
                break;
            case ApiFailure.TokenRefused:
                if (!status.IsRefused) LogRefused();
                status.Refuse();
                break;
            default:
                LogPoll(failure.Reason);
                break;
        }

        await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 6901, Level = LogLevel.Warning, Message = "Asking Telegram for updates failed, trying again: {Reason}")]
    private partial void LogPoll(string reason);

    [LoggerMessage(EventId = 6902, Level = LogLevel.Error, Message = "Telegram gives updates to somebody else: {Reason}. Let only one desk use this token")]
    private partial void LogConflict(string reason);

    [LoggerMessage(EventId = 6903, Level = LogLevel.Error, Message = "Telegram refuses the bot token. Set Telegram__BotToken to the one that BotFather shows and start again; everything else works without it")]
    private partial void LogRefused();

    [LoggerMessage(EventId = 6904, Level = LogLevel.Warning, Message = "Telegram updates are not acknowledged, the store is away: {Reason}")]
    private partial void LogStoreAway(string reason);
}
