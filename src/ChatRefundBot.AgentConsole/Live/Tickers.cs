using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.AgentConsole.Live;

/// <summary>The topics that somebody on this host looks at.</summary>
internal sealed class Tickers(IStore store, ILogger<Tickers> log) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Ticker> _all = new(StringComparer.Ordinal);

    /// <summary>Calls <paramref name="look"/> whenever there may be something new under a topic, until disposed.</summary>
    public IAsyncDisposable Listen(string topic, Func<Task> look)
    {
        lock (_gate)
        {
            if (!_all.TryGetValue(topic, out var ticker)) _all.Add(topic, ticker = new Ticker(store, topic, log));
            return new Held(this, topic, ticker, ticker.Listen(look));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Ticker[] all;
        lock (_gate) all = [.. _all.Values];
        foreach (var ticker in all) await ticker.DisposeAsync();
    }

    private sealed class Held(Tickers tickers, string topic, Ticker ticker, IDisposable listening) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            var isLast = false;
            lock (tickers._gate)
            {
                listening.Dispose();
                if (ticker.Listeners == 0) isLast = tickers._all.Remove(topic);
            }

            if (isLast) await ticker.DisposeAsync();
        }
    }
}
