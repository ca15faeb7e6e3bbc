using System.Collections.Concurrent;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Chats;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>"Typing…" where an answer takes a while; at most once in five seconds and chat, and never at the cost of a message.</summary>
internal sealed class TypingSigns(TelegramApi api, SideCalls calls, SendBudget budget, TimeProvider time)
{
    private const int Most = 4096;
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ChatAddress, DateTimeOffset> _last = new();

    public void Show(ChatAddress chat)
    {
        var now = time.GetUtcNow();
        if (_last.TryGetValue(chat, out var last) && now - last < Shown) return;
        if (_last.Count >= Most) _last.Clear();
        _last[chat] = now;
        calls.Make(async ct =>
        {
            if (!budget.TryTake(chat)) return;
            if ((await api.SendTypingAsync(chat.Chat, ct).ConfigureAwait(false)).Failure is ApiFailure.Limited limited) budget.Pause(chat, time.GetUtcNow() + limited.After);
        });
    }
}
