using System.Collections.Concurrent;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Chats;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>
/// Takes buttons away that are of no more use: those that were tapped, and all older ones when there are new ones. At once where it costs
/// no message its place, else a little later; a button that is still there does no harm, because the desk knows a stale one.
/// </summary>
internal sealed class UsedKeyboards(IStore store, TelegramApi api, SideCalls calls, SendBudget budget, TimeProvider time)
{
    private const int Most = 4096;
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<ChatAddress, int> _tapped = new();
    private readonly ConcurrentDictionary<ChatAddress, ITimer> _later = new();

    /// <summary>A button of this message was tapped. A hint; the next question does without it.</summary>
    public void Used(ChatAddress chat, int message)
    {
        if (_tapped.Count >= Most) _tapped.Clear();
        _tapped[chat] = message;
    }

    /// <summary>After something was sent to a chat.</summary>
    /// <param name="newest">The message whose buttons are new; null when there are none.</param>
    /// <returns>The screen as it is then.</returns>
    public async Task<ScreenRecord> TakeAwayAsync(ChatAddress chat, ScreenRecord screen, int? newest, CancellationToken cancellationToken)
    {
        _tapped.TryRemove(chat, out var tapped);
        return await TakeAwayAsync(chat, screen, [.. screen.Keyboards.Where(k => k == tapped || (newest is not null && k != newest))], cancellationToken).ConfigureAwait(false);
    }

    private async Task<ScreenRecord> TakeAwayAsync(ChatAddress chat, ScreenRecord screen, IReadOnlyList<int> stale, CancellationToken cancellationToken)
    {
        foreach (var old in stale)
        {
            if (!budget.TryTake(chat))
            {
                TryLater(chat);
                break;
            }

            var taken = await api.TakeButtonsAwayAsync(chat.Chat, old, cancellationToken).ConfigureAwait(false);
            if (taken.Failure is ApiFailure.Limited limited)
            {
                budget.Pause(chat, time.GetUtcNow() + limited.After);
                return screen with { NotBefore = time.GetUtcNow() + limited.After };
            }

            // A message that is gone has no buttons either.
            if (taken.Failure is null or ApiFailure.NotModified or ApiFailure.Refused) screen = screen with { Keyboards = [.. screen.Keyboards.Where(k => k != old)] };
        }

        return screen;
    }

    private void TryLater(ChatAddress chat)
    {
        if (_later.Count >= Most || _later.ContainsKey(chat)) return;
        var timer = time.CreateTimer(_ =>
        {
            if (_later.TryRemove(chat, out var own)) own.Dispose();
            calls.Make(ct => TakeAwayLaterAsync(chat, ct));
        }, null, Later, Timeout.InfiniteTimeSpan);
        if (!_later.TryAdd(chat, timer)) timer.Dispose();
    }

    private async Task TakeAwayLaterAsync(ChatAddress chat, CancellationToken cancellationToken)
    {
        if ((await store.GetAsync([chat.Screen], cancellationToken).ConfigureAwait(false))[0] is not { } kept) return;
        var screen = ScreenRecord.Read(kept);
        if (screen.NotBefore > time.GetUtcNow()) return;
        var after = await TakeAwayAsync(chat, screen, [.. screen.Keyboards.SkipLast(1)], cancellationToken).ConfigureAwait(false);
        // Where something was sent meanwhile, that has the newer screen; taking away again what is gone changes nothing.
        if (!Equals(after, screen)) await store.CommitAsync(new CommitUnit().Put(chat.Screen, kept.Version, after.Body()), cancellationToken).ConfigureAwait(false);
    }
}
