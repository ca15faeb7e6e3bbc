using ChatRefundBot.Refunds.Orders;

namespace ChatRefundBot.Serving;

/// <summary>Takes a changed order file over while the desk runs.</summary>
internal sealed class OrderFileWatch(FileOrderSource orders) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => orders.WatchAsync(FileOrderSource.DefaultWatchInterval, stoppingToken);
}
