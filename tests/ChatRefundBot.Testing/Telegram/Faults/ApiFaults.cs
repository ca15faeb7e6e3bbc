using ChatRefundBot.Testing.Telegram.Server;

namespace ChatRefundBot.Testing.Telegram.Faults;

/// <summary>A fault that waits for its calls.</summary>
public sealed class ScriptedFault
{
    private readonly BotWorld _world;
    private int _left;

    internal ScriptedFault(BotWorld world, string method, Fault fault, int times, long? chatId) =>
        (_world, Method, Fault, _left, ChatId) = (world, method.ToLowerInvariant(), fault, times, chatId);

    public Fault Fault { get; }

    /// <summary>How many calls it has hit.</summary>
    public int Used { get; private set; }

    internal string Method { get; }

    internal long? ChatId { get; }

    /// <summary>It hits no further call.</summary>
    public void Stop()
    {
        lock (_world.Gate) _left = 0;
    }

    /// <summary>Waits until it has hit so many calls.</summary>
    public Task UntilUsedAsync(int times = 1, TimeSpan? within = null) =>
        _world.Changed.UntilAsync(() => Used >= times ? this : null, within, () => $"The fault {Fault} was met {Used} times by {Method}, not {times}.");

    internal bool TryUse(string method, long? chatId)
    {
        var fits = Method == method || (Method == "*" && method is not ("getupdates" or ApiFaults.File));
        if (!fits || _left == 0 || (ChatId is not null && ChatId != chatId)) return false;
        _left--;
        Used++;
        return true;
    }
}

/// <summary>What is to go wrong. Faults are used in the order in which they were written down.</summary>
public sealed class ApiFaults
{
    internal const string File = "/file";

    private readonly BotWorld _world;
    private readonly List<ScriptedFault> _scripted = [];

    internal ApiFaults(BotWorld world) => _world = world;

    /// <summary>The next calls of a method fail.</summary>
    /// <param name="method">"*": any but getUpdates.</param>
    /// <param name="chatId">Only calls that name this chat.</param>
    public ScriptedFault Next(string method, Fault fault, int times = 1, long? chatId = null)
    {
        var scripted = new ScriptedFault(_world, method, fault, times, chatId);
        lock (_world.Gate) _scripted.Add(scripted);
        return scripted;
    }

    /// <summary>Every call of a method fails until the fault is stopped.</summary>
    public ScriptedFault Always(string method, Fault fault, long? chatId = null) => Next(method, fault, int.MaxValue, chatId);

    /// <summary>The next downloads fail.</summary>
    public ScriptedFault NextFile(Fault fault, int times = 1) => Next(File, fault, times);

    /// <summary>Every download fails until the fault is stopped.</summary>
    public ScriptedFault AlwaysFile(Fault fault) => Next(File, fault, int.MaxValue);

    internal Fault? Take(string method, long? chatId)
    {
        lock (_world.Gate) return _scripted.Find(f => f.TryUse(method, chatId))?.Fault;
    }
}
