using System.Text.Json.Nodes;

namespace ChatRefundBot.Testing.Telegram.Updates;

/// <summary>The bot's queue on the server. Guarded by the world's gate.</summary>
internal sealed class UpdateQueue(FakeBotApiOptions options, Signal changed)
{
    /// <summary>An offset further ahead than this is taken for a mistake and answered from the head.</summary>
    private const int FarAhead = 10;

    private static readonly string[] s_notByDefault = ["chat_member", "message_reaction", "message_reaction_count"];

    private readonly List<QueuedUpdate> _items = [];
    private readonly Dictionary<long, string> _everything = [];
    private bool _held;

    public long NextId { get; private set; } = options.FirstUpdateId;

    /// <summary>The bot's wish, kept until it states another; null: the default.</summary>
    public IReadOnlySet<string>? Allowed { get; set; }

    public IReadOnlyList<QueuedUpdate> Items => _items;

    public bool Held
    {
        get => _held;
        set
        {
            _held = value;
            changed.Raise();
        }
    }

    public static long KeyOfTaps(long userId) => userId + (3L << 33);

    public static long KeyOfMembership(long chatId) => chatId + (5L << 33);

    public bool IsAllowed(string kind) => Allowed is { Count: > 0 } allowed ? allowed.Contains(kind) : !s_notByDefault.Contains(kind);

    /// <returns>The update's id; null when the bot did not ask for this kind, so that it is not kept.</returns>
    public long? Add(string kind, JsonObject content, long? chatId, long queueKey, TimeSpan? lifetime = null) =>
        IsAllowed(kind) ? Put(new JsonObject { ["update_id"] = NextId, [kind] = content }, kind, NextId++, chatId, queueKey, lifetime) : null;

    /// <summary>Adds an update whatever the bot asked for and whatever it looks like.</summary>
    public long Put(JsonObject update, string kind, long id, long? chatId, long queueKey, TimeSpan? lifetime = null, bool replay = false) =>
        Put(update.ToJsonString(), kind, id, chatId, queueKey, lifetime, replay);

    public long Put(string json, string kind, long id, long? chatId, long queueKey, TimeSpan? lifetime = null, bool replay = false)
    {
        _items.Add(new QueuedUpdate
        {
            Id = id,
            Kind = kind,
            Json = json,
            ChatId = chatId,
            QueueKey = queueKey,
            ExpiresAt = Now + (lifetime ?? options.UpdateLifetime),
            WakeAt = Now,
            Delay = TimeSpan.FromSeconds(1),
            Replay = replay,
        });
        _everything[id] = _items[^1].Json;
        if (id >= NextId) NextId = id + 1;
        changed.Raise();
        return id;
    }

    /// <summary>An update as it was handed out, confirmed or not.</summary>
    public string? JsonOf(long id) => _everything.GetValueOrDefault(id);

    /// <summary>What an offset confirms is gone; what it asks for is handed out.</summary>
    public IReadOnlyList<QueuedUpdate> Take(long offset, int limit)
    {
        Expire();
        var from = offset;
        if (offset < 0) from = _items.Count > 0 ? Math.Max(NextId + offset, _items.Min(i => i.Id)) : 0;
        if (offset > NextId + FarAhead) from = 0;
        if (_items.RemoveAll(i => i.Id < from && !i.Replay) > 0) changed.Raise();
        if (_held) return [];
        var taken = _items.Where(i => i.Id >= from || i.Replay).OrderBy(i => i.Id).Take(limit).ToList();
        foreach (var item in taken) item.Attempts++;
        if (_items.RemoveAll(i => i.Replay && taken.Contains(i)) > 0) changed.Raise();
        return taken;
    }

    public void Remove(QueuedUpdate update)
    {
        if (_items.Remove(update)) changed.Raise();
    }

    public void Clear()
    {
        _items.Clear();
        changed.Raise();
    }

    public void Expire()
    {
        if (_items.RemoveAll(i => i.ExpiresAt < Now) > 0) changed.Raise();
    }

    /// <summary>After a week without updates the ids go on at a random number.</summary>
    public void RestartAt(long id)
    {
        if (_items.Count > 0) throw new InvalidOperationException("Ids only start anew when nothing is pending.");
        NextId = id;
    }

    private DateTimeOffset Now => options.Clock.GetUtcNow();
}
