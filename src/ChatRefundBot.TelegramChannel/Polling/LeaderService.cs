using System.Globalization;
using System.Security.Cryptography;
using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Polling;

/// <summary>Runs on every host; on the one that leads it asks for updates, or sees to the webhook.</summary>
internal sealed partial class LeaderService(
    IStore store, TelegramChannelOptions options, PollLoop polling, Webhook.WebhookKeeper webhook, BotSetup setup, TelegramStatus status, TimeProvider time, ILogger<LeaderService> log) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly string _host = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsOn) return;
        var leadership = new Leadership(store, options, _host);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await leadership.TryTakeAsync(stoppingToken).ConfigureAwait(false)) await LeadAsync(leadership, stoppingToken).ConfigureAwait(false);
                else if (status.BotName is null) await setup.LearnNameAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (StoreUnavailableException fault)
            {
                LogStoreAway(fault.Message);
            }
            catch (Exception fault)
            {
                LogFault(fault.GetType().Name, fault.StackTrace ?? "");
            }

            await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadAsync(Leadership leadership, CancellationToken stoppingToken)
    {
        status.Leads = true;
        LogLeads(options.Webhook is null ? "asks for updates" : "sees to the webhook");
        using var term = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var work = options.Webhook is { } hook ? webhook.RunAsync(hook, term.Token) : polling.RunAsync(term.Token);
        try
        {
            while (await Task.WhenAny(work, Task.Delay(options.Limits.LeaderLease / 3, time, term.Token)).ConfigureAwait(false) != work && !stoppingToken.IsCancellationRequested)
            {
                if (!await RenewAsync(leadership, stoppingToken).ConfigureAwait(false)) break;
            }
        }
        finally
        {
            status.Leads = false;
            await term.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (work.IsFaulted) await work.ConfigureAwait(false);
        if (!stoppingToken.IsCancellationRequested) return;
        // The next host need not wait for the lease to end.
        await leadership.LeaveAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>A store that is away has no other leader either; what is polled meanwhile is not acknowledged.</summary>
    private async Task<bool> RenewAsync(Leadership leadership, CancellationToken stoppingToken)
    {
        try
        {
            if (await leadership.RenewAsync(stoppingToken).ConfigureAwait(false)) return true;
            LogLost();
            return false;
        }
        catch (StoreUnavailableException fault)
        {
            LogStoreAway(fault.Message);
            return true;
        }
    }

    [LoggerMessage(EventId = 6701, Level = LogLevel.Information, Message = "This host leads the Telegram channel: it {What}")]
    private partial void LogLeads(string what);

    [LoggerMessage(EventId = 6702, Level = LogLevel.Warning, Message = "Another host leads the Telegram channel now")]
    private partial void LogLost();

    [LoggerMessage(EventId = 6703, Level = LogLevel.Warning, Message = "The Telegram channel waits, the store is away: {Reason}")]
    private partial void LogStoreAway(string reason);

    // Not the exception itself: what it says may have the token in it.
    [LoggerMessage(EventId = 6704, Level = LogLevel.Error, Message = "The Telegram channel met {Fault} and begins again. {Place}")]
    private partial void LogFault(string fault, string place);
}
