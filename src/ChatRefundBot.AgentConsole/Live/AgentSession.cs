using System.Security.Claims;
using ChatRefundBot.AgentConsole.SignIn;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Tickets;
using Microsoft.AspNetCore.Components.Authorization;

namespace ChatRefundBot.AgentConsole.Live;

/// <summary>
/// The person in front of one screen: their account, and what the queue has of them. While the screen is connected it gives the signs of
/// life that keep their work theirs; a browser that is gone or frozen gives none.
/// </summary>
internal sealed class AgentSession(AuthenticationStateProvider authentication, AgentDirectory agents, Tickers tickers, ConnectionWatch connection, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A quarter of the grace that a lease has.</summary>
    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(15);

    /// <summary>What somebody new takes at once, until an administrator says otherwise.</summary>
    public const int FirstCapacity = 6;

    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _starting = new(1, 1);
    private Task? _living;
    private IAsyncDisposable? _listening;

    /// <summary>Called when <see cref="Desk"/> is another one; on any thread.</summary>
    public event Func<Task>? Changed;

    public AccountName Account { get; private set; } = null!;

    /// <summary>What buyers and colleagues see.</summary>
    public string Shown { get; private set; } = "";

    public bool IsSupervisor { get; private set; }

    /// <summary>What the queue has of this agent; null before the first look.</summary>
    public AgentDesk? Desk { get; private set; }

    /// <summary>Begins once, however many parts of the screen ask.</summary>
    public async Task StartAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_living is not null) return;
            var user = (await authentication.GetAuthenticationStateAsync()).User;
            Account = ((AccountNameResult.Good)AccountName.Parse(user.Identity!.Name)).Name;
            Shown = user.FindFirstValue(DeskClaims.Shown) ?? Account.Value;
            IsSupervisor = user.IsInRole(nameof(AgentRole.Supervisor)) || user.IsInRole(nameof(AgentRole.Administrator));
            await LookAsync();
            _listening = tickers.Listen(TicketQueue.Topic, LookAsync);
            _living = LiveAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public async Task SetPresenceAsync(Presence presence)
    {
        if (await agents.SetPresenceAsync(Account, presence, CancellationToken.None) is PresenceResult.Set set) await TakeAsync(set.Desk);
    }

    public async Task LookAsync()
    {
        var desk = await agents.FindAsync(Account, _over.Token);
        if (desk is null || desk.Profile.Name != Shown)
        {
            var profile = desk?.Profile ?? new AgentProfile(Account, Shown, [Language.Chinese, Language.English], [], FirstCapacity);
            await agents.SaveProfileAsync(profile with { Name = Shown }, _over.Token);
            desk = await agents.FindAsync(Account, _over.Token);
        }

        if (desk is not null) await TakeAsync(desk);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        if (_listening is not null) await _listening.DisposeAsync();
        if (_living is not null) await _living;
        _over.Dispose();
        _starting.Dispose();
    }

    private async Task LiveAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                if (connection.IsUp) await agents.RenewAsync(Account, _over.Token);
            }
            catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException)
            {
                // The next one may get through; the grace is four of them.
            }

            await Task.Delay(Sign, time, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeAsync(AgentDesk desk)
    {
        Desk = desk;
        foreach (var told in (Changed?.GetInvocationList() ?? []).Cast<Func<Task>>()) await told();
    }
}
