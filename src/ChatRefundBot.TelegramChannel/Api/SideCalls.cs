using System.Threading.Channels;
using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Api;

/// <summary>Calls that are nice to make and no loss when they are not: answers to taps, typing, a word to a group. Never waited for.</summary>
internal sealed partial class SideCalls(TimeProvider time, ILogger<SideCalls> log) : BackgroundService
{
    private const int Workers = 4;

    // Full: the oldest goes, because it is the one that is worth least by now.
    private readonly Channel<Func<CancellationToken, Task>> _calls =
        Channel.CreateBounded<Func<CancellationToken, Task>>(new BoundedChannelOptions(512) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Make(Func<CancellationToken, Task> call) => _calls.Writer.TryWrite(call);

    /// <summary>As <see cref="Make"/>, after a while.</summary>
    public void MakeLater(TimeSpan after, Func<CancellationToken, Task> call)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(_ =>
        {
            Make(call);
            timer?.Dispose();
        }, null, after, Timeout.InfiniteTimeSpan);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var call in _calls.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    await call(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    LogFault(fault is StoreUnavailableException ? fault.Message : fault.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(EventId = 6301, Level = LogLevel.Debug, Message = "A Telegram call that may fail did: {Reason}")]
    private partial void LogFault(string reason);
}
