using System.Security.Cryptography;
using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>
/// Shares the budget between the hosts that send: each says so in the store for as long as it does, and all of them take equal parts. For the
/// seconds until the others have noticed a new one the sum is higher; Telegram's word to wait is heeded then.
/// </summary>
internal sealed partial class BudgetShare(IStore store, TelegramChannelOptions options, SendBudget budget, TimeProvider time, ILogger<BudgetShare> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    private readonly string _host = RandomNumberGenerator.GetHexString(16, lowercase: true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var index = $"telegram-senders:{options.BotId}";
        var hosts = 1;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var now = time.GetUtcNow();
                if (now - budget.AskedAt < Busy)
                {
                    await store.CommitAsync(new CommitUnit().SetIndex(index, _host, (now + Busy).ToUnixTimeMilliseconds()), stoppingToken).ConfigureAwait(false);
                    var busy = (int)await store.CountAsync(index, now.ToUnixTimeMilliseconds(), long.MaxValue >> 11, stoppingToken).ConfigureAwait(false);
                    if (busy != hosts) budget.ShareWith(hosts = Math.Max(1, busy));
                    foreach (var gone in await store.RangeAsync(index, 0, (now - TimeSpan.FromMinutes(1)).ToUnixTimeMilliseconds(), 16, stoppingToken).ConfigureAwait(false))
                        await store.CommitAsync(new CommitUnit().RemoveIndex(index, gone.Member), stoppingToken).ConfigureAwait(false);
                }
            }
            catch (StoreUnavailableException fault)
            {
                LogStoreAway(fault.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 7201, Level = LogLevel.Debug, Message = "The budget of sends is not shared anew, the store is away: {Reason}")]
    private partial void LogStoreAway(string reason);
}
