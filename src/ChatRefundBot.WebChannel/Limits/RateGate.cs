using System.Collections.Concurrent;

namespace ChatRefundBot.WebChannel.Limits;

/// <summary>
/// Slows callers down to a rate (a leaky bucket of a name and a kind). Delay and not 429, because Direct Line clients ignore Retry-After
/// and some of them stop for good; only who would wait too long is refused. Memory: one number for each name that was busy lately.
/// </summary>
internal sealed class RateGate(TimeProvider time)
{
    private const int MostNames = 100_000;

    /// <summary>When each name would be free of debt, in ticks of the clock's timestamp.</summary>
    private readonly ConcurrentDictionary<(string Kind, string Name), long> _free = new();
    private long _swept;

    /// <summary>Takes a place in line and waits for it.</summary>
    /// <returns>False when the wait would be longer than the rate allows; no place was taken then.</returns>
    public async ValueTask<bool> PassAsync(string kind, string name, Rate rate, CancellationToken cancellationToken)
    {
        if (Reserve((kind, name), rate) is not { } delay) return false;
        if (delay > TimeSpan.Zero) await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>True when it may happen now; never waits.</summary>
    public bool TryPass(string kind, string name, Rate rate) => Reserve((kind, name), rate with { LongestDelay = TimeSpan.Zero }) is not null;

    private TimeSpan? Reserve((string, string) key, Rate rate)
    {
        Sweep();
        var second = (double)time.TimestampFrequency;
        var (cost, room) = ((long)(second / rate.PerSecond), (long)(second / rate.PerSecond * (rate.Burst - 1)));
        while (true)
        {
            var now = time.GetTimestamp();
            var known = _free.TryGetValue(key, out var free);
            var start = Math.Max(now, free);
            var wait = TimeSpan.FromSeconds(Math.Max(0, start - now - room) / second);
            if (wait > rate.LongestDelay) return null;
            if (known ? _free.TryUpdate(key, start + cost, free) : _free.TryAdd(key, start + cost)) return wait;
        }
    }

    /// <summary>Once a minute, and whenever there are too many: forgets who owes nothing.</summary>
    private void Sweep()
    {
        var (now, last) = (time.GetTimestamp(), Interlocked.Read(ref _swept));
        var due = now - last > time.TimestampFrequency * 60 || (now - last > time.TimestampFrequency && _free.Count > MostNames);
        if (!due || Interlocked.CompareExchange(ref _swept, now, last) != last) return;
        foreach (var (key, free) in _free)
        {
            if (free <= now) _free.TryRemove(KeyValuePair.Create(key, free));
        }
    }
}
