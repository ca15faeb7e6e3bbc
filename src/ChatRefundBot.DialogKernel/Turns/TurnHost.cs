using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.DialogKernel.Turns;

/// <summary>
/// Runs turns and deliveries in the background: those that this host accepted at once, and every second those that somebody left behind
/// and the timers that came due. Work is only ever hinted at in memory; the store's indexes are where it is kept.
/// </summary>
public sealed partial class TurnHost : BackgroundService
{
    private const int Workers = 16;

    // Of their own: a channel that answers slowly must not hold up turns.
    private const int DeliveryWorkers = 16;
    private const int SweepBatch = 64;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly IStore _store;
    private readonly TurnEngine _turns;
    private readonly DeliveryEngine _deliveries;
    private readonly TimeProvider _time;
    private readonly ILogger<TurnHost> _log;
    private readonly ConcurrentDictionary<string, byte> _running = new(StringComparer.Ordinal);

    // Full: a hint is dropped and the sweep finds the work by its index when the lease ends.
    private readonly Channel<Func<CancellationToken, Task>> _work =
        Channel.CreateBounded<Func<CancellationToken, Task>>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.Wait });

    private readonly Channel<Func<CancellationToken, Task>> _sends =
        Channel.CreateBounded<Func<CancellationToken, Task>>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.Wait });

    public TurnHost(IStore store, TurnEngine turns, DeliveryEngine deliveries, TimeProvider time, ILogger<TurnHost> log)
    {
        (_store, _turns, _deliveries, _time, _log) = (store, turns, deliveries, time, log);
        turns.DeliveryClaimed = id => _sends.Writer.TryWrite(ct => _deliveries.RunAsync(id, ct));
        deliveries.Deferred = DeliverLater;
    }

    /// <summary>
    /// The one conversation that this host works on, for a program beside a running host that must leave everything else to it; null: all.
    /// </summary>
    public ConversationId? Only { get; set; }

    /// <summary>Time of the last sweep that reached the store; null before the first. For readiness.</summary>
    public DateTimeOffset? LastSweep { get; private set; }

    /// <summary>Set when a conversation was met that a newer version wrote; for readiness.</summary>
    public string? NewerState { get; private set; }

    /// <summary>Accepts a message and runs its turn in the background.</summary>
    /// <inheritdoc cref="TurnEngine.AcceptAsync(Incoming, CancellationToken)"/>
    public Task<AcceptResult> AcceptAsync(Incoming incoming, CancellationToken cancellationToken) => AcceptAsync(incoming, null, cancellationToken);

    /// <summary>Accepts a message with changes of the channel's own, and runs its turn in the background.</summary>
    /// <inheritdoc cref="TurnEngine.AcceptAsync(Incoming, Action{CommitUnit}, CancellationToken)"/>
    public async Task<AcceptResult> AcceptAsync(Incoming incoming, Action<CommitUnit>? alongside, CancellationToken cancellationToken)
    {
        var result = await _turns.AcceptAsync(incoming, alongside, cancellationToken).ConfigureAwait(false);
        if (result is AcceptResult.Accepted { Work: { } work }) _work.Writer.TryWrite(ct => _turns.RunAsync(work, takenUp: false, ct));
        return result;
    }

    /// <summary>Runs in the background the turns of a conversation whose lease was just taken.</summary>
    public void Run(ClaimedConversation work) => _work.Writer.TryWrite(ct => _turns.RunAsync(work, takenUp: false, ct));

    /// <summary>Looks at a conversation's outbox soon, because something was put there beside a turn or may go on now.</summary>
    public void DeliverSoon(ConversationId id) => _sends.Writer.TryWrite(ct => TakeDeliveryAsync(id, ct));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loops = new List<Task> { EverySecondAsync(SweepTurnsAsync), EverySecondAsync(SweepDeliveriesAsync), EverySecondAsync(PumpTimersAsync) };
        for (var i = 0; i < Workers; i++) loops.Add(WorkAsync(_work, stoppingToken));
        for (var i = 0; i < DeliveryWorkers; i++) loops.Add(WorkAsync(_sends, stoppingToken));
        await Task.WhenAll(loops).ConfigureAwait(false);

        async Task EverySecondAsync(Func<CancellationToken, Task> sweep)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await GuardAsync(sweep, stoppingToken).ConfigureAwait(false);
                await Task.Delay(SweepInterval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void DeliverLater(ConversationId id, TimeSpan after)
    {
        // What is due much later is left to the sweep. The store's clock decides, so it is asked a little after the time.
        if (after > TimeSpan.FromMinutes(1)) return;
        ITimer? timer = null;
        timer = _time.CreateTimer(_ =>
        {
            DeliverSoon(id);
            timer?.Dispose();
        }, null, after + TimeSpan.FromMilliseconds(2), Timeout.InfiniteTimeSpan);
    }

    private async Task TakeDeliveryAsync(ConversationId id, CancellationToken cancellationToken)
    {
        if (await _deliveries.TryClaimAsync(id, cancellationToken).ConfigureAwait(false)) await _deliveries.RunAsync(id, cancellationToken).ConfigureAwait(false);
    }

    private async Task WorkAsync(Channel<Func<CancellationToken, Task>> from, CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var work in from.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
                await GuardAsync(work, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host stops; what is left stays in the store's indexes.
        }
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what is left stays in the store's indexes.
        }
        catch (StoreUnavailableException fault)
        {
            LogStoreAway(fault.Message);
        }
        catch (NewerStateException fault)
        {
            NewerState = fault.Message;
            LogFault(fault);
        }
        catch (Exception fault)
        {
            LogFault(fault);
        }
    }

    private async Task SweepTurnsAsync(CancellationToken cancellationToken)
    {
        await SweepAsync(StoreNames.PendingTurns, _work, async (id, ct) =>
        {
            if (await _turns.TryClaimAsync(id, ct).ConfigureAwait(false) is not { } claimed) return;
            await _turns.RunAsync(claimed, takenUp: true, ct).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        LastSweep = _time.GetUtcNow();
    }

    private Task SweepDeliveriesAsync(CancellationToken cancellationToken) => SweepAsync(StoreNames.PendingDeliveries, _sends, TakeDeliveryAsync, cancellationToken);

    /// <summary>Offers the members with the oldest leases to the workers; whether a lease is really over, the claim finds out.</summary>
    private async Task SweepAsync(
        string index, Channel<Func<CancellationToken, Task>> to, Func<ConversationId, CancellationToken, Task> take, CancellationToken cancellationToken)
    {
        // Leases are by the store's clock. A minute of difference between clocks only means claims that are refused.
        var until = (_time.GetUtcNow() + TimeSpan.FromMinutes(1)).ToUnixTimeMilliseconds();
        foreach (var entry in await PendingAsync(index, until, cancellationToken).ConfigureAwait(false))
        {
            var mark = index + entry.Member;
            if (!_running.TryAdd(mark, 0)) continue;
            await to.Writer.WriteAsync(async ct =>
            {
                try
                {
                    await take(new ConversationId(entry.Member), ct).ConfigureAwait(false);
                }
                finally
                {
                    _running.TryRemove(mark, out _);
                }
            }, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<IndexEntry>> PendingAsync(string index, long until, CancellationToken cancellationToken)
    {
        if (Only is not { } only) return await _store.RangeAsync(index, 0, until, SweepBatch, cancellationToken).ConfigureAwait(false);
        return await _store.RankAsync(index, only.Value, cancellationToken).ConfigureAwait(false) is null ? [] : [new IndexEntry(only.Value, 0)];
    }

    private async Task PumpTimersAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var entry in await _store.RangeAsync(StoreNames.Timers, 0, now, Only is null ? SweepBatch : int.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            if (Only is { } only && !entry.Member.EndsWith("|" + only.Value, StringComparison.Ordinal)) continue;
            if (await _turns.AcceptTimerAsync(entry, cancellationToken).ConfigureAwait(false) is { } work)
                await _work.Writer.WriteAsync(ct => _turns.RunAsync(work, takenUp: false, ct), cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "The store is away, work resumes when it is back: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Error, Message = "Background work failed; it stays in the store and is taken up again")]
    private partial void LogFault(Exception fault);
}
