using ChatRefundBot.Testing.Telegram.Server;

namespace ChatRefundBot.Testing.Telegram;

/// <summary>Every call, in the order in which they were decided. A call is here before the client has its answer.</summary>
public sealed class ApiCalls
{
    private readonly BotWorld _world;
    private readonly List<ApiCall> _all = [];

    internal ApiCalls(BotWorld world) => _world = world;

    public IReadOnlyList<ApiCall> All
    {
        get
        {
            lock (_world.Gate) return [.. _all];
        }
    }

    /// <summary>Calls that were refused without a scripted fault.</summary>
    public IReadOnlyList<ApiCall> Refused => Where(c => c is { Fault: null, Status: >= 400 });

    public IReadOnlyList<ApiCall> Of(string method) => Where(c => c.Is(method));

    public IReadOnlyList<ApiCall> Of(string method, long chatId) => Where(c => c.Is(method) && c.ChatId == chatId);

    public IReadOnlyList<ApiCall> Where(Func<ApiCall, bool> match)
    {
        lock (_world.Gate) return [.. _all.Where(match)];
    }

    public int Count(string method)
    {
        lock (_world.Gate) return _all.Count(c => c.Is(method));
    }

    /// <summary>Waits for a call, past or to come.</summary>
    public Task<ApiCall> UntilAsync(Func<ApiCall, bool> match, TimeSpan? within = null) =>
        _world.Changed.UntilAsync(
            () =>
            {
                lock (_world.Gate) return _all.Find(c => match(c));
            },
            within,
            () => $"No such call. There were:\n{Told()}");

    /// <summary>Waits until a method was called so often.</summary>
    public Task<IReadOnlyList<ApiCall>> UntilCountAsync(string method, int count, TimeSpan? within = null) =>
        _world.Changed.UntilAsync<IReadOnlyList<ApiCall>>(
            () =>
            {
                lock (_world.Gate) return _all.Count(c => c.Is(method)) >= count ? [.. _all.Where(c => c.Is(method))] : null;
            },
            within,
            () => $"{method} was called {Count(method)} times, not {count}. There were:\n{Told()}");

    /// <summary>Fails when a call was refused, unknown or odd without a scripted fault: what the real server would not have had of a good client.</summary>
    public void AssertClean()
    {
        var bad = Where(c => c.Fault is null && (c.Status >= 400 || c.Oddities.Count > 0));
        if (bad.Count > 0) throw new InvalidOperationException($"Calls that no good client makes:\n{string.Join('\n', bad)}");
    }

    /// <summary>Called with the gate held.</summary>
    internal void Add(Func<long, ApiCall> call)
    {
        _all.Add(call(_all.Count + 1));
        _world.Changed.Raise();
    }

    private string Told() => string.Join('\n', All.Where(c => !c.Is("getUpdates")).TakeLast(30));
}
