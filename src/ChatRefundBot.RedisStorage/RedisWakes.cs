using System.Collections.Concurrent;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>Subscriptions of this process. After a lost connection every subscriber is woken, for what it missed meanwhile.</summary>
internal sealed class RedisWakes
{
    private readonly ConcurrentDictionary<Subscription, byte> _all = new();
    private readonly RedisConnection _connection;
    private readonly RedisKeys _keys;

    public RedisWakes(RedisConnection connection, RedisKeys keys)
    {
        _connection = connection;
        _keys = keys;
        connection.Restored += WakeAll;
    }

    public Task<IAsyncDisposable> SubscribeAsync(string topic, Action onWake, CancellationToken cancellationToken) =>
        _connection.RunAsync((Wakes: this, topic, onWake), static async (database, state) =>
        {
            var channel = RedisChannel.Literal(state.Wakes._keys.Channel(state.topic));
            var subscriber = database.Multiplexer.GetSubscriber();
            var subscription = new Subscription(state.Wakes, subscriber, channel, state.onWake);
            try
            {
                await subscriber.SubscribeAsync(channel, subscription.Handler);
            }
            catch
            {
                // The client keeps a handler whose subscription failed and would subscribe it later; its caller was told that it failed.
                await subscription.DisposeAsync();
                throw;
            }
            state.Wakes._all.TryAdd(subscription, 0);
            return (IAsyncDisposable)subscription;
        }, cancellationToken);

    private void WakeAll()
    {
        foreach (var subscription in _all.Keys) ThreadPool.UnsafeQueueUserWorkItem(static s => s.Call(), subscription, preferLocal: false);
    }

    private sealed class Subscription : IAsyncDisposable
    {
        private readonly RedisWakes _wakes;
        private readonly ISubscriber _subscriber;
        private readonly RedisChannel _channel;
        private readonly Action _onWake;
        private volatile bool _over;

        public Subscription(RedisWakes wakes, ISubscriber subscriber, RedisChannel channel, Action onWake)
        {
            _wakes = wakes;
            _subscriber = subscriber;
            _channel = channel;
            _onWake = onWake;
            Handler = (_, _) => Call();
        }

        public Action<RedisChannel, RedisValue> Handler { get; }

        public void Call()
        {
            if (!_over) _onWake();
        }

        public ValueTask DisposeAsync()
        {
            if (_over) return ValueTask.CompletedTask;
            _over = true;
            _wakes._all.TryRemove(this, out _);
            // Nobody waits for the server here: it may be away, and the handler is already deaf.
            return new ValueTask(_subscriber.UnsubscribeAsync(_channel, Handler, CommandFlags.FireAndForget));
        }
    }
}
