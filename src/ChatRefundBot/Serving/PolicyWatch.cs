using ChatRefundBot.Dialogs.Desk;

namespace ChatRefundBot.Serving;

/// <summary>Takes changed rules over while the desk runs, and keeps those in use for cases that go by them later.</summary>
internal sealed class PolicyWatch(PolicyReloader rules, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PolicyReloader.Interval, time);
        try
        {
            do await rules.LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }
}
