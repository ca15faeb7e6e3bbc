namespace ChatRefundBot.SqliteStorage;

/// <summary>Subscribers of topics in this process.</summary>
internal sealed class WakeHub(Action onFirst)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Subscription>> _topics = new(StringComparer.Ordinal);
    private volatile bool _any;

    /// <summary>Whether anyone listens at all.</summary>
    public bool Any => _any;

    public IAsyncDisposable Subscribe(string topic, Action onWake)
    {
        var subscription = new Subscription(this, topic, onWake);
        lock (_gate)
        {
            if (!_topics.TryGetValue(topic, out var list)) _topics[topic] = list = [];
            list.Add(subscription);
            _any = true;
        }
        onFirst();
        return subscription;
    }

    public void Wake(string topic)
    {
        if (!_any) return;
        Subscription[] called;
        lock (_gate)
        {
            if (!_topics.TryGetValue(topic, out var list)) return;
            called = [.. list];
        }
        foreach (var subscription in called) subscription.Call();
    }

    public void WakeAll()
    {
        if (!_any) return;
        Subscription[] called;
        lock (_gate) called = [.. _topics.Values.SelectMany(list => list)];
        foreach (var subscription in called) subscription.Call();
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            if (!_topics.TryGetValue(subscription.Topic, out var list)) return;
            list.Remove(subscription);
            if (list.Count == 0) _topics.Remove(subscription.Topic);
            _any = _topics.Count > 0;
        }
    }

    private sealed class Subscription(WakeHub hub, string topic, Action onWake) : IAsyncDisposable
    {
        private volatile bool _over;

        public string Topic => topic;

        // On the pool: a slow handler must hold up neither the writer nor other subscribers.
        public void Call() => ThreadPool.UnsafeQueueUserWorkItem(static s => s.Run(), this, preferLocal: false);

        public ValueTask DisposeAsync()
        {
            _over = true;
            hub.Remove(this);
            return ValueTask.CompletedTask;
        }

        private void Run()
        {
            if (!_over) onWake();
        }
    }
}
