using System.Collections.Immutable;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Sweeping;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Testing.Chats;

/// <summary>What a test can change of a desk.</summary>
public sealed record TestDeskOptions
{
    /// <summary>Time at which the clock stands at first and to which the sample orders are relative.</summary>
    public DateTimeOffset Now { get; init; } = new(2026, 11, 18, 10, 0, 0, TimeSpan.FromHours(8));

    public Language Language { get; init; } = Language.Chinese;

    public decimal AutoConfirmLimit { get; init; }

    /// <summary>Folder of the rules; null: those of the repository.</summary>
    public string? PolicyDirectory { get; init; }

    /// <summary>Makes the store from the desk's clock and directory; null: SQLite in that directory, on the desk's clock.</summary>
    public Func<TimeProvider, string, IStore>? Store { get; init; }

    /// <summary>Adds or replaces services before the desk is built.</summary>
    public Action<IServiceCollection>? Configure { get; init; }
}

/// <summary>
/// A whole desk in the test's process: the real composition of kernel, dialogs, rules, sample orders and a store, on a clock that only
/// the test moves. Turns, deliveries and timers run within the calls of the test, one after the other, so nothing has to be waited for.
/// </summary>
public sealed class TestDesk : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<ConversationId> _claimed = [];
    private readonly ServiceProvider _services;
    private readonly TurnEngine _turns;
    private readonly DeliveryEngine _deliveries;

    private TestDesk(TestDeskOptions options)
    {
        Clock = new FakeTimeProvider(options.Now);
        Orders = SampleShop.Generate(options.Now);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        if (options.Store is { } make) services.AddSingleton(make(Clock, _directory.FullPath));
        else services.AddSqliteStorage(_ => new SqliteStoreOptions { DataDirectory = _directory.FullPath });
        services.AddDesk(_directory.FullPath, options.Language, options.AutoConfirmLimit, options.PolicyDirectory);
        options.Configure?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        _turns = _services.GetRequiredService<TurnEngine>();
        _deliveries = _services.GetRequiredService<DeliveryEngine>();
        _turns.DeliveryClaimed = _claimed.Add;
    }

    public FakeTimeProvider Clock { get; }

    public ImmutableArray<SampleOrder> Orders { get; }

    public IServiceProvider Services => _services;

    public IStore Store => _services.GetRequiredService<IStore>();

    public IEvidenceStore Evidence => _services.GetRequiredService<IEvidenceStore>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TestDesk> StartAsync(TestDeskOptions? options = null)
    {
        var desk = new TestDesk(options ?? new TestDeskOptions());
        SampleShop.EnsureGenerated(DeskParts.OrdersFile(desk._directory.FullPath), desk.Clock.GetUtcNow());
        if (desk._services.GetService<FileOrderSource>() is { } file) Assert.IsType<OrderFileReload.Loaded>(await file.ReloadAsync(Token));
        return desk;
    }

    /// <summary>The sample order of a number, see docs/sample-orders.md.</summary>
    public SampleOrder Order(string number) => Orders.Single(o => o.Order.Id.Value == number);

    /// <summary>A conversation with this desk; the same id is the same conversation.</summary>
    /// <param name="sender">Who writes, for limits per source; null: the conversation's id.</param>
    public ChatDriver Chat(string id = "test:buyer", string? sender = null) => new(this, new ConversationId(id), sender ?? id);

    /// <summary>An agent of this desk, online, who serves all languages and lines; made at the first call.</summary>
    public async Task<AgentDriver> AgentAsync(string account, string? name = null, int capacity = 4, IReadOnlyList<Language>? languages = null, IReadOnlyList<string>? lines = null)
    {
        var agent = new AgentDriver(this, ((AccountNameResult.Good)AccountName.Parse(account)).Name);
        var directory = _services.GetRequiredService<AgentDirectory>();
        if (await directory.FindAsync(agent.Account, Token) is not null) return agent;
        await directory.SaveProfileAsync(new AgentProfile(agent.Account, name ?? account, languages ?? [Language.Chinese, Language.English], lines ?? [], capacity), Token);
        await directory.SetPresenceAsync(agent.Account, Presence.Online, Token);
        return agent;
    }

    /// <summary>Runs what was left to the background: turns that follow a change of owner, deliveries.</summary>
    public Task SettleAsync() => DeliverAsync();

    /// <summary>Lets the queue do what it does by itself: leases, offers, places.</summary>
    public async Task SweepQueueAsync()
    {
        var sweeper = _services.GetRequiredService<QueueSweeper>();
        await sweeper.DispatchAsync(Token);
        await sweeper.AgeAsync(Token);
        await DeliverAsync();
    }

    /// <summary>Accepts a message, runs what follows from it, and delivers.</summary>
    public async Task<AcceptResult> AcceptAsync(Incoming incoming)
    {
        var result = await _turns.AcceptAsync(incoming, Token);
        if (result is AcceptResult.Accepted { Work: { } work }) await FinishAsync(_turns.RunAsync(work, takenUp: false, Token));
        await DeliverAsync();
        return result;
    }

    /// <summary>Moves the clock from one thing that falls due to the next, running each at its time: timers, retries, leases that end.</summary>
    public async Task AdvanceAsync(TimeSpan span)
    {
        var end = Clock.GetUtcNow() + span;
        await RunDueAsync();
        while (await NextDueAsync() is { } next && next <= end)
        {
            if (next > Clock.GetUtcNow()) Clock.SetUtcNow(next);
            await RunDueAsync();
        }

        if (end > Clock.GetUtcNow()) Clock.SetUtcNow(end);
        await RunDueAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _directory.Dispose();
    }

    private async Task RunDueAsync()
    {
        var now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var timer in await Store.RangeAsync(StoreNames.Timers, 0, now, 1000, Token))
        {
            if (await _turns.AcceptTimerAsync(timer, Token) is { } work) await FinishAsync(_turns.RunAsync(work, takenUp: false, Token));
        }

        foreach (var turn in await Store.RangeAsync(StoreNames.PendingTurns, 0, now, 1000, Token))
        {
            if (await _turns.TryClaimAsync(new ConversationId(turn.Member), Token) is { } work) await FinishAsync(_turns.RunAsync(work, takenUp: true, Token));
        }

        foreach (var delivery in await Store.RangeAsync(StoreNames.PendingDeliveries, 0, now, 1000, Token))
        {
            if (await _deliveries.TryClaimAsync(new ConversationId(delivery.Member), Token)) _claimed.Add(new ConversationId(delivery.Member));
        }

        await DeliverAsync();
        await SweepQueueAsync();
    }

    private async Task DeliverAsync()
    {
        for (; _claimed.Count > 0; _claimed.RemoveAt(0)) await FinishAsync(_deliveries.RunAsync(_claimed[0], Token));
    }

    /// <summary>The next time after now at which something is due; null when nothing is.</summary>
    private async Task<DateTimeOffset?> NextDueAsync()
    {
        DateTimeOffset? next = null;
        foreach (var index in new[] { StoreNames.Timers, StoreNames.PendingTurns, StoreNames.PendingDeliveries, "offers", "agent-leases" })
        {
            // A lease ends when its time is past, a timer is due at its time: a millisecond later is right for both.
            var after = Clock.GetUtcNow().ToUnixTimeMilliseconds();
            if ((await Store.RangeAsync(index, after, long.MaxValue >> 11, 1, Token)) is not [var first]) continue;
            var due = DateTimeOffset.FromUnixTimeMilliseconds(index == StoreNames.Timers ? Math.Max(first.Score, after + 1) : first.Score + 1);
            if (next is null || due < next) next = due;
        }

        return next;
    }

    /// <summary>Waits for work that may itself wait on the clock: moves it when nothing else goes on.</summary>
    private async Task FinishAsync(Task work)
    {
        var patience = TimeSpan.FromMilliseconds(250);
        while (await Task.WhenAny(work, Task.Delay(patience, Token)) != work)
        {
            Token.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            patience = TimeSpan.FromMilliseconds(10);
        }

        await work;
    }
}
