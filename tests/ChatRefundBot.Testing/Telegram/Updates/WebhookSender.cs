using System.Net.Http.Headers;
using System.Text;
using ChatRefundBot.Testing.Telegram.Server;

namespace ChatRefundBot.Testing.Telegram.Updates;

/// <summary>
/// Hands updates to one webhook: those with the same queue key strictly one after another, others beside them, a failed one again and again until it
/// is taken or has expired. The first retry comes at once, then after 2, 4, 8 .. seconds up to a minute or two, or when the bot's Retry-After says.
/// </summary>
internal sealed class WebhookSender
{
    private const int LongestRetryAfterSeconds = 3600;
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(90);

    private readonly BotWorld _world;
    private readonly WebhookWish _wish;
    private readonly Action<WebhookDelivery> _ended;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<long> _busy = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="ended">Told of every attempt, with the gate held.</param>
    public WebhookSender(BotWorld world, WebhookWish wish, Action<WebhookDelivery> ended)
    {
        (_world, _wish, _ended) = (world, wish, ended);
        _ = Task.Run(RunAsync);
    }

    public void Stop() => _stop.Cancel();

    private async Task RunAsync()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = _stop.Token.Register(() => stopped.TrySetResult());
        while (!_stop.IsCancellationRequested)
        {
            var changed = _world.Changed.Next;
            TimeSpan pause;
            lock (_world.Gate)
            {
                _world.Updates.Expire();
                var now = _world.Now;
                foreach (var update in Ready(now)) _ = DeliverAsync(update);
                pause = UntilNext(now);
            }

            using var passed = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var due = Task.Delay(pause, _world.Options.Clock, passed.Token);
            await Task.WhenAny(changed, due, stopped.Task);
            await passed.CancelAsync();
        }

        _client.Dispose();
    }

    /// <summary>The oldest update of each queue, when its time has come and nothing of its queue is under way. Marks the queues as busy.</summary>
    private List<QueuedUpdate> Ready(DateTimeOffset now)
    {
        if (_world.Updates.Held) return [];
        var heads = _world.Updates.Items.GroupBy(u => u.QueueKey).Select(q => q.First()).Where(u => !_busy.Contains(u.QueueKey));
        var ready = heads.Where(u => u.WakeAt <= now).OrderBy(u => u.WakeAt).ThenBy(u => u.Id).ToList();
        if (_world.Webhook.SwapsNext)
        {
            // Nothing else is sent until there are two to be swapped, nor before the later one has been answered.
            if (ready.Count < 2 || _busy.Count > 0) return [];
            _world.Webhook.SwapsNext = false;
            ready = [ready[1]];
            ready[0].SentAlone = true;
        }
        else if (_world.Updates.Items.Any(u => u.SentAlone)) return [];

        ready = [.. ready.Take(Math.Max(0, _wish.MaxConnections - _busy.Count))];
        foreach (var update in ready)
        {
            _busy.Add(update.QueueKey);
            update.Attempts++;
        }

        return ready;
    }

    private TimeSpan UntilNext(DateTimeOffset now)
    {
        if (_world.Updates.Held) return Timeout.InfiniteTimeSpan;
        // What is due but has no free connection is looked at again when one gets free.
        var later = _world.Updates.Items.GroupBy(u => u.QueueKey).Select(q => q.First()).Where(u => !_busy.Contains(u.QueueKey) && u.WakeAt > now).ToList();
        return later.Count == 0 ? Timeout.InfiniteTimeSpan : later.Min(u => u.WakeAt) - now + TimeSpan.FromMilliseconds(1);
    }

    private async Task DeliverAsync(QueuedUpdate update)
    {
        var startedAt = _world.Now;
        var (status, failure, retryAfter) = await SendAsync(update);
        lock (_world.Gate)
        {
            _busy.Remove(update.QueueKey);
            if (!_stop.IsCancellationRequested)
            {
                _ended(new WebhookDelivery(update.Id, update.Kind, update.QueueKey, startedAt, _world.Now, update.Attempts, status, failure));
                if (failure is null) _world.Updates.Remove(update);
                else Postpone(update, retryAfter);
            }
        }

        _world.Changed.Raise();
    }

    private void Postpone(QueuedUpdate update, int retryAfter)
    {
        var delay = TimeSpan.Zero;
        if (retryAfter > 0) delay = TimeSpan.FromSeconds(retryAfter);
        else if (update.Failures > 0) delay = update.Delay = update.Delay * 2 < s_longestDelay ? update.Delay * 2 : s_longestDelay;
        update.Failures++;
        if (_world.Now + delay > update.ExpiresAt) _world.Updates.Remove(update);
        else update.WakeAt = _world.Now + (delay * _world.Options.TimeScale);
    }

    private async Task<(int? Status, string? Failure, int RetryAfter)> SendAsync(QueuedUpdate update)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_world.Options.WebhookTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _wish.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(update.Json)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate");
            if (_wish.Secret is not null) request.Headers.TryAddWithoutValidation("X-Telegram-Bot-Api-Secret-Token", _wish.Secret);
            using var response = await _client.SendAsync(request, limit.Token);
            var status = (int)response.StatusCode;
            if (response.IsSuccessStatusCode) return (status, null, 0);
            var after = Math.Clamp((int)(response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0), 0, LongestRetryAfterSeconds);
            return (status, $"Wrong response from the webhook: {status} {response.ReasonPhrase}", after);
        }
        catch (OperationCanceledException)
        {
            return (null, "Read timeout expired", 0);
        }
        catch (HttpRequestException e)
        {
            return (null, e.HttpRequestError is HttpRequestError.ConnectionError ? "Connection refused" : "Webhook connection closed", 0);
        }
    }
}
