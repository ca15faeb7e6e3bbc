using System.Collections.Concurrent;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Chats;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>
/// Sends what the desk says, in order, one call at a time and chat. Each call is noted before it is made, so that one whose end nobody
/// knows is known as such: after a crash it is made again, with a mark. Never waits itself; an entry whose turn has not come goes back.
/// </summary>
internal sealed partial class TelegramSender(
    IStore store, SendCalls calls, SendBudget budget, BudgetShare share, OutgoingParts parts, UsedKeyboards keyboards, WordingCatalog wording, ShopLanguage shop, TelegramStatus status,
    Lazy<TurnHost> turns, TelegramChannelOptions options, TimeProvider time, ILogger<TelegramSender> log) : IOutboxHandler
{
    private const int MostErrors = 2;

    // Only crashes right in a call come to more than one; who dies in each of them has another trouble.
    private const int MostRepeats = 20;

    // What waits longer is looked at again in between: were its host to die, another one must not find it later than this.
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan BlockedHold = TimeSpan.FromHours(6);
    private static readonly TimeSpan OffHold = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RefusedHold = TimeSpan.FromSeconds(3);

    internal static readonly TimeSpan Crowded = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<ConversationId, Look> _looks = new();
    private readonly ConcurrentDictionary<ConversationId, byte> _inCall = new();
    private int _away;

    public string Kind => "send/" + ChatAddress.Channel;

    public bool NotesAttempts => false;

    public async ValueTask<TimeSpan?> HoldAsync(ConversationId conversation, OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (!options.IsOn) return OffHold;
        if (AddressOf(conversation, entry) is not { } chat) return null;
        if (status.IsRefused) return RefusedHold;
        var found = await store.GetAsync([SendProgress.KeyOf(conversation), chat.Screen, chat.Blocked], cancellationToken).ConfigureAwait(false);
        if (found[2] is not null) return BlockedHold;
        var screen = ScreenRecord.Read(found[1]);
        var now = time.GetUtcNow();
        if (screen.NotBefore is { } until && until > now) return Shorter(until - now);
        // Whoever is in a call for this conversation goes on with it first, also where its lease was taken from it.
        if (_inCall.ContainsKey(conversation)) return TimeSpan.FromMilliseconds(200);
        if ((budget.Reserve(chat) ?? await share.TakeAsync(cancellationToken).ConfigureAwait(false)) is { } wait) return Shorter(wait);
        _looks[conversation] = new Look(SendProgress.Read(found[0], entry.Key), found[0]?.Version ?? 0, screen, found[1]?.Version ?? 0);
        return null;
    }

    public async Task<DeliveryOutcome> DeliverAsync(ConversationId conversation, OutboxEntry entry, int attempt, CancellationToken cancellationToken)
    {
        if (AddressOf(conversation, entry) is not { } chat) return new DeliveryOutcome.Failed("it belongs to another bot");
        if (!_looks.TryRemove(conversation, out var look) || !_inCall.TryAdd(conversation, 0)) return new DeliveryOutcome.Wait(TimeSpan.FromMilliseconds(200));
        try
        {
            return await SendAsync(conversation, chat, entry, look, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _inCall.TryRemove(conversation, out _);
        }
    }

    private async Task<DeliveryOutcome> SendAsync(ConversationId conversation, ChatAddress chat, OutboxEntry entry, Look look, CancellationToken cancellationToken)
    {
        var all = parts.Of(chat, entry);
        var progress = look.Progress;
        if (progress.Part >= all.Count) return DeliveryOutcome.Done.Instance;
        // Somebody died in this call, so that nobody knows whether it arrived.
        if (progress.InFlight) progress = progress with { Doubtful = true, InFlight = false };
        if (progress is { Doubtful: true, Repeats: >= MostRepeats }) return new DeliveryOutcome.Failed("nobody knows whether it arrived, and it was sent again already");
        if (progress.Doubtful) progress = progress with { Repeats = progress.Repeats + 1 };
        var flying = progress with { InFlight = true };
        if (!await PutAsync(SendProgress.KeyOf(conversation), look.ProgressVersion, flying.Body(), cancellationToken).ConfigureAwait(false))
            return new DeliveryOutcome.Wait(TimeSpan.FromMilliseconds(200));
        var call = new SendCall(conversation, chat, entry, progress, look.ProgressVersion + 1, look.Screen, look.ScreenVersion);
        var part = progress.Doubtful ? all[progress.Part] with { Mark = wording.Text(entry.Language ?? shop.Default, TelegramTexts.Repeated) } : all[progress.Part];
        if (progress.Doubtful) status.CountRepeat();
        // Notes take a varying time, so that places given one after the other may come together here.
        while (!budget.TryCall()) await Task.Delay(Crowded, time, CancellationToken.None).ConfigureAwait(false);
        // Not called off when the host stops: the call ends soon by itself, and its end is worth knowing.
        var sent = await calls.MakeAsync(call, part).ConfigureAwait(false);
        return sent.Failure is { } failure
            ? await OnFailureAsync(call, failure, CancellationToken.None).ConfigureAwait(false)
            : await OnSentAsync(call, part, sent.Value, progress.Part + 1 == all.Count, CancellationToken.None).ConfigureAwait(false);
    }

    private static TimeSpan Shorter(TimeSpan wait) => wait < LongestHold ? wait : LongestHold;

    private ChatAddress? AddressOf(ConversationId conversation, OutboxEntry entry) =>
        ChatAddress.Parse(entry.Address ?? conversation) is { } chat && chat.Bot == options.BotId ? chat : null;

    private async Task<DeliveryOutcome> OnSentAsync(SendCall call, OutgoingPart part, int message, bool isLast, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _away, 0);
        status.CountSent();
        var done = new SendProgress(call.Entry.Key, call.Progress.Part + 1);
        // From here on it is known to have arrived; first of all that is noted.
        await PutAsync(SendProgress.KeyOf(call.Conversation), call.ProgressVersion, done.Body(), cancellationToken).ConfigureAwait(false);
        var screen = call.Screen with { NotBefore = null };
        var shown = part.Buttons is null ? screen : screen.With(message);
        if (part is { Speaker: not null, Files: null } && call.Progress.Part == 0 && call.Entry.Replaces is null) shown = shown.With(new SentMessage(call.Entry.Key, message));
        shown = await keyboards.TakeAwayAsync(call.Chat, shown, part.Buttons is null ? null : message, cancellationToken).ConfigureAwait(false);
        if (!Equals(shown, call.Screen)) await PutAsync(call.Chat.Screen, call.ScreenVersion, shown.Body(), cancellationToken).ConfigureAwait(false);
        return isLast ? DeliveryOutcome.Done.Instance : new DeliveryOutcome.Wait(TimeSpan.Zero);
    }

    private async Task<DeliveryOutcome> OnFailureAsync(SendCall call, ApiFailure failure, CancellationToken cancellationToken)
    {
        LogFailure(call.Conversation.Value, call.Entry.Key, failure.Reason);
        // Not in flight any more: what became of it is known, unless said otherwise below.
        var known = call.Progress;
        switch (failure)
        {
            case ApiFailure.Limited limited:
                return await OnLimitedAsync(call, limited, cancellationToken).ConfigureAwait(false);
            case ApiFailure.Unreachable:
                return await OnUnreachableAsync(call, cancellationToken).ConfigureAwait(false);
            case ApiFailure.NotModified:
                await NoteAsync(call, known with { Part = known.Part + 1 }, cancellationToken).ConfigureAwait(false);
                return new DeliveryOutcome.Wait(TimeSpan.Zero);
            case ApiFailure.BadMarkup when !known.Plain:
                await NoteAsync(call, known with { Plain = true }, cancellationToken).ConfigureAwait(false);
                return new DeliveryOutcome.Wait(TimeSpan.Zero);
            case ApiFailure.TokenRefused:
                status.Refuse();
                await NoteAsync(call, known, cancellationToken).ConfigureAwait(false);
                return new DeliveryOutcome.Wait(RefusedHold);
            case ApiFailure.NotConnected:
                var pause = TimeSpan.FromSeconds(Math.Min(30, 1 << Math.Min(Interlocked.Increment(ref _away), 5)));
                budget.PauseAll(time.GetUtcNow() + pause);
                await NoteAsync(call, known, cancellationToken).ConfigureAwait(false);
                return new DeliveryOutcome.Wait(Shorter(pause));
            case ApiFailure.ServerTrouble when known.Errors < MostErrors:
                await NoteAsync(call, known with { Errors = known.Errors + 1 }, cancellationToken).ConfigureAwait(false);
                return new DeliveryOutcome.Wait(TimeSpan.FromSeconds(2 << known.Errors));
            case ApiFailure.ServerTrouble or ApiFailure.Unknown:
                return await OnDoubtAsync(call, failure, cancellationToken).ConfigureAwait(false);
            default:
                await NoteAsync(call, known, cancellationToken).ConfigureAwait(false);
                return new DeliveryOutcome.Failed(failure.Reason);
        }
    }

    private async Task<DeliveryOutcome> OnLimitedAsync(SendCall call, ApiFailure.Limited limited, CancellationToken cancellationToken)
    {
        status.CountLimited();
        var until = time.GetUtcNow() + limited.After;
        budget.Pause(call.Chat, until);
        await NoteAsync(call, call.Progress, cancellationToken).ConfigureAwait(false);
        // Kept, because calls during a penalty make it longer, also those of another host or after a restart.
        await PutAsync(call.Chat.Screen, call.ScreenVersion, (call.Screen with { NotBefore = until }).Body(), cancellationToken).ConfigureAwait(false);
        return new DeliveryOutcome.Wait(Shorter(limited.After));
    }

    private async Task<DeliveryOutcome> OnUnreachableAsync(SendCall call, CancellationToken cancellationToken)
    {
        await NoteAsync(call, call.Progress, cancellationToken).ConfigureAwait(false);
        await PutAsync(call.Chat.Blocked, 0, "{}"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        var told = new Incoming($"unreachable.{call.Entry.Key}", call.Conversation, time.GetUtcNow(), null, new IncomingMessage.Reachability(false));
        await turns.Value.AcceptAsync(told, cancellationToken).ConfigureAwait(false);
        return new DeliveryOutcome.Wait(BlockedHold);
    }

    /// <summary>Nobody knows whether it arrived: never repeated blindly. What must arrive is sent once more after a while, with a mark.</summary>
    private async Task<DeliveryOutcome> OnDoubtAsync(SendCall call, ApiFailure failure, CancellationToken cancellationToken)
    {
        status.CountUnknown();
        if (!call.Entry.MustArrive || call.Progress.Repeats > 0)
        {
            await NoteAsync(call, call.Progress, cancellationToken).ConfigureAwait(false);
            return new DeliveryOutcome.Failed($"nobody knows whether it arrived: {failure.Reason}");
        }

        await NoteAsync(call, call.Progress with { Doubtful = true, Errors = 0 }, cancellationToken).ConfigureAwait(false);
        return new DeliveryOutcome.Wait(options.Limits.ResendAfter);
    }

    private Task NoteAsync(SendCall call, SendProgress progress, CancellationToken cancellationToken) =>
        PutAsync(SendProgress.KeyOf(call.Conversation), call.ProgressVersion, progress.Body(), cancellationToken);

    private async Task<bool> PutAsync(DocumentKey key, long version, byte[] body, CancellationToken cancellationToken) =>
        await store.CommitAsync(new CommitUnit().Put(key, version, body), cancellationToken).ConfigureAwait(false) is CommitResult.Committed;

    [LoggerMessage(EventId = 6601, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: sending {Key} to Telegram did not come out well: {Reason}")]
    private partial void LogFailure(string conversationId, string key, string reason);

    /// <summary>What was read when the entry's turn had come.</summary>
    private sealed record Look(SendProgress Progress, long ProgressVersion, ScreenRecord Screen, long ScreenVersion);
}
