using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.DialogKernel.Turns;

/// <summary>
/// Accepts messages durably and runs their turns: each accepted message takes effect once, those of one conversation in the order in
/// which they were accepted. A turn of an idle conversation costs two round trips to the store: accept, which hands back the state,
/// and commit. Thread safe; several hosts may work on one store.
/// </summary>
public sealed partial class TurnEngine(
    IStore store, ITurnHandler handler, IEnumerable<IOutboxHandler> outboxHandlers, TimeProvider time, ILogger<TurnEngine> log)
{
    /// <summary>Longest message accepted, in bytes as stored. Text of 100,000 characters fits.</summary>
    public const int MaxMessageBytes = 512 * 1024;

    /// <summary>How long a worker may be silent before another one takes its conversation up.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    private const int MaxFailures = 3;
    private const int MaxConflicts = 50;
    private const int MaxTakeOvers = 5;

    /// <summary>From so many deaths on a message is run with no other suspect beside it, so that the next death is its own.</summary>
    private const int Suspect = 2;

    internal const int InboxBatch = 8;

    private readonly HashSet<string> _outboxKinds = [.. outboxHandlers.Select(h => h.Kind)];
    private readonly SemaphoreSlim _suspects = new(1, 1);

    /// <summary>Told of conversations that a commit left with outbox entries, when this host got the lease of delivering them.</summary>
    public Action<ConversationId>? DeliveryClaimed { get; set; }

    /// <summary>
    /// Told of the transcript entries that a turn of this host has just committed, before the store's own wake may come. A hint for readers
    /// that are up to date; must not block or throw.
    /// </summary>
    public Action<ConversationId, IReadOnlyList<LogEntry>>? TranscriptCommitted { get; set; }

    /// <summary>Stores a message. Acknowledge it to the channel after this returns, and only then.</summary>
    /// <exception cref="StoreUnavailableException">Nothing may be acknowledged; let the sender try again with the same id.</exception>
    public Task<AcceptResult> AcceptAsync(Incoming incoming, CancellationToken cancellationToken) => AcceptAsync(incoming, null, cancellationToken);

    /// <summary>As <see cref="AcceptAsync(Incoming, CancellationToken)"/>, with changes of the channel's own in the same atomic step.</summary>
    /// <param name="alongside">Adds the channel's changes; null for none. Nothing of them happens for a message that was accepted before.</param>
    /// <exception cref="StoreUnavailableException">Nothing may be acknowledged; let the sender try again with the same id.</exception>
    public async Task<AcceptResult> AcceptAsync(Incoming incoming, Action<CommitUnit>? alongside, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(incoming, KernelJson.Stored.Incoming);
        if (body.Length > MaxMessageBytes) return AcceptResult.TooLarge.Instance;
        var unit = ClaimUnit(incoming.Conversation).Append(StoreNames.Inbox(incoming.Conversation), body, incoming.Id);
        alongside?.Invoke(unit);
        return await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) switch
        {
            CommitResult.Conflict when alongside is not null => AcceptResult.Conflict.Instance,
            CommitResult.Committed done => new AcceptResult.Accepted(done.Claims[0] ? Claimed(incoming.Conversation, done) : null),
            CommitResult.Duplicate => AcceptResult.Duplicate.Instance,
            var other => throw new InvalidOperationException($"Accepting a message for {incoming.Conversation} gave {other.GetType().Name}."),
        };
    }

    /// <summary>
    /// Adds to a unit that changes a conversation from outside a turn, as a claim does, the message that tells the conversation so: its turn
    /// follows the change in the same step. The unit must read nothing else and claim no other lease before.
    /// </summary>
    public static CommitUnit Tell(CommitUnit unit, Incoming incoming) => AddClaim(unit, incoming.Conversation)
        .Append(StoreNames.Inbox(incoming.Conversation), JsonSerializer.SerializeToUtf8Bytes(incoming, KernelJson.Stored.Incoming), incoming.Id);

    /// <summary>The turn to run after a unit of <see cref="Tell"/>; null when somebody else works on the conversation.</summary>
    public static ClaimedConversation? Told(ConversationId id, CommitResult.Committed done) => done.Claims[0] ? Claimed(id, done) : null;

    /// <summary>Makes a due timer an incoming message, once however many hosts try. Null when another worker runs it.</summary>
    /// <param name="due">Entry of <see cref="StoreNames.Timers"/>.</param>
    public async Task<ClaimedConversation?> AcceptTimerAsync(IndexEntry due, CancellationToken cancellationToken)
    {
        var bar = due.Member.IndexOf('|', StringComparison.Ordinal);
        var (name, id) = (due.Member[..bar], new ConversationId(due.Member[(bar + 1)..]));
        var dueAt = DateTimeOffset.FromUnixTimeMilliseconds(due.Score);
        var incoming = new Incoming($"timer:{name}:{due.Score}", id, dueAt, null, new IncomingMessage.TimerFired(name, dueAt));
        var unit = ClaimUnit(id)
            .RemoveIndex(StoreNames.Timers, due.Member)
            .Append(StoreNames.Inbox(id), JsonSerializer.SerializeToUtf8Bytes(incoming, KernelJson.Stored.Incoming), incoming.Id);
        switch (await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false))
        {
            case CommitResult.Committed done:
                return done.Claims[0] ? Claimed(id, done) : null;
            default:
                await ReindexTimerAsync(id, name, due, cancellationToken).ConfigureAwait(false);
                return null;
        }
    }

    /// <summary>
    /// The timer was accepted before. It is usually out of the index by now; it may also have been set anew since, so the index is made to
    /// say what the state says, and a state that changes meanwhile is left to the next look.
    /// </summary>
    private async Task ReindexTimerAsync(ConversationId id, string name, IndexEntry due, CancellationToken cancellationToken)
    {
        var kept = (await store.GetAsync([StoreNames.State(id)], cancellationToken).ConfigureAwait(false))[0];
        var state = kept is null ? null : ConversationState.Read(kept.Body);
        var unit = new CommitUnit().Expect(StoreNames.State(id), kept?.Version ?? 0);
        var current = state?.Timers.Find(t => t.Name == name)?.DueAt.ToUnixTimeMilliseconds();
        if (current is { } set && set != due.Score) unit.SetIndex(StoreNames.Timers, due.Member, set);
        else unit.RemoveIndex(StoreNames.Timers, due.Member);
        await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes up a conversation whose worker fell silent; null when somebody still works on it.</summary>
    public async Task<ClaimedConversation?> TryClaimAsync(ConversationId id, CancellationToken cancellationToken)
    {
        var unit = ClaimUnit(id).Read(StoreNames.Attempts(id));
        var done = (CommitResult.Committed)await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
        return done.Claims[0] ? Claimed(id, done) : null;
    }

    /// <summary>Runs turns until the conversation's inbox is empty.</summary>
    /// <param name="takenUp">True when the lease of another worker had run out, so that a message which kills its worker is found out.</param>
    public async Task RunAsync(ClaimedConversation work, bool takenUp, CancellationToken cancellationToken)
    {
        if (!takenUp || work.Inbox.Entries.Count == 0)
        {
            await RunAllAsync(work, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (TakeOvers(work, work.Inbox.Entries[0]) < Suspect)
        {
            await RunAllAsync(await NoteTakeOverAsync(work, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return;
        }

        // A process that dies takes all its turns with it, and those beside the deadly one must not be blamed for it again and again.
        // One whose place does not come while its lease lasts is left to the next sweep.
        if (!await _suspects.WaitAsync(Lease / 2, cancellationToken).ConfigureAwait(false)) return;
        try
        {
            await RunAllAsync(await NoteTakeOverAsync(work, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _suspects.Release();
        }
    }

    private async Task RunAllAsync(ClaimedConversation work, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (work.Inbox.Entries.Count > 0)
            {
                var next = await RunOneAsync(work, cancellationToken).ConfigureAwait(false);
                if (next is null) return;
                work = next;
            }

            // Whoever accepted a message meanwhile left it to this worker.
            var unit = ReadUnit(work.Id).Settle(StoreNames.PendingTurns, work.Id.Value, StoreNames.Inbox(work.Id), Lease);
            var done = (CommitResult.Committed)await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
            if (done.Remaining[0] == 0) return;
            work = Claimed(work.Id, done);
        }
    }

    private static CommitUnit ClaimUnit(ConversationId id) => AddClaim(new CommitUnit(), id);

    private static CommitUnit AddClaim(CommitUnit unit, ConversationId id) => unit
        .Claim(StoreNames.PendingTurns, id.Value, Lease)
        .Read(StoreNames.State(id))
        .Read(StoreNames.Inbox(id), 0, InboxBatch);

    private static ClaimedConversation Claimed(ConversationId id, CommitResult.Committed done) =>
        new(id, done.Documents[0], done.Logs[0], done.Documents.Count > 1 ? done.Documents[1] : null);

    /// <summary>Runs the oldest entry. Returns what follows it, or null when nothing does.</summary>
    private async Task<ClaimedConversation?> RunOneAsync(ClaimedConversation work, CancellationToken cancellationToken)
    {
        var entry = work.Inbox.Entries[0];
        var incoming = JsonSerializer.Deserialize(entry.Body.Span, KernelJson.Stored.Incoming)!;
        var failures = TakeOvers(work, entry) >= MaxTakeOvers ? MaxFailures : 0;
        IncomingMessage? masked = null;
        for (var conflicts = 0; ;)
        {
            CommitUnit unit;
            CommitResult result;
            StoredDocument after;
            TurnContext? turn = null;
            try
            {
                turn = new TurnContext(LoadState(work, incoming), incoming, store, time, mayAssume: conflicts + failures == 0) { Masked = masked };
                var reason = failures >= MaxFailures ? "the turn failed too often" : null;
                var running = reason is null ? HandleAsync(turn, cancellationToken) : handler.HandleFailureAsync(turn, cancellationToken);
                if (!running.IsCompleted) await HoldLeaseAsync(work.Id, running.AsTask(), cancellationToken).ConfigureAwait(false);
                else await running.ConfigureAwait(false);
                (unit, after) = TurnCommit.Build(turn, work, entry, _outboxKinds, reason);
                result = await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not (StoreUnavailableException or NewerStateException) && !cancellationToken.IsCancellationRequested)
            {
                failures++;
                masked = turn?.Masked;
                LogTurnFailed(fault, work.Id.Value, incoming.Id, failures);
                // The failure answer failed as well: leave the message to a later worker rather than spin.
                if (failures > MaxFailures) throw;
                if (failures < MaxFailures) await Task.Delay(TimeSpan.FromMilliseconds(50 << failures), time, cancellationToken).ConfigureAwait(false);
                work = await ReloadAsync(work.Id, cancellationToken).ConfigureAwait(false);
                if (!StillFirst(work, entry)) return work;
                continue;
            }

            if (result is CommitResult.Committed done)
            {
                TellReaders(work.Id, unit, done);
                return Follow(work.Id, after, done);
            }

            if (++conflicts > MaxConflicts)
                throw new InvalidOperationException($"Conversation {work.Id}: a turn met {conflicts} conflicts in a row, the last {result}.");
            LogConflict(work.Id.Value, result.ToString(), conflicts);
            work = await ReloadAsync(work.Id, cancellationToken).ConfigureAwait(false);
            if (!StillFirst(work, entry)) return work;
        }
    }

    /// <summary>Renews the lease for as long as a slow turn takes, so that nobody takes it for dead.</summary>
    private async Task HoldLeaseAsync(ConversationId id, Task running, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (await Task.WhenAny(running, Task.Delay(Lease / 3, time, over.Token)).ConfigureAwait(false) != running && !cancellationToken.IsCancellationRequested)
        {
            var renewal = new CommitUnit().Settle(StoreNames.PendingTurns, id.Value, StoreNames.Inbox(id), Lease);
            await store.CommitAsync(renewal, cancellationToken).ConfigureAwait(false);
        }

        await over.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    private async ValueTask HandleAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.Incoming.Message is IncomingMessage.TimerFired fired && !TakeTimer(turn, fired)) return;
        await handler.HandleAsync(turn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a timer that fired off the state; false when it was moved or cancelled meanwhile.</summary>
    private static bool TakeTimer(TurnContext turn, IncomingMessage.TimerFired fired)
    {
        var current = turn.State.Timers.Find(t => t.Name == fired.Name);
        // To the millisecond, because that is what the index keeps.
        if (current is not null && current.DueAt.ToUnixTimeMilliseconds() == fired.DueAt.ToUnixTimeMilliseconds())
        {
            turn.State.Timers.Remove(current);
            return true;
        }

        // The pump may have taken the moved timer's place in the index away with the old one: put it back.
        if (current is not null) turn.SetTimer(current.Name, current.DueAt);
        return false;
    }

    private ConversationState LoadState(ClaimedConversation work, Incoming incoming)
    {
        if (work.State is null) return handler.Begin(incoming);
        var state = ConversationState.Read(work.State.Body);
        return state.Schema <= ConversationState.CurrentSchema ? state : throw new NewerStateException(work.Id, state.Schema);
    }

    private void TellReaders(ConversationId id, CommitUnit unit, CommitResult.Committed done)
    {
        if (TranscriptCommitted is not { } tell) return;
        var transcript = StoreNames.Transcript(id);
        List<LogEntry>? entries = null;
        for (var i = 0; i < unit.Appends.Count; i++)
        {
            if (unit.Appends[i].Log == transcript) (entries ??= []).Add(new LogEntry(done.Sequences[i], unit.Appends[i].Body));
        }

        if (entries is not null) tell(id, entries);
    }

    private ClaimedConversation? Follow(ConversationId id, StoredDocument state, CommitResult.Committed done)
    {
        if (done.Claims.Count > 0 && done.Claims[0]) DeliveryClaimed?.Invoke(id);
        return done.Remaining[0] == 0 ? null : new ClaimedConversation(id, state, done.Logs[0], null);
    }

    private async Task<ClaimedConversation> ReloadAsync(ConversationId id, CancellationToken cancellationToken)
    {
        return Claimed(id, (CommitResult.Committed)await store.CommitAsync(ReadUnit(id), cancellationToken).ConfigureAwait(false));
    }

    private static CommitUnit ReadUnit(ConversationId id) =>
        new CommitUnit().Read(StoreNames.State(id)).Read(StoreNames.Attempts(id)).Read(StoreNames.Inbox(id), 0, InboxBatch);

    private static bool StillFirst(ClaimedConversation work, LogEntry entry) =>
        work.Inbox.Entries.Count > 0 && work.Inbox.Entries[0].Sequence == entry.Sequence;

    private async Task<ClaimedConversation> NoteTakeOverAsync(ClaimedConversation work, CancellationToken cancellationToken)
    {
        var attempts = new TurnAttempts(work.Inbox.Entries[0].Sequence, TakeOvers(work, work.Inbox.Entries[0]) + 1);
        var body = JsonSerializer.SerializeToUtf8Bytes(attempts, KernelJson.Stored.TurnAttempts);
        var version = work.Attempts?.Version ?? 0;
        LogTakenUp(work.Id.Value, attempts.Count);
        await store.CommitAsync(new CommitUnit().Put(StoreNames.Attempts(work.Id), version, body), cancellationToken).ConfigureAwait(false);
        return work with { Attempts = new StoredDocument(version + 1, body) };
    }

    private static int TakeOvers(ClaimedConversation work, LogEntry entry)
    {
        if (work.Attempts is null) return 0;
        var attempts = JsonSerializer.Deserialize(work.Attempts.Body.Span, KernelJson.Stored.TurnAttempts)!;
        return attempts.Sequence == entry.Sequence ? attempts.Count : 0;
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Conversation {ConversationId}: the turn of message {MessageId} failed ({Failures})")]
    private partial void LogTurnFailed(Exception fault, string conversationId, string messageId, int failures);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Debug, Message = "Conversation {ConversationId}: {Result}, running the turn again ({Conflicts})")]
    private partial void LogConflict(string conversationId, string result, int conflicts);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: its worker fell silent, taking it up ({Count})")]
    private partial void LogTakenUp(string conversationId, int count);
}
