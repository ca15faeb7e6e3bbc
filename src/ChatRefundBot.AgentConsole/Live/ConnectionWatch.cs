using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ChatRefundBot.AgentConsole.Live;

/// <summary>Whether the browser of this screen is connected. A screen that comes back shows what happened meanwhile before anything can be sent.</summary>
internal sealed class ConnectionWatch : CircuitHandler
{
    /// <summary>Called when the browser is back after it was gone; on any thread.</summary>
    public event Func<Task>? CameBack;

    /// <summary>Called when the browser is gone; on any thread.</summary>
    public event Action? WentAway;

    public bool IsUp { get; private set; } = true;

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        IsUp = false;
        WentAway?.Invoke();
        return Task.CompletedTask;
    }

    public override async Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (IsUp) return;
        IsUp = true;
        foreach (var told in (CameBack?.GetInvocationList() ?? []).Cast<Func<Task>>()) await told();
    }
}
