namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>One at a time of each conversation on this host, with a bounded number waiting.</summary>
internal sealed class ConversationLocks
{
    private const int MostWaiting = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Waits for its turn; dispose to let the next one in.</summary>
    /// <exception cref="RefusedException">Too many wait already.</exception>
    public async Task<IDisposable> EnterAsync(string conversation, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(conversation, out entry)) _entries[conversation] = entry = new Entry();
            if (entry.Users > MostWaiting) throw new RefusedException(Problem.TooBusy);
            entry.Users++;
        }

        try
        {
            await entry.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(conversation, entry);
            throw;
        }

        return new Holding(this, conversation, entry);
    }

    private void Leave(string conversation, Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Users > 0) return;
            _entries.Remove(conversation);
            entry.Turn.Dispose();
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Holding(ConversationLocks locks, string conversation, Entry entry) : IDisposable
    {
        public void Dispose()
        {
            entry.Turn.Release();
            locks.Leave(conversation, entry);
        }
    }
}
