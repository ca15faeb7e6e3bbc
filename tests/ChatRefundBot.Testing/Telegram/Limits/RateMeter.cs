using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Limits;

/// <summary>
/// How fast the bot sends, and, when asked to, the limits of the FAQ. Counted are sends, edits, deletions, copies and chat actions, each call once; not counted are
/// answers to taps, menus, files and updates.
/// </summary>
public sealed class RateMeter
{
    private const int MostPerSecond = 30;
    private const int MostPerMinuteOfGroup = 20;
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly FakeBotApiOptions _options;
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _all = [];
    private readonly Dictionary<long, ChatMeter> _chats = [];

    internal RateMeter(FakeBotApiOptions options) => _options = options;

    /// <summary>Calls that were let through.</summary>
    public int Counted
    {
        get
        {
            lock (_gate) return _all.Count;
        }
    }

    /// <summary>Calls that were refused with 429 because they came too fast.</summary>
    public int Limited { get; private set; }

    /// <summary>From the first call let through to the last.</summary>
    public TimeSpan Span
    {
        get
        {
            lock (_gate) return _all.Count == 0 ? TimeSpan.Zero : _all[^1] - _all[0];
        }
    }

    /// <summary>Calls a second over the whole <see cref="Span"/>; 0 when there was no more than one.</summary>
    public double AveragePerSecond => Span > TimeSpan.Zero ? (Counted - 1) / Span.TotalSeconds : 0;

    /// <summary>The most calls in any one second.</summary>
    public int PeakPerSecond
    {
        get
        {
            lock (_gate) return Peak(_all, s_second);
        }
    }

    /// <summary>The most calls to one chat in any one second.</summary>
    public int PeakPerSecondOf(long chatId)
    {
        lock (_gate) return _chats.TryGetValue(chatId, out var chat) ? Peak(chat.At, s_second) : 0;
    }

    /// <summary>Lets a call through, or refuses it with 429 where limits are enforced.</summary>
    /// <exception cref="ApiRefusal">Too fast. Calling on before the time makes it worse.</exception>
    internal void Pass(long? chatId)
    {
        var now = _options.Clock.GetUtcNow();
        lock (_gate)
        {
            var chat = chatId is { } id ? _chats.TryGetValue(id, out var known) ? known : _chats[id] = new ChatMeter() : null;
            if (_options.EnforceRates) Enforce(chat, chatId ?? 0, now);
            _all.Add(now);
            chat?.At.Add(now);
        }
    }

    private void Enforce(ChatMeter? chat, long chatId, DateTimeOffset now)
    {
        if (chat is not null && now < chat.LimitedUntil)
        {
            // Who calls while limited is limited for longer.
            Refuse(chat, now, (chat.LimitedUntil - now) * 2);
        }

        if (CountSince(_all, now - s_second) >= MostPerSecond) Refuse(chat: null, now, s_second);
        if (chat is null) return;
        if (chatId < 0)
        {
            if (CountSince(chat.At, now - s_minute) >= MostPerMinuteOfGroup) Refuse(chat, now, chat.At[^MostPerMinuteOfGroup] + s_minute - now);
            return;
        }

        chat.Tokens = Math.Min(_options.ChatBurst, chat.Tokens + (now - chat.CountedAt).TotalSeconds);
        chat.CountedAt = now;
        if (chat.Tokens < 1) Refuse(chat, now, TimeSpan.FromSeconds(1 - chat.Tokens));
        chat.Tokens--;
    }

    private void Refuse(ChatMeter? chat, DateTimeOffset now, TimeSpan until)
    {
        Limited++;
        var seconds = Math.Max(1, (int)Math.Ceiling(until.TotalSeconds));
        if (chat is not null) chat.LimitedUntil = now + TimeSpan.FromSeconds(seconds);
        throw ApiRefusal.TooMany(seconds);
    }

    private static int CountSince(List<DateTimeOffset> at, DateTimeOffset since)
    {
        var count = 0;
        for (var i = at.Count - 1; i >= 0 && at[i] > since; i--) count++;
        return count;
    }

    private static int Peak(List<DateTimeOffset> at, TimeSpan window)
    {
        var (peak, first) = (0, 0);
        for (var last = 0; last < at.Count; last++)
        {
            while (at[last] - at[first] >= window) first++;
            peak = Math.Max(peak, last - first + 1);
        }

        return peak;
    }

    private sealed class ChatMeter
    {
        public List<DateTimeOffset> At { get; } = [];

        public double Tokens { get; set; } = double.MaxValue;

        public DateTimeOffset CountedAt { get; set; }

        public DateTimeOffset LimitedUntil { get; set; }
    }
}
