using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.Testing.Turns;

/// <summary>One host's engines on a store of its own connection. They do nothing by themselves until <see cref="StartAsync"/>.</summary>
public sealed class TurnSite : IAsyncDisposable
{
    private bool _started;

    public TurnSite(IStore store, ITurnHandler turns, TimeProvider time, params IReadOnlyList<IOutboxHandler> outbox)
    {
        Store = store;
        Turns = new TurnEngine(store, turns, outbox, time, NullLogger<TurnEngine>.Instance);
        Deliveries = new DeliveryEngine(store, outbox, time, NullLogger<DeliveryEngine>.Instance);
        Host = new TurnHost(store, Turns, Deliveries, time, NullLogger<TurnHost>.Instance);
    }

    public IStore Store { get; }

    public TurnEngine Turns { get; }

    public DeliveryEngine Deliveries { get; }

    public TurnHost Host { get; }

    /// <summary>Starts workers, sweeps and timers, as a host does.</summary>
    public async Task<TurnSite> StartAsync()
    {
        await Host.StartAsync(CancellationToken.None);
        _started = true;
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (_started) await Host.StopAsync(CancellationToken.None);
        Host.Dispose();
    }
}
