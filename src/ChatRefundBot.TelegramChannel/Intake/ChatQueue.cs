using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Chats;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Intake;

/// <summary>
/// Takes up chats with stored updates: those of one chat one after the other, many chats side by side. Work is only hinted at in memory;
/// the index is where it is kept, and is swept every second for what somebody left behind.
/// </summary>
internal sealed partial class ChatQueue(IStore store, TelegramChannelOptions options, Lazy<ChatWorker> worker, TimeProvider time, ILogger<ChatQueue> log) : BackgroundService
{
    /// <summary>How long a worker may be silent before another one takes its chat up.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    // As many chats may wait for a slow file at once; the others do not notice.
    private const int Workers = 48;
    private const int SweepBatch = 128;

    // Full: a hint is dropped and the sweep finds the chat by its index when the lease ends.
    private readonly Channel<(ChatAddress Chat, bool IsHeld)> _hints =
        Channel.CreateBounded<(ChatAddress, bool)>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.Wait });

    private readonly ConcurrentDictionary<ChatAddress, byte> _swept = new();
    private readonly ConcurrentDictionary<long, Task> _running = new();
    private long _jobs;
    private CancellationToken _stopping;

    /// <summary>Works on a chat whose lease the caller has just taken.</summary>
    public void Begin(ChatAddress chat) => _hints.Writer.TryWrite((chat, true));

    /// <summary>Runs a job beside the workers until it ends or the host stops.</summary>
    public void Run(Func<CancellationToken, Task> job)
    {
        var id = Interlocked.Increment(ref _jobs);
        _running[id] = Task.Run(async () =>
        {
            await GuardAsync(() => job(_stopping), _stopping).ConfigureAwait(false);
            _running.TryRemove(id, out _);
        }, CancellationToken.None);
    }

    /// <summary>Looks at a chat again after a while.</summary>
    public void BeginLater(ChatAddress chat, TimeSpan after)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(_ =>
        {
            _hints.Writer.TryWrite((chat, false));
            timer?.Dispose();
        }, null, after + TimeSpan.FromMilliseconds(2), Timeout.InfiniteTimeSpan);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsOn) return;
        _stopping = stoppingToken;
        var loops = new List<Task> { SweepAsync(stoppingToken) };
        for (var i = 0; i < Workers; i++) loops.Add(WorkAsync(stoppingToken));
        await Task.WhenAll(loops).ConfigureAwait(false);
        await Task.WhenAll(_running.Values).ConfigureAwait(false);
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (chat, isHeld) in _hints.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await GuardAsync(async () =>
                {
                    if (isHeld || await TryClaimAsync(chat, stoppingToken).ConfigureAwait(false)) await worker.Value.RunAsync(chat, stoppingToken).ConfigureAwait(false);
                }, stoppingToken).ConfigureAwait(false);
                _swept.TryRemove(chat, out _);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops; what is left stays in the index.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await GuardAsync(async () =>
            {
                var until = (time.GetUtcNow() + TimeSpan.FromMinutes(1)).ToUnixTimeMilliseconds();
                foreach (var entry in await store.RangeAsync(ChatAddress.PendingIndex, 0, until, SweepBatch, stoppingToken).ConfigureAwait(false))
                {
                    // Another bot's chats are its hosts' work.
                    if (ChatAddress.Parse(new ConversationId(entry.Member)) is not { } chat || chat.Bot != options.BotId || !_swept.TryAdd(chat, 0)) continue;
                    await _hints.Writer.WriteAsync((chat, false), stoppingToken).ConfigureAwait(false);
                }
            }, stoppingToken).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryClaimAsync(ChatAddress chat, CancellationToken cancellationToken)
    {
        var unit = new CommitUnit().Claim(ChatAddress.PendingIndex, chat.ToString(), Lease);
        return ((CommitResult.Committed)await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false)).Claims[0];
    }

    private async Task GuardAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (StoreUnavailableException fault)
        {
            LogStoreAway(fault.Message);
        }
        catch (Exception fault)
        {
            LogFault(fault.GetType().Name, fault.StackTrace ?? "");
        }
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Warning, Message = "Telegram updates wait, the store is away: {Reason}")]
    private partial void LogStoreAway(string reason);

    // Not the exception itself: what it says may have a token or a buyer's words in it.
    [LoggerMessage(EventId = 6102, Level = LogLevel.Error, Message = "Taking up a Telegram chat failed with {Fault}; it stays in the store and is taken up again. {Place}")]
    private partial void LogFault(string fault, string place);
}
