using System.Collections.Concurrent;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.TelegramChannel.Chats;
using ChatRefundBot.TelegramChannel.Files;
using ChatRefundBot.TelegramChannel.Links;
using ChatRefundBot.TelegramChannel.Sending;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Intake;

/// <summary>
/// Makes the stored updates of a chat messages of its conversation, in order. Handing a message on and taking its update away is one
/// atomic step. Files are fetched here, before the turn, and an album is gathered first.
/// </summary>
internal sealed partial class ChatWorker(
    IStore store, TurnHost turns, ChatQueue queue, UpdateMapper mapper, UpdateIntake intake, FileFetcher files, ChatLinks links,
    UsedKeyboards keyboards, TypingSigns typing, TelegramChannelOptions options, TimeProvider time, ILogger<ChatWorker> log)
{
    private const int Batch = 50;
    private const int MostConflicts = 5;
    private const int MostFailures = 5;
    private static readonly TimeSpan QuickTaps = TimeSpan.FromSeconds(10);

    // Of this host: another one that takes over begins to count anew.
    private readonly ConcurrentDictionary<(ChatAddress Chat, long Sequence), int> _failures = new();
    private readonly ConcurrentDictionary<ChatAddress, Fetched> _fetched = new();
    private readonly ConcurrentDictionary<ChatAddress, (string Update, int Message, ConversationId Target, string Choice, DateTimeOffset At)> _taps = new();

    /// <summary>Works until nothing is left, or the oldest update has to wait. The caller holds the chat's lease.</summary>
    public async Task RunAsync(ChatAddress chat, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        while (true)
        {
            var look = new CommitUnit().Read(chat.Record).Read(chat.Blocked).Read(chat.Inbox, 0, Batch);
            var found = (CommitResult.Committed)await store.CommitAsync(look, cancellationToken).ConfigureAwait(false);
            var view = new ChatView(chat, found.Documents[0], found.Documents[1], found.Logs[0].Entries);
            if (view.Waiting.Count == 0)
            {
                var unit = Settle(new CommitUnit(), chat, ChatQueue.Lease);
                if (found.Logs[0].Entries.Count > 0) unit.TrimThrough(chat.Inbox, found.Logs[0].Entries[^1].Sequence);
                if (((CommitResult.Committed)await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false)).Remaining[0] == 0) return;
                continue;
            }

            switch (await TryHandleAsync(view, cancellationToken).ConfigureAwait(false))
            {
                // The job that fetches its files has the lease, and begins again when they are here.
                case Handled.Fetching:
                    return;
                case Handled.Done:
                    conflicts = 0;
                    break;
                case Handled.Wait wait:
                    await store.CommitAsync(Settle(new CommitUnit(), chat, wait.For), cancellationToken).ConfigureAwait(false);
                    queue.BeginLater(chat, wait.For);
                    return;
                // Whoever else works on this chat goes on with it.
                case Handled.Conflict when ++conflicts > MostConflicts:
                    return;
            }
        }
    }

    private static CommitUnit Settle(CommitUnit unit, ChatAddress chat, TimeSpan lease) => unit.Settle(ChatAddress.PendingIndex, chat.ToString(), chat.Inbox, lease);

    /// <summary>An update that fails again and again is set aside: the chat goes on, and the buyer hears that it was not understood.</summary>
    private async Task<Handled> TryHandleAsync(ChatView view, CancellationToken cancellationToken)
    {
        var (entry, staged) = view.Waiting[0];
        try
        {
            var handled = await HandleAsync(view, cancellationToken).ConfigureAwait(false);
            if (handled is Handled.Done) _failures.TryRemove((view.Chat, entry.Sequence), out _);
            return handled;
        }
        catch (Exception fault) when (fault is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            var failures = _failures.AddOrUpdate((view.Chat, entry.Sequence), 1, (_, n) => n + 1);
            LogFailed(view.Chat.ToString(), fault.GetType().Name, failures);
            if (failures < MostFailures) return new Handled.Wait(TimeSpan.FromMilliseconds(250 << failures));
            _failures.TryRemove((view.Chat, entry.Sequence), out _);
            await intake.SetAsideAsync(staged.Update.GetRawText(), cancellationToken).ConfigureAwait(false);
            if (mapper.TryMap(staged.Update) is not { } update) return await TakeAwayAsync(view, [entry.Sequence], null, cancellationToken).ConfigureAwait(false);
            return await HandOnAsync(view, update, [(".failed", new IncomingMessage.Unsupported("failed"))], [entry.Sequence], null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Handled> HandleAsync(ChatView view, CancellationToken cancellationToken)
    {
        var (entry, staged) = view.Waiting[0];
        if (mapper.TryMap(staged.Update) is not { } update)
        {
            await intake.SetAsideAsync(staged.Update.GetRawText(), cancellationToken).ConfigureAwait(false);
            return await TakeAwayAsync(view, [entry.Sequence], null, cancellationToken).ConfigureAwait(false);
        }

        // Who writes has not blocked anybody, whatever was heard before.
        if (view.Blocked is not null && update.Meaning is not Meaning.Reach { CanReach: false }) await UnblockAsync(view, cancellationToken).ConfigureAwait(false);
        switch (update.Meaning)
        {
            case Meaning.Messages messages:
                if (update.Tapped is { } message && messages.Items is [(_, IncomingMessage.Tap tap)])
                {
                    keyboards.Used(view.Chat, message);
                    if (IsRepeated(view, update, message, tap)) return await TakeAwayAsync(view, [entry.Sequence], null, cancellationToken).ConfigureAwait(false);
                }

                return await HandOnAsync(view, update, messages.Items, [entry.Sequence], null, cancellationToken).ConfigureAwait(false);
            case Meaning.File file:
                return await TakeFilesAsync(view, update, file, cancellationToken).ConfigureAwait(false);
            case Meaning.Link link:
                return await FollowLinkAsync(view, update, link, cancellationToken).ConfigureAwait(false);
            case Meaning.Reach reach:
                return await ReachAsync(view, update, reach, cancellationToken).ConfigureAwait(false);
            default:
                return await TakeAwayAsync(view, [entry.Sequence], null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A button that is tapped again while its answer is on the way means nothing more than the first time.</summary>
    private bool IsRepeated(ChatView view, MappedUpdate update, int message, IncomingMessage.Tap tap)
    {
        var now = time.GetUtcNow();
        var choice = tap.PromptId + tap.Key;
        var isKnown = _taps.TryGetValue(view.Chat, out var last) && last.Message == message && last.Target == view.Target && last.Choice == choice && now - last.At < QuickTaps;
        // The tap itself, taken up once more because the store failed or somebody else was faster, is no repetition of itself.
        if (isKnown) return last.Update != update.Id;
        if (_taps.Count > 4096) _taps.Clear();
        _taps[view.Chat] = (update.Id, message, view.Target, choice, now);
        return false;
    }

    /// <summary>A file alone, an album, or a part of an album that was taken already.</summary>
    private async Task<Handled> TakeFilesAsync(ChatView view, MappedUpdate first, Meaning.File file, CancellationToken cancellationToken)
    {
        if (file.Album is null) return await FetchAsync(view, [view.Waiting[0]], [(first, file)], isLate: false, null, cancellationToken).ConfigureAwait(false);
        if (view.Record.Albums.Contains(file.Album)) return await FetchAsync(view, [view.Waiting[0]], [(first, file)], isLate: true, null, cancellationToken).ConfigureAwait(false);
        var album = AlbumGathering.Of(view.Waiting, file.Album, mapper);
        if (album.DueAfter(time.GetUtcNow(), options.Limits) is { } wait)
        {
            typing.Show(view.Chat);
            return new Handled.Wait(wait);
        }

        return await FetchAsync(view, album.Entries, album.Parts, isLate: false, file.Album, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Handled> FetchAsync(
        ChatView view, IReadOnlyList<(LogEntry Entry, StagedUpdate Staged)> entries, IReadOnlyList<(MappedUpdate Update, Meaning.File File)> parts, bool isLate, string? album,
        CancellationToken cancellationToken)
    {
        if (!_fetched.TryRemove(view.Chat, out var fetched) || fetched.Target != view.Target || !fetched.Sequences.SequenceEqual(entries.Select(e => e.Entry.Sequence)))
        {
            // No worker waits for a file: however many do not come, the other chats go on.
            typing.Show(view.Chat);
            queue.Run(ct => FetchAndGoOnAsync(view, [.. entries.Select(e => e.Entry.Sequence)], [.. parts.Select(p => p.File.Content)], ct));
            return Handled.Fetching.Instance;
        }

        // The part with the words stands for the album: an edit of the words names it.
        var head = parts.FirstOrDefault(p => p.File.Caption is not null, parts[0]);
        var media = new IncomingMessage.Media(fetched.Attachments, head.File.Caption) { IsLate = isLate };
        var record = album is null ? null : view.Record.WithAlbum(album);
        return await HandOnAsync(view, head.Update, [("", media)], [.. entries.Select(e => e.Entry.Sequence)], record, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fetches files with the chat's lease in hand, and begins the chat again with them.</summary>
    private async Task FetchAndGoOnAsync(ChatView view, IReadOnlyList<long> sequences, IReadOnlyList<TelegramFile> wanted, CancellationToken cancellationToken)
    {
        var fetching = files.FetchAsync(view.Target, wanted, cancellationToken);
        while (await Task.WhenAny(fetching, Task.Delay(ChatQueue.Lease / 3, time, cancellationToken)).ConfigureAwait(false) != fetching && !cancellationToken.IsCancellationRequested)
            await store.CommitAsync(Settle(new CommitUnit(), view.Chat, ChatQueue.Lease), cancellationToken).ConfigureAwait(false);
        _fetched[view.Chat] = new Fetched(view.Target, sequences, await fetching.ConfigureAwait(false));
        await store.CommitAsync(Settle(new CommitUnit(), view.Chat, ChatQueue.Lease), cancellationToken).ConfigureAwait(false);
        queue.Begin(view.Chat);
    }

    private async Task<Handled> FollowLinkAsync(ChatView view, MappedUpdate update, Meaning.Link link, CancellationToken cancellationToken)
    {
        var found = await links.FindAsync(link.Token, cancellationToken).ConfigureAwait(false);
        switch (found)
        {
            case LinkResult.Good good:
                var record = view.Record with { LinkedTo = good.Conversation };
                var continued = new IncomingMessage.Continued(view.Chat.Conversation);
                var release = await ReleaseAsync(view.Chat, good.Conversation, cancellationToken).ConfigureAwait(false);
                return await HandOnAsync(
                    view with { Record = record }, update, [("", continued)], [view.Waiting[0].Entry.Sequence], record, cancellationToken,
                    unit =>
                    {
                        unit.Delete(good.Key, good.Version);
                        release(unit);
                    }).ConfigureAwait(false);
            case LinkResult.Gone:
                return await TakeAwayAsync(view, [view.Waiting[0].Entry.Sequence], null, cancellationToken, links.Notice(view.Chat, update)).ConfigureAwait(false);
            default:
                // Whatever else stands behind /start is no business of ours.
                return await HandOnAsync(view, update, [("", new IncomingMessage.Text("/start"))], [view.Waiting[0].Entry.Sequence], null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A conversation goes on in one chat only: the one that it was taken to before is its own again.</summary>
    private async Task<Action<CommitUnit>> ReleaseAsync(ChatAddress chat, ConversationId conversation, CancellationToken cancellationToken)
    {
        var kept = (await store.GetAsync([StoreNames.State(conversation)], cancellationToken).ConfigureAwait(false))[0];
        if (kept is null || ConversationState.Read(kept.Body).Address is not { } address || ChatAddress.Parse(address) is not { } before || before == chat) return _ => { };
        var record = (await store.GetAsync([before.Record], cancellationToken).ConfigureAwait(false))[0];
        if (record is null || ChatRecord.Read(record) is not { LinkedTo: { } linked } old || linked != conversation) return _ => { };
        return unit => unit.Put(before.Record, record.Version, (old with { LinkedTo = null }).Body());
    }

    private async Task<Handled> ReachAsync(ChatView view, MappedUpdate update, Meaning.Reach reach, CancellationToken cancellationToken)
    {
        if (!reach.CanReach && view.Blocked is null)
        {
            await store.CommitAsync(new CommitUnit().Put(view.Chat.Blocked, 0, "{}"u8.ToArray()), cancellationToken).ConfigureAwait(false);
        }

        // A chat that never said anything has no conversation to tell.
        var state = (await store.GetAsync([StoreNames.State(view.Target)], cancellationToken).ConfigureAwait(false))[0];
        if (state is null) return await TakeAwayAsync(view, [view.Waiting[0].Entry.Sequence], null, cancellationToken).ConfigureAwait(false);
        return await HandOnAsync(view, update, [("", new IncomingMessage.Reachability(reach.CanReach))], [view.Waiting[0].Entry.Sequence], null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets what waited for the buyer go on.</summary>
    private async Task UnblockAsync(ChatView view, CancellationToken cancellationToken)
    {
        var unit = new CommitUnit().Delete(view.Chat.Blocked, view.Blocked!.Version).SetIndex(StoreNames.PendingDeliveries, view.Chat.ToString(), 0);
        if (view.Target != view.Chat.Conversation) unit.SetIndex(StoreNames.PendingDeliveries, view.Target.Value, 0);
        await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
        turns.DeliverSoon(view.Chat.Conversation);
        if (view.Target != view.Chat.Conversation) turns.DeliverSoon(view.Target);
    }

    /// <summary>Hands messages on to the conversation; the last of them takes the updates away in the same step.</summary>
    private async Task<Handled> HandOnAsync(
        ChatView view, MappedUpdate update, IReadOnlyList<(string Suffix, IncomingMessage Message)> messages, IReadOnlyList<long> sequences, ChatRecord? record,
        CancellationToken cancellationToken, Action<CommitUnit>? more = null)
    {
        var sentAt = update.SentAt == default ? time.GetUtcNow() : update.SentAt;
        for (var i = 0; i < messages.Count; i++)
        {
            var isLast = i == messages.Count - 1;
            var incoming = new Incoming(update.Id + messages[i].Suffix, view.Target, sentAt, update.Sender, messages[i].Message) { Locale = update.Locale };
            void Alongside(CommitUnit unit)
            {
                if (!isLast) return;
                view.TakeAway(unit, sequences, record);
                more?.Invoke(unit);
            }

            switch (await turns.AcceptAsync(incoming, Alongside, cancellationToken).ConfigureAwait(false))
            {
                case AcceptResult.Conflict:
                    return Handled.Conflict.Instance;
                case AcceptResult.TooLarge:
                    LogTooLarge(view.Chat.ToString());
                    return await TakeAwayAsync(view, sequences, record, cancellationToken).ConfigureAwait(false);
                case AcceptResult.Duplicate when isLast:
                    return await TakeAwayAsync(view, sequences, record, cancellationToken).ConfigureAwait(false);
            }
        }

        return Handled.Done.Instance;
    }

    private async Task<Handled> TakeAwayAsync(
        ChatView view, IReadOnlyList<long> sequences, ChatRecord? record, CancellationToken cancellationToken, Action<CommitUnit>? more = null)
    {
        var unit = new CommitUnit();
        view.TakeAway(unit, sequences, record);
        more?.Invoke(unit);
        if (await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is CommitResult.Conflict) return Handled.Conflict.Instance;
        if (more is not null) turns.DeliverSoon(view.Chat.Conversation);
        return Handled.Done.Instance;
    }

    [LoggerMessage(EventId = 6201, Level = LogLevel.Error, Message = "Chat {ConversationId}: a message is larger than the desk takes; it was left out")]
    private partial void LogTooLarge(string conversationId);

    [LoggerMessage(EventId = 6202, Level = LogLevel.Error, Message = "Chat {ConversationId}: taking up its oldest update failed with {Fault} ({Failures})")]
    private partial void LogFailed(string conversationId, string fault, int failures);

    /// <summary>Files that were fetched for the oldest updates of a chat.</summary>
    private sealed record Fetched(ConversationId Target, IReadOnlyList<long> Sequences, IReadOnlyList<Attachment> Attachments);

    private abstract record Handled
    {
        public sealed record Done : Handled
        {
            public static readonly Done Instance = new();
        }

        public sealed record Wait(TimeSpan For) : Handled;

        public sealed record Fetching : Handled
        {
            public static readonly Fetching Instance = new();
        }

        public sealed record Conflict : Handled
        {
            public static readonly Conflict Instance = new();
        }
    }
}
