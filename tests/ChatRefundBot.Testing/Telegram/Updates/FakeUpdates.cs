using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Server;
using ChatRefundBot.Testing.Telegram.Users;

namespace ChatRefundBot.Testing.Telegram.Updates;

/// <summary>The bot's queue of updates, and updates that no well-behaved user makes.</summary>
public sealed class FakeUpdates
{
    private readonly BotWorld _world;

    internal FakeUpdates(BotWorld world) => _world = world;

    /// <summary>Not confirmed yet, oldest first.</summary>
    public IReadOnlyList<PendingUpdate> Pending
    {
        get
        {
            lock (_world.Gate)
            {
                _world.Updates.Expire();
                return [.. _world.Updates.Items.Select(u => new PendingUpdate(u.Id, u.Kind, u.ChatId, u.Json, u.Attempts))];
            }
        }
    }

    public int PendingCount => Pending.Count;

    /// <summary>The id of the next update.</summary>
    public long NextId
    {
        get
        {
            lock (_world.Gate) return _world.Updates.NextId;
        }
    }

    /// <summary>Polls that hang now; 0 or 1.</summary>
    public int ActivePolls
    {
        get
        {
            lock (_world.Gate) return _world.Polls.Active;
        }
    }

    /// <summary>What the last poll asked for; null before the first.</summary>
    public long? LastOffset
    {
        get
        {
            lock (_world.Gate) return _world.Polls.LastOffset;
        }
    }

    /// <summary>Polls that were ended or refused with 409.</summary>
    public int Conflicts
    {
        get
        {
            lock (_world.Gate) return _world.Polls.Conflicts;
        }
    }

    /// <summary>The kinds that the bot asked for; null: it never said.</summary>
    public IReadOnlySet<string>? Allowed
    {
        get
        {
            lock (_world.Gate) return _world.Updates.Allowed;
        }
    }

    /// <summary>Waits until everything was confirmed, by an offset or by the webhook.</summary>
    public Task UntilConfirmedAsync(TimeSpan? within = null) =>
        _world.Changed.UntilAsync(
            () => PendingCount == 0 ? this : null, within, () => $"Not confirmed:\n{string.Join('\n', Pending)}");

    /// <summary>Waits until the bot polls.</summary>
    public Task UntilPolledAsync(TimeSpan? within = null) => _world.Changed.UntilAsync(() => ActivePolls > 0 ? this : null, within, () => "Nobody polls.");

    /// <summary>Hands nothing out until <see cref="Release"/>: what is done meanwhile arrives as one batch.</summary>
    public void Hold()
    {
        lock (_world.Gate) _world.Updates.Held = true;
    }

    public void Release()
    {
        lock (_world.Gate) _world.Updates.Held = false;
    }

    /// <summary>Adds an update of any kind, whatever the bot asked for.</summary>
    /// <param name="content">The value of the field that is named as the kind.</param>
    public long Push(string kind, JsonNode? content, long? chatId = null, long queueKey = 1, long? updateId = null)
    {
        lock (_world.Gate)
        {
            var id = updateId ?? _world.Updates.NextId;
            return _world.Updates.Put(new JsonObject { ["update_id"] = id, [kind] = content }, kind, id, chatId, queueKey);
        }
    }

    /// <summary>Adds an update exactly as written; <c>{id}</c> in it becomes its number.</summary>
    public long PushRaw(string json, string kind = "message", long? chatId = null, long queueKey = 1)
    {
        ArgumentNullException.ThrowIfNull(json);
        lock (_world.Gate)
        {
            var id = _world.Updates.NextId;
            return _world.Updates.Put(json.Replace("{id}", $"{id}", StringComparison.Ordinal), kind, id, chatId, queueKey);
        }
    }

    /// <summary>An update that a typed client cannot read: the bot's membership has a status that nobody knows.</summary>
    public long PushPoison(FakeTelegramUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_world.Gate) return Membership.Tell(_world, user.Chat.Room, user.Profile, "member", "sleeping") ?? 0;
    }

    /// <summary>A message whose id is a text, in the user's private chat.</summary>
    public long PushBrokenMessage(FakeTelegramUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var message = new JsonObject
        {
            ["message_id"] = "not a number",
            ["from"] = user.Profile.ToJson(),
            ["chat"] = user.Chat.Room.ToJson(),
            ["date"] = _world.Now.ToUnixTimeSeconds(),
            ["text"] = "x",
        };
        return Push("message", message, user.Id, user.Id);
    }

    /// <summary>An update of a kind from the future.</summary>
    public long PushUnknownKind() => Push("teleported_message", new JsonObject { ["where"] = "far away" });

    /// <summary>Hands an update out once more, with the same id, though it was confirmed.</summary>
    /// <param name="json">The whole update as it was, from <see cref="Pending"/> or from a test.</param>
    public void PushAgain(string json)
    {
        var update = JsonNode.Parse(json)!.AsObject();
        lock (_world.Gate)
        {
            var kind = update.First(f => f.Key != "update_id").Key;
            _world.Updates.Put(update, kind, (long)update["update_id"]!, null, 1, replay: true);
        }
    }

    /// <summary>Hands an update out once more, with the same id, though it was confirmed.</summary>
    public void PushAgain(long updateId)
    {
        string? json;
        lock (_world.Gate) json = _world.Updates.JsonOf(updateId);
        PushAgain(json ?? throw new InvalidOperationException($"There never was an update {updateId}."));
    }

    /// <summary>After a week without updates the ids go on at another number.</summary>
    public void RestartIdsAt(long id)
    {
        lock (_world.Gate) _world.Updates.RestartAt(id);
    }
}
