using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.AgentConsole.Live;

/// <summary>
/// One subscription to a topic of the store for all screens of this host that look at it. Wakes that come together are told once, and
/// because wakes may be lost everybody looks again every few seconds by themselves.
/// </summary>
internal sealed partial class Ticker(IStore store, string topic, ILogger log) : IAsyncDisposable
{
    /// <summary>Screens look again after so long without a wake.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(150);

    private readonly Lock _gate = new();
    private readonly List<Func<Task>> _listeners = [];
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _over = new();
    private Task? _running;

    /// <summary>Calls a screen at once and whenever there may be something new, one call after the other.</summary>
    public IDisposable Listen(Func<Task> look)
    {
        lock (_gate)
        {
            _listeners.Add(look);
            _running ??= Task.Run(RunAsync);
        }

        return new Listening(this, look);
    }

    public int Listeners
    {
        get
        {
            lock (_gate) return _listeners.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        if (_running is not null) await _running;
        _over.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        IAsyncDisposable? subscription = null;
        while (!_over.IsCancellationRequested)
        {
            try
            {
                subscription ??= await store.SubscribeAsync(topic, Signal, _over.Token);
                await _wake.WaitAsync(LookAgain, _over.Token);
                await Task.WhenAll(Snapshot().Select(TellAsync));
                // Whatever comes meanwhile is told together.
                await Task.Delay(Together, _over.Token);
            }
            catch (OperationCanceledException) when (_over.IsCancellationRequested)
            {
                break;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(LookAgain / 4, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        if (subscription is not null) await subscription.DisposeAsync();
    }

    private async Task TellAsync(Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (Exception fault)
        {
            // A screen that fails must not keep the others from looking.
            LogScreenFailed(fault, topic);
        }
    }

    private Func<Task>[] Snapshot()
    {
        lock (_gate) return [.. _listeners];
    }

    private void Signal()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (Exception fault) when (fault is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken already, or over.
        }
    }

    private sealed class Listening(Ticker ticker, Func<Task> look) : IDisposable
    {
        public void Dispose()
        {
            lock (ticker._gate) ticker._listeners.Remove(look);
        }
    }

    [LoggerMessage(5101, LogLevel.Warning, "A screen that listens to {Topic} failed to look again")]
    private partial void LogScreenFailed(Exception fault, string topic);
}
