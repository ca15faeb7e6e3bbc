using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.DialogKernel.Delivery;

/// <summary>
/// Carries out outbox entries: those of a conversation in order, each at least once and, apart from crashes, once; the handler has the
/// entry's idempotency key. What fails for good goes to the dead letters. Thread safe; several hosts may work on one store.
/// </summary>
public sealed partial class DeliveryEngine(IStore store, IEnumerable<IOutboxHandler> handlers, TimeProvider time, ILogger<DeliveryEngine> log)
{
    /// <summary>How long a worker may be silent before another one takes its conversation's deliveries up.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    /// <summary>Attempts at one entry before it goes to the dead letters.</summary>
    public const int MaxAttempts = 12;

    private readonly Dictionary<string, IOutboxHandler> _handlers = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);

    /// <summary>Told of conversations whose next delivery is due after a while. A hint; the store's index is where it is kept.</summary>
    public Action<ConversationId, TimeSpan>? Deferred { get; set; }

    /// <summary>Takes up deliveries whose worker fell silent, or that waited for another attempt. False when somebody still works on them.</summary>
    public async Task<bool> TryClaimAsync(ConversationId id, CancellationToken cancellationToken)
    {
        var unit = new CommitUnit().Claim(StoreNames.PendingDeliveries, id.Value, Lease);
        return ((CommitResult.Committed)await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false)).Claims[0];
    }

    /// <summary>Delivers until the conversation's outbox is empty or an entry has to wait. The caller holds the lease.</summary>
    public async Task RunAsync(ConversationId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var look = new CommitUnit().Read(StoreNames.DeliveryAttempt(id)).Read(StoreNames.Outbox(id), 0, 1);
            var found = (CommitResult.Committed)await store.CommitAsync(look, cancellationToken).ConfigureAwait(false);
            var noted = found.Documents[0];
            if (found.Logs[0].Entries.Count == 0)
            {
                // Whoever committed an entry meanwhile left it to this worker.
                var settled = (CommitResult.Committed)await store.CommitAsync(Settle(new CommitUnit(), id), cancellationToken).ConfigureAwait(false);
                if (settled.Remaining[0] == 0) return;
                continue;
            }

            if (!await DeliverOneAsync(id, found.Logs[0].Entries[0], noted, cancellationToken).ConfigureAwait(false)) return;
        }
    }

    private static CommitUnit Settle(CommitUnit unit, ConversationId id) => unit.Settle(StoreNames.PendingDeliveries, id.Value, StoreNames.Outbox(id), Lease);

    /// <summary>Delivers the oldest entry; false when it has to wait or somebody else took over.</summary>
    private async Task<bool> DeliverOneAsync(ConversationId id, LogEntry entry, StoredDocument? noted, CancellationToken cancellationToken)
    {
        var item = JsonSerializer.Deserialize(entry.Body.Span, KernelJson.Stored.OutboxEntry)!;
        var before = noted is null ? null : JsonSerializer.Deserialize(noted.Body.Span, KernelJson.Stored.DeliveryAttempt);
        var attempt = before?.Sequence == entry.Sequence ? before.Attempts + 1 : 1;
        var version = noted?.Version ?? 0;
        if (_handlers.TryGetValue(item.Kind, out var handler) && await handler.HoldAsync(id, item, cancellationToken).ConfigureAwait(false) is { } hold)
            return await DeferAsync(id, hold, cancellationToken).ConfigureAwait(false);
        if (handler is { NotesAttempts: true })
        {
            if (!await NoteAsync(id, entry.Sequence, attempt, version, wait: null, cancellationToken).ConfigureAwait(false)) return false;
            version++;
        }

        var outcome = handler is null
            ? new DeliveryOutcome.Failed($"nothing on this host carries out '{item.Kind}'")
            : await AttemptAsync(handler, id, item, attempt, cancellationToken).ConfigureAwait(false);
        if (outcome is DeliveryOutcome.Wait later) return await DeferAsync(id, later.After, cancellationToken).ConfigureAwait(false);
        if (outcome is DeliveryOutcome.Retry last && attempt >= MaxAttempts) outcome = new DeliveryOutcome.Failed(last.Reason);
        if (outcome is DeliveryOutcome.Retry retry)
        {
            LogRetry(id.Value, item.Kind, item.Key, attempt, retry.Reason);
            if (handler!.NotesAttempts) await WaitAsync(id, retry.After, cancellationToken).ConfigureAwait(false);
            else await NoteAsync(id, entry.Sequence, attempt, version, retry.After, cancellationToken).ConfigureAwait(false);
            Deferred?.Invoke(id, retry.After);
            return false;
        }

        var unit = Settle(new CommitUnit().TrimThrough(StoreNames.Outbox(id), entry.Sequence), id);
        if (version > 0) unit.Delete(StoreNames.DeliveryAttempt(id), version);
        else unit.Expect(StoreNames.DeliveryAttempt(id), 0);
        if (outcome is DeliveryOutcome.Failed failed)
        {
            LogFailed(id.Value, item.Kind, item.Key, failed.Reason);
            var letter = new DeadLetter(time.GetUtcNow(), id, failed.Reason, null, item);
            unit.Append(StoreNames.DeadLetters, JsonSerializer.SerializeToUtf8Bytes(letter, KernelJson.Stored.DeadLetter));
        }

        return await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is CommitResult.Committed done && done.Remaining[0] > 0;
    }

    private async Task<bool> DeferAsync(ConversationId id, TimeSpan wait, CancellationToken cancellationToken)
    {
        await WaitAsync(id, wait, cancellationToken).ConfigureAwait(false);
        Deferred?.Invoke(id, wait);
        return false;
    }

    private async Task<bool> NoteAsync(ConversationId id, long sequence, int attempts, long version, TimeSpan? wait, CancellationToken cancellationToken)
    {
        var note = JsonSerializer.SerializeToUtf8Bytes(new DeliveryAttempt(sequence, attempts, time.GetUtcNow()), KernelJson.Stored.DeliveryAttempt);
        var unit = new CommitUnit().Put(StoreNames.DeliveryAttempt(id), version, note)
            .Settle(StoreNames.PendingDeliveries, id.Value, StoreNames.Outbox(id), wait ?? Lease);
        return await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is CommitResult.Committed;
    }

    private Task WaitAsync(ConversationId id, TimeSpan wait, CancellationToken cancellationToken) =>
        store.CommitAsync(new CommitUnit().Settle(StoreNames.PendingDeliveries, id.Value, StoreNames.Outbox(id), wait), cancellationToken);

    private async Task<DeliveryOutcome> AttemptAsync(
        IOutboxHandler handler, ConversationId id, OutboxEntry item, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            var delivery = handler.DeliverAsync(id, item, attempt, cancellationToken);
            // A slow channel must not lose the lease: renew it for as long as the attempt lasts.
            while (await Task.WhenAny(delivery, Task.Delay(Lease / 3, time, cancellationToken)).ConfigureAwait(false) != delivery && !cancellationToken.IsCancellationRequested)
                await WaitAsync(id, Lease, cancellationToken).ConfigureAwait(false);
            return await delivery.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            LogFault(fault, id.Value, item.Kind, item.Key);
            return new DeliveryOutcome.Retry(TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(attempt, 6))), fault.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "Conversation {ConversationId}: {Kind} {Key} waits after attempt {Attempt}: {Reason}")]
    private partial void LogRetry(string conversationId, string kind, string key, int attempt, string reason);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Error, Message = "Conversation {ConversationId}: {Kind} {Key} failed for good: {Reason}")]
    private partial void LogFailed(string conversationId, string kind, string key, string reason);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: {Kind} {Key} threw")]
    private partial void LogFault(Exception fault, string conversationId, string kind, string key);
}
