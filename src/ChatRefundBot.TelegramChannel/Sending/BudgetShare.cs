using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>
/// One budget for all hosts of a bot. A host alone needs nothing of it; where there are several, each send takes its place from a document in
/// the store, which says until when places are given out. A host that joins waits until the others have noticed it.
/// </summary>
internal sealed partial class BudgetShare(IStore store, TelegramChannelOptions options, SendBudget budget, TimeProvider time, ILogger<BudgetShare> log) : BackgroundService
{
    private const int MostConflicts = 5;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(80);

    private readonly string _host = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _from = DateTimeOffset.UnixEpoch;

    private string Index => $"telegram-senders:{options.BotId}";

    private DocumentKey Given => new("telegram-budget", $"telegram:{options.BotId}");

    /// <summary>Takes a place over all hosts. Null: send now; otherwise how long to wait.</summary>
    public async ValueTask<TimeSpan?> TakeAsync(CancellationToken cancellationToken)
    {
        if (!_known.Task.IsCompleted) return Look / 10;
        if (budget.Hosts <= 1) return null;
        if (_from > time.GetUtcNow()) return _from - time.GetUtcNow();
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var kept = (await store.GetAsync([Given], cancellationToken).ConfigureAwait(false))[0];
            var now = time.GetUtcNow();
            var until = kept is null ? now : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Encoding.ASCII.GetString(kept.Body.Span), CultureInfo.InvariantCulture));
            if (until - now > Burst) return until - now - Burst;
            var next = (until > now ? until : now) + TimeSpan.FromSeconds(1 / options.Limits.SendsPerSecond);
            var body = Encoding.ASCII.GetBytes(next.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            if (await store.CommitAsync(new CommitUnit().Put(Given, kept?.Version ?? 0, body), cancellationToken).ConfigureAwait(false) is CommitResult.Committed) return null;
        }

        return TimeSpan.FromMilliseconds(30);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CountAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (StoreUnavailableException fault)
            {
                LogStoreAway(fault.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await LeaveAsync().ConfigureAwait(false);
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.CommitAsync(new CommitUnit().SetIndex(Index, _host, (now + Alive).ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false);
        budget.Hosts = Math.Max(1, (int)await store.CountAsync(Index, now.ToUnixTimeMilliseconds(), long.MaxValue >> 11, cancellationToken).ConfigureAwait(false));
        if (!_known.Task.IsCompleted)
        {
            // The others look every two seconds.
            if (budget.Hosts > 1) _from = now + Look + (Look / 4);
            _known.TrySetResult();
        }

        foreach (var gone in await store.RangeAsync(Index, 0, (now - TimeSpan.FromMinutes(1)).ToUnixTimeMilliseconds(), 16, cancellationToken).ConfigureAwait(false))
            await store.CommitAsync(new CommitUnit().RemoveIndex(Index, gone.Member), cancellationToken).ConfigureAwait(false);
    }

    private async Task LeaveAsync()
    {
        try
        {
            await store.CommitAsync(new CommitUnit().RemoveIndex(Index, _host), CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreUnavailableException fault)
        {
            LogStoreAway(fault.Message);
        }
    }

    [LoggerMessage(EventId = 7201, Level = LogLevel.Debug, Message = "The hosts that share the bot are not counted anew, the store is away: {Reason}")]
    private partial void LogStoreAway(string reason);
}
