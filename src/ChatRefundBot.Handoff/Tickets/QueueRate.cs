using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>How long a place in the queue takes, by what agents really took out of it lately.</summary>
public static class QueueRate
{
    /// <summary>Tickets taken out of the queue, by when.</summary>
    public const string Index = "claims-made";

    /// <summary>How far back counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(60);

    /// <summary>Fewer claims than this within <see cref="Window"/> say nothing about the next one.</summary>
    public const int Fewest = 5;

    // Four of five waits lie in a range of so many standard deviations to both sides.
    private const double Spread = 1.28;

    /// <summary>The range of minutes in which the ticket with so many before it is likely to be taken; null when that is not known.</summary>
    public static async Task<WaitRange?> RangeAsync(IStore store, long ahead, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claims = await store.CountAsync(Index, (now - Window).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), cancellationToken).ConfigureAwait(false);
        return Of(ahead, claims, Window);
    }

    /// <param name="claims">Claims counted within <paramref name="window"/>.</param>
    public static WaitRange? Of(long ahead, long claims, TimeSpan window)
    {
        if (claims < Fewest) return null;
        // The next claims come like calls: the n-th takes n times the mean, and both the count of the past and the wait ahead scatter.
        double turns = ahead + 1, mean = window.TotalMinutes / claims * turns;
        var scatter = Spread * Math.Sqrt((1 / turns) + (1.0 / claims));
        var step = mean < 10 ? 1 : mean < 60 ? 5 : 15;
        var from = (int)(Math.Max(0, mean * (1 - scatter)) / step) * step;
        var to = (int)Math.Ceiling(mean * (1 + scatter) / step) * step;
        // Beyond half a day a number of minutes promises what nobody knows.
        return to > 720 ? null : new WaitRange(from, Math.Max(to, from + step));
    }
}

/// <summary>Minutes to wait, from and to.</summary>
public sealed record WaitRange(int From, int To);
