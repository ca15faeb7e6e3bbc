using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Tickets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.Handoff.Sweeping;

/// <summary>Runs the queue's own work in the background: at once when something in it changed, and every second for what events missed.</summary>
public sealed partial class QueueHost : BackgroundService
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AgeInterval = TimeSpan.FromSeconds(5);

    private readonly IStore _store;
    private readonly QueueSweeper _sweeper;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueHost> _log;
    private readonly SemaphoreSlim _wake = new(0, 1);

    public QueueHost(IStore store, QueueSweeper sweeper, TicketDesk desk, TurnHost turns, TimeProvider time, ILogger<QueueHost> log)
    {
        (_store, _sweeper, _time, _log) = (store, sweeper, time, log);
        desk.Follow = turns.Run;
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IAsyncDisposable? subscription = null;
        var agedAt = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                subscription ??= await _store.SubscribeAsync(TicketQueue.Topic, Wake, stoppingToken).ConfigureAwait(false);
                await _sweeper.DispatchAsync(stoppingToken).ConfigureAwait(false);
                if (_time.GetUtcNow() - agedAt >= AgeInterval)
                {
                    agedAt = _time.GetUtcNow();
                    await _sweeper.AgeAsync(stoppingToken).ConfigureAwait(false);
                }

                // Changes come in bursts: what follows within the pause is looked at once.
                await Task.Delay(Pause, _time, stoppingToken).ConfigureAwait(false);
                await _wake.WaitAsync(SweepInterval, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (StoreUnavailableException fault)
            {
                LogStoreAway(fault.Message);
                await Task.Delay(SweepInterval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception fault)
            {
                LogFault(fault);
                await Task.Delay(SweepInterval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        if (subscription is not null) await subscription.DisposeAsync().ConfigureAwait(false);
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it in the same instant.
        }
        catch (ObjectDisposedException)
        {
            // A late wake-up of a host that has stopped.
        }
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Warning, Message = "The store is away, the queue's work resumes when it is back: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(EventId = 6102, Level = LogLevel.Error, Message = "The queue's own work failed; it is taken up again")]
    private partial void LogFault(Exception fault);
}
