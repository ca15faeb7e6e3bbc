using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Testing.Queue;

/// <summary>
/// A host with some of the race's agents, as a process that can be killed: each claims what is next, writes, and hands back, gives up or
/// passes on, until nothing is left. Each act that was answered with "done" is a line on standard output.
/// </summary>
public static class RaceProcess
{
    public static AccountName Agent(int number) => ((AccountNameResult.Good)AccountName.Parse(string.Create(CultureInfo.InvariantCulture, $"agent{number}"))).Name;

    /// <param name="arguments">Connection, shop, lease in milliseconds, number of the first agent, how many, how many there are in all, seed.</param>
    public static async Task<int> MainAsync(string[] arguments)
    {
        var numbers = arguments[2..].Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        await using var host = new RaceHost(arguments[0], arguments[1], TimeSpan.FromMilliseconds(numbers[0]));
        await host.Site.StartAsync();
        host.Desk.Follow = host.Site.Host.Run;
        using var over = new CancellationTokenSource();
        var sweeping = SweepAsync(host, over.Token);
        await Task.WhenAll(Enumerable.Range(numbers[1], numbers[2]).Select(n => new RaceAgent(host, n, numbers[3], new Random((numbers[4] * 1000) + n)).RunAsync()));
        await over.CancelAsync();
        await sweeping;
        return 0;
    }

    private static async Task SweepAsync(RaceHost host, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await host.Sweeper.DispatchAsync(cancellationToken);
            }
            catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException)
            {
                // The store is away, or the race is over.
            }

            await Task.Delay(200, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>One agent of the race.</summary>
internal sealed class RaceAgent(RaceHost host, int number, int agents, Random random)
{
    private readonly AccountName _account = RaceProcess.Agent(number);
    private readonly string _life = random.Next().ToString(CultureInfo.InvariantCulture);
    private int _acts;

    private string NewId => string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{_life}-{++_acts}");

    public async Task RunAsync()
    {
        // Everybody begins at once, and not one after the other.
        await Task.Yield();
        while (true)
        {
            try
            {
                if (await StepAsync()) return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <returns>True when nothing is left to do for anybody.</returns>
    private async Task<bool> StepAsync()
    {
        await host.Agents.SetPresenceAsync(_account, Presence.Online, default);
        while (true)
        {
            switch (await host.Desk.TryClaimNextAsync(_account, default))
            {
                case ClaimResult.Claimed claimed when random.Next(4) != 0:
                    await WorkAsync(claimed.Held);
                    break;
                case ClaimResult.Claimed:
                    // Left for later: agents have several conversations at a time.
                    break;
                default:
                    var desk = (await host.Agents.FindAsync(_account, default))!;
                    foreach (var held in desk.Held) await WorkAsync(held);
                    if (desk.Held.Count > 0) break;
                    var figures = await host.Board.FiguresAsync(default);
                    if (figures.Waiting + figures.Held == 0) return true;
                    await host.Agents.RenewAsync(_account, default);
                    await Task.Delay(50);
                    break;
            }
        }
    }

    private async Task WorkAsync(HeldTicket held)
    {
        var id = NewId;
        var words = string.Create(CultureInfo.InvariantCulture, $"{held.Epoch} {id}");
        if (await host.Acts.SendAsync(_account, held, words, [], id, default) is ActResult.Done) await Console.Out.WriteLineAsync($"sent\t{held.Conversation}\t{words}");
        switch (random.Next(20))
        {
            case 0:
                await host.Desk.ReleaseAsync(_account, held.Ticket, "", default);
                break;
            case 1:
                await host.Desk.TransferAsync(_account, held.Ticket, RaceProcess.Agent(random.Next(agents)), "", default);
                break;
            default:
                await host.Acts.HandBackAsync(_account, held, new ResumePoint.Continue(), NewId, default);
                break;
        }
    }
}
