using ChatRefundBot.Testing.Telegram.Server;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Updates;

/// <summary>getUpdates, with the real server's rules for who else asks and how often.</summary>
internal sealed class LongPolling(BotWorld world)
{
    private const string OtherPoller = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    private const string WebhookIsActive = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    private const string WebhookWasSet = "Conflict: terminated by setWebhook request";

    private TaskCompletionSource<string>? _hanging;
    private DateTimeOffset _nextConflict;
    private DateTimeOffset _lastAt;
    private bool _asked;

    /// <summary>Polls that wait now; 0 or 1.</summary>
    public int Active => _hanging is null ? 0 : 1;

    public long? LastOffset { get; private set; }

    public int Conflicts { get; private set; }

    public async Task<ApiAnswer> GetAsync(Args args, CancellationToken hangUp)
    {
        var mine = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        int limit;
        long offset;
        TimeSpan patience;
        bool webhook;
        lock (world.Gate)
        {
            Abort(OtherPoller);
            offset = args.Number("offset", 0);
            limit = args.Number("limit", 100, 1, 100);
            patience = TimeSpan.FromSeconds(args.Number("timeout", 0, 0, 50));
            var allowed = UpdateMethods.AllowedUpdates(args);
            webhook = world.Webhook.Url is not null;
            if (!webhook)
            {
                if (allowed is not null) world.Updates.Allowed = allowed;
                Throttle(offset, ref limit, ref patience);
                _hanging = mine;
                world.Changed.Raise();
            }
        }

        if (webhook) return await ConflictAsync(WebhookIsActive, hangUp);
        try
        {
            return await WaitAsync(mine, offset, limit, patience, hangUp);
        }
        finally
        {
            lock (world.Gate)
            {
                if (_hanging == mine) _hanging = null;
            }

            world.Changed.Raise();
        }
    }

    /// <summary>A webhook was set: whoever polls is told so.</summary>
    public void AbortForWebhook() => Abort(WebhookWasSet);

    private void Abort(string why)
    {
        _hanging?.TrySetResult(why);
        _hanging = null;
    }

    /// <summary>Who repeats an offset at once is slowed down, so that a bot that never confirms does not spin.</summary>
    private void Throttle(long offset, ref int limit, ref TimeSpan patience)
    {
        var since = world.Now - _lastAt;
        if (_asked && offset == LastOffset && patience < world.Options.Scaled(3) && since < world.Options.Scaled(3)) patience = world.Options.Scaled(3);
        if (_asked && offset == LastOffset && since < world.Options.Scaled(0.5)) limit = 1;
        (_asked, LastOffset, _lastAt) = (true, offset, world.Now);
    }

    private async Task<ApiAnswer> WaitAsync(TaskCompletionSource<string> mine, long offset, int limit, TimeSpan patience, CancellationToken hangUp)
    {
        using var limitOfTime = new CancellationTokenSource(patience, world.Options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(hangUp, limitOfTime.Token);
        while (true)
        {
            var changed = world.Changed.Next;
            lock (world.Gate)
            {
                if (mine.Task.IsCompleted) break;
                var taken = world.Updates.Take(offset, limit);
                if (taken.Count > 0 || limitOfTime.IsCancellationRequested) return Answer(taken);
            }

            var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (either.Token.Register(() => stop.TrySetResult())) await Task.WhenAny(changed, mine.Task, stop.Task);
            hangUp.ThrowIfCancellationRequested();
        }

        return await ConflictAsync(await mine.Task, hangUp);
    }

    /// <summary>The first conflict is told at once, the following ones three seconds later.</summary>
    private async Task<ApiAnswer> ConflictAsync(string why, CancellationToken hangUp)
    {
        TimeSpan wait;
        lock (world.Gate)
        {
            Conflicts++;
            wait = world.Now >= _nextConflict ? TimeSpan.Zero : world.Options.Scaled(3);
            if (wait == TimeSpan.Zero) _nextConflict = world.Now + world.Options.Scaled(3);
        }

        world.Changed.Raise();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, world.Options.Clock, hangUp);
        return ApiAnswer.Of(new ApiRefusal(409, why));
    }

    /// <summary>Updates go out as they were written, also those that no JSON library would write.</summary>
    private static ApiAnswer Answer(IReadOnlyList<QueuedUpdate> updates) => ApiAnswer.Raw($"[{string.Join(',', updates.Select(u => u.Json))}]");
}
