using System.Collections.Concurrent;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Chats;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>"Typing…" where an answer takes a while; at most once in five seconds and chat, and never at the cost of a message.</summary>
internal sealed class TypingSigns(IStore store, TelegramApi api, SideCalls calls, SendBudget budget, TimeProvider time)
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
            // A chat that was told to wait is left alone, also by a host that has just started.
            if (ScreenRecord.Read((await store.GetAsync([chat.Screen], ct).ConfigureAwait(false))[0]).NotBefore > time.GetUtcNow() || !budget.TryTake(chat)) return;
            if ((await api.SendTypingAsync(chat.Chat, ct).ConfigureAwait(false)).Failure is ApiFailure.Limited limited) budget.Pause(chat, time.GetUtcNow() + limited.After);
        });
    }
}
