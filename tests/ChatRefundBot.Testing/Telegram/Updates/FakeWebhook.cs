using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Server;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Updates;

/// <summary>The webhook of the bot, as set, and what was handed to it.</summary>
public sealed class FakeWebhook
{
    private readonly BotWorld _world;
    private readonly List<WebhookDelivery> _deliveries = [];
    private WebhookWish? _wish;
    private WebhookSender? _sender;
    private DateTimeOffset? _setAt;
    private DateTimeOffset? _errorAt;

    internal FakeWebhook(BotWorld world) => _world = world;

    /// <summary>Null: none is set.</summary>
    public string? Url => _wish?.Url;

    public string? Secret => _wish?.Secret;

    public int MaxConnections => _wish?.MaxConnections ?? 0;

    /// <summary>What getWebhookInfo says; null before the first failure since it was set.</summary>
    public string? LastError { get; private set; }

    /// <summary>Every attempt that has ended, in that order.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries
    {
        get
        {
            lock (_world.Gate) return [.. _deliveries];
        }
    }

    internal bool SwapsNext { get; set; }

    /// <summary>The next two updates of different queues (a text and a tap of one user) arrive in reverse order: the second has been answered before
    /// the first is sent.</summary>
    public void SwapNext()
    {
        lock (_world.Gate) SwapsNext = true;
    }

    /// <summary>Waits until the webhook has taken an update.</summary>
    public Task<WebhookDelivery> UntilDeliveredAsync(long updateId, TimeSpan? within = null) => UntilAsync(d => d.UpdateId == updateId && d.Failure is null, within);

    /// <summary>Waits for an attempt, past or to come.</summary>
    public Task<WebhookDelivery> UntilAsync(Func<WebhookDelivery, bool> match, TimeSpan? within = null) =>
        _world.Changed.UntilAsync(
            () => Deliveries.FirstOrDefault(match), within, () => $"No such delivery to {Url}; there were:\n{string.Join('\n', Deliveries.TakeLast(30))}");

    internal ApiAnswer Set(WebhookWish wish)
    {
        var now = _world.Now;
        if (_wish is { } old && Same(old, wish)) return ApiAnswer.Ok(true, "Webhook is already set");
        if (_setAt is { } last && now < last + _world.Options.Scaled(1)) throw ApiRefusal.TooMany(1);
        Stop();
        _setAt = now;
        _wish = wish;
        if (wish.Allowed is not null) _world.Updates.Allowed = wish.Allowed;
        (LastError, _errorAt) = (null, null);
        _world.Polls.AbortForWebhook();
        _sender = new WebhookSender(_world, wish, OnEnded);
        _world.Changed.Raise();
        return ApiAnswer.Ok(true, "Webhook was set");
    }

    internal ApiAnswer Delete()
    {
        if (_wish is null) return ApiAnswer.Ok(true, "Webhook is already deleted");
        Stop();
        _world.Changed.Raise();
        return ApiAnswer.Ok(true, "Webhook was deleted");
    }

    internal void Stop()
    {
        _sender?.Stop();
        (_sender, _wish, LastError, _errorAt) = (null, null, null, null);
    }

    internal JsonObject Info()
    {
        _world.Updates.Expire();
        var info = new JsonObject { ["url"] = Url ?? "", ["has_custom_certificate"] = false, ["pending_update_count"] = _world.Updates.Items.Count };
        if (_world.Updates.Allowed is { Count: > 0 } allowed) info["allowed_updates"] = new JsonArray([.. allowed.Select(a => (JsonNode)a)]);
        if (_wish is null) return info;
        info["max_connections"] = MaxConnections;
        info["ip_address"] = "127.0.0.1";
        if (LastError is null) return info;
        info["last_error_date"] = _errorAt!.Value.ToUnixTimeSeconds();
        info["last_error_message"] = LastError;
        return info;
    }

    private static bool Same(WebhookWish one, WebhookWish other) =>
        one.Url == other.Url && one.Secret == other.Secret && one.MaxConnections == other.MaxConnections
        && (other.Allowed is null || (one.Allowed is not null && one.Allowed.SetEquals(other.Allowed)));

    /// <summary>Called with the gate held.</summary>
    private void OnEnded(WebhookDelivery delivery)
    {
        _deliveries.Add(delivery);
        if (delivery.Failure is not null) (LastError, _errorAt) = (delivery.Failure, delivery.EndedAt);
    }
}
