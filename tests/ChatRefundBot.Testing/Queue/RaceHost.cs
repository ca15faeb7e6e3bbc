using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Handoff.Sweeping;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.Testing.Turns;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.Testing.Queue;

/// <summary>The queue as one host runs it, on a Redis that others use as well.</summary>
public sealed class RaceHost : IAsyncDisposable
{
    private readonly RedisStore _store;

    /// <param name="leaseGrace">Short, so that the agents of a host that was killed lose what they hold while the race goes on.</param>
    public RaceHost(string connection, string shop, TimeSpan leaseGrace)
    {
        _store = new RedisStore(new RedisStoreOptions { ConnectionString = connection, Shop = shop }, NullLogger<RedisStore>.Instance);
        Rules = new QueueRulesSource(new QueueRules { LeaseGrace = leaseGrace, Offers = false });
        Site = new TurnSite(_store, new RaceTurns(), TimeProvider.System);
        Agents = new AgentDirectory(_store, Rules, TimeProvider.System);
        Desk = new TicketDesk(_store, Site.Turns, Rules, TimeProvider.System, NullLogger<TicketDesk>.Instance);
        Acts = new AgentActs(_store, Site.Turns, Agents, Rules, TimeProvider.System, NullLogger<AgentActs>.Instance);
        Sweeper = new QueueSweeper(_store, Desk, Agents, Site.Turns, Rules, TimeProvider.System);
        Board = new QueueBoard(_store, TimeProvider.System);
    }

    public IStore Store => _store;

    public QueueRulesSource Rules { get; }

    public TurnSite Site { get; }

    public AgentDirectory Agents { get; }

    public TicketDesk Desk { get; }

    public AgentActs Acts { get; }

    public QueueSweeper Sweeper { get; }

    public QueueBoard Board { get; }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await _store.DisposeAsync();
    }
}
