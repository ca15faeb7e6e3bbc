using ChatRefundBot.TelegramChannel.Chats;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>
/// The budget of sends, edits and typing of this host; hosts that share a bot have <see cref="BudgetShare"/> above it. Sends get places in the order in which they ask, so that no chat starves;
/// edits and typing go only where a place is free anyway. Memory: a few numbers for each chat that was busy lately. Thread safe.
/// </summary>
internal sealed class SendBudget(TelegramLimits limits, TimeProvider time)
{
    /// <summary>Places that may be taken at once over all chats: the rate and this stay below Telegram's own bound in any second.</summary>
    private const int Burst = 3;

    private const int MostChats = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ChatAddress, ChatBudget> _chats = [];
    private readonly Queue<DateTimeOffset> _sent = new();
    private readonly TimeSpan _chatInterval = TimeSpan.FromSeconds(1 / limits.SendsPerSecondAndChat);
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1 / limits.SendsPerSecond);
    private readonly int _mostInSecond = (int)limits.SendsPerSecond + Burst;
    private DateTimeOffset _next = DateTimeOffset.UnixEpoch;
    private DateTimeOffset _pausedUntil;
    private DateTimeOffset _lastLimit;
    private ChatAddress _lastLimited;

    /// <summary>Chats that Telegram has told to wait, now.</summary>
    public int Limited
    {
        get
        {
            var now = time.GetUtcNow();
            lock (_gate) return _chats.Values.Count(c => c.PausedUntil > now);
        }
    }

    /// <summary>Hosts that use the bot now, this one included; of what may as well not happen each then takes a small part only.</summary>
    public int Hosts { get; set; } = 1;

    /// <summary>Takes a place for a send.</summary>
    /// <returns>Null: send now. Otherwise how long to wait before asking again; the place is kept.</returns>
    public TimeSpan? Reserve(ChatAddress chat)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_pausedUntil > now) return _pausedUntil - now;
            var own = Of(chat, now);
            var ready = Later(own.PausedUntil, own.Next - ((limits.ChatBurst - 1) * _chatInterval));
            if (ready > now) return ready - now;
            // A place in line only for who may use it at once: a chat that waits for itself must not hold up the others.
            if (own.Place is null)
            {
                own.Place = Later(now, _next - ((Burst - 1) * _interval));
                _next = Later(_next, now) + _interval;
            }

            if (own.Place > now) return own.Place - now;
            own.Place = null;
            own.Next = Later(own.Next, now) + _chatInterval;
            return null;
        }
    }

    /// <summary>Takes a place for what may as well not happen. False when it would make somebody wait.</summary>
    public bool TryTake(ChatAddress chat)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var own = Of(chat, now);
            // One of the chat's places is left for the next message.
            if (_pausedUntil > now || own.PausedUntil > now || own.Place is not null || own.Next - ((limits.ChatBurst - 2) * _chatInterval) > now) return false;
            if (_next - ((Burst - 1) * _interval) > now || Crowded(now)) return false;
            if (Hosts > 1 && _sent.Count > limits.SendsPerSecond / (4 * Hosts)) return false;
            _next = Later(_next, now) + _interval;
            own.Next = Later(own.Next, now) + _chatInterval;
            _sent.Enqueue(now);
            return true;
        }
    }

    /// <summary>Asked right before a call whose place was taken a moment ago: false when that moment has become crowded since; ask again soon.</summary>
    public bool TryCall()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (Crowded(now)) return false;
            _sent.Enqueue(now);
            return true;
        }
    }

    /// <summary>Telegram has told a chat to wait. Two chats within a second mean that all of them have to.</summary>
    public void Pause(ChatAddress chat, DateTimeOffset until)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var own = Of(chat, now);
            own.PausedUntil = Later(own.PausedUntil, until);
            if (_lastLimited != chat && now - _lastLimit < TimeSpan.FromSeconds(1)) _pausedUntil = Later(_pausedUntil, until);
            (_lastLimited, _lastLimit) = (chat, now);
        }
    }

    /// <summary>Nothing is sent before this time: the server is not reached.</summary>
    public void PauseAll(DateTimeOffset until)
    {
        lock (_gate) _pausedUntil = Later(_pausedUntil, until);
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private bool Crowded(DateTimeOffset now)
    {
        while (_sent.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromSeconds(1)) _sent.Dequeue();
        return _sent.Count >= _mostInSecond;
    }

    private ChatBudget Of(ChatAddress chat, DateTimeOffset now)
    {
        if (_chats.TryGetValue(chat, out var known)) return known;
        if (_chats.Count >= MostChats)
        {
            foreach (var (idle, _) in _chats.Where(c => c.Value.Next <= now && c.Value.PausedUntil <= now && c.Value.Place is null).ToList()) _chats.Remove(idle);
        }

        return _chats[chat] = new ChatBudget();
    }

    private sealed class ChatBudget
    {
        /// <summary>When the chat would be free of debt.</summary>
        public DateTimeOffset Next { get; set; } = DateTimeOffset.UnixEpoch;

        public DateTimeOffset PausedUntil { get; set; }

        /// <summary>Its place in the line of all chats; null when it has none.</summary>
        public DateTimeOffset? Place { get; set; }
    }
}
