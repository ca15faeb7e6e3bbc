using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Sessions;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.WebChannel.Streaming;

/// <summary>
/// The one reader of a conversation's transcript on this host, for all its sockets. Woken by the store and, because wakes may be lost, every
/// few seconds by itself; what a turn of this host has committed it is handed without a look. While the store is away its sockets stay; what
/// they missed comes when it is back.
/// </summary>
internal sealed partial class ConversationFeed(
    WebConversation conversation, IStore store, ActivityMapper mapper, ILogger log)
{
    /// <summary>What a client that has nothing yet gets of what was said before.</summary>
    public const int Replay = 50;

    /// <summary>Entries of one frame at most.</summary>
    public const int Batch = 50;

    private const int MostExpected = 32;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();
    private readonly List<StreamSocket> _sockets = [];
    private readonly List<(string Id, Activity Echo)> _expected = [];
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _over = new();
    private readonly List<IReadOnlyList<LogEntry>> _handed = [];
    private Task _running = Task.CompletedTask;
    private bool _isBehind;
    private int _wakes;
    private int _answered;
    private long _answeredAt;

    public void Add(StreamSocket socket)
    {
        lock (_gate)
        {
            _sockets.Add(socket);
            _isBehind = true;
        }

        Signal();
    }

    /// <summary>Takes entries that were committed on this host. The store's wake for them is still to come, or has been.</summary>
    public void Push(IReadOnlyList<LogEntry> entries)
    {
        lock (_gate) _handed.Add(entries);
        Signal();
    }

    /// <returns>True when it was the last one.</returns>
    public bool Remove(StreamSocket socket)
    {
        lock (_gate)
        {
            _sockets.Remove(socket);
            return _sockets.Count == 0;
        }
    }

    /// <summary>Sends what is not kept, such as typing, to everybody who listens on this host.</summary>
    public void Send(Activity activity) => Send(Snapshot(), [activity], watermark: null);

    /// <summary>
    /// Remembers the echo of a message that is about to be accepted. A turn that erases the transcript leaves the message itself out of it,
    /// and its sender would take it for lost; then this is sent in its place.
    /// </summary>
    public void Expect(string incomingId, Activity echo)
    {
        lock (_gate)
        {
            _expected.RemoveAll(e => e.Id == incomingId);
            if (_expected.Count == MostExpected) _expected.RemoveAt(0);
            _expected.Add((incomingId, echo));
        }
    }

    /// <summary>The message turned out to be one that was accepted before, so its echo is under way already.</summary>
    public void Forget(string incomingId)
    {
        lock (_gate) _expected.RemoveAll(e => e.Id == incomingId);
    }

    public void FinishAll()
    {
        foreach (var socket in Snapshot()) socket.Finish();
    }

    public void Start() => _running = Task.Run(RunAsync);

    public async Task StopAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _over.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        IAsyncDisposable? subscription = null;
        var (isAway, isDue) = (false, true);
        while (!_over.IsCancellationRequested)
        {
            try
            {
                subscription ??= await store.SubscribeAsync(StoreNames.TranscriptTopic(conversation.Conversation), OnWake, _over.Token).ConfigureAwait(false);
                if (!TakeHanded() || isDue || isAway)
                {
                    _answered = 0;
                    await LookAsync().ConfigureAwait(false);
                }

                isAway = false;
            }
            catch (StoreUnavailableException)
            {
                if (!isAway) LogAway(conversation.Id);
                isAway = true;
            }
            catch (OperationCanceledException) when (_over.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                LogFault(fault, conversation.Id);
            }

            isDue = !await SignalledAsync(isAway ? LookAgain / 4 : LookAgain).ConfigureAwait(false);
        }

        if (subscription is not null) await subscription.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Sends what was handed over to sockets that have everything before it.</summary>
    /// <returns>False when the store must be looked at: something else was said, or a socket is behind.</returns>
    private bool TakeHanded()
    {
        List<IReadOnlyList<LogEntry>> handed;
        lock (_gate)
        {
            handed = [.. _handed];
            _handed.Clear();
            if (_isBehind)
            {
                _isBehind = false;
                return false;
            }
        }

        // Wakes of what was handed over long ago are not coming any more.
        if (_answered > 0 && Environment.TickCount64 - _answeredAt > 1000) _answered = 0;
        var sockets = Snapshot();
        foreach (var entries in handed)
        {
            var (first, last) = (entries[0].Sequence, entries[^1].Sequence);
            if (Array.TrueForAll(sockets, s => s.After >= last)) continue;
            if (!Array.TrueForAll(sockets, s => s.After == first - 1)) return false;
            Send(sockets, new LogSlice(entries, last), last);
            foreach (var socket in sockets) socket.After = last;
            (_answered, _answeredAt) = (_answered + 1, Environment.TickCount64);
        }

        _answered -= Interlocked.Exchange(ref _wakes, 0);
        return _answered >= 0;
    }

    /// <returns>False when nothing happened for so long.</returns>
    private async Task<bool> SignalledAsync(TimeSpan most)
    {
        try
        {
            return await _wake.WaitAsync(most, _over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private void OnWake()
    {
        Interlocked.Increment(ref _wakes);
        Signal();
    }

    private void Signal()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it in the same instant.
        }
        catch (ObjectDisposedException)
        {
            // A late wake-up of a conversation that nobody listens to any more.
        }
    }

    private async Task LookAsync()
    {
        // Usually all of them are at the same place, and this is one read.
        foreach (var group in Snapshot().GroupBy(s => s.After).ToList()) await CatchUpAsync(group.Key, [.. group]).ConfigureAwait(false);
    }

    private async Task CatchUpAsync(long? after, StreamSocket[] sockets)
    {
        var transcript = StoreNames.Transcript(conversation.Conversation);
        while (true)
        {
            var found = after is { } known
                ? await store.ReadAsync(transcript, known, Batch, _over.Token).ConfigureAwait(false)
                : await store.ReadBackAsync(transcript, long.MaxValue, Replay, _over.Token).ConfigureAwait(false);
            // Not beyond the end: a watermark of a store that was restored since must not hide what is said from now on.
            var end = found.Entries.Count > 0 ? found.Entries[^1].Sequence : Math.Min(after ?? long.MaxValue, found.LastSequence);
            Send(sockets, found, end);
            foreach (var socket in sockets) socket.After = end;
            if (after is null || found.Entries.Count < Batch) return;
            after = end;
        }
    }

    private void Send(StreamSocket[] sockets, LogSlice found, long end)
    {
        if (found.Entries.Count == 0) return;
        var entries = found.Entries.Select(e => (Entry: ActivityMapper.Read(e), e.Sequence)).ToList();
        var kept = entries.Where(e => e.Entry.In is not null).Select(e => e.Entry.Cause).ToHashSet(StringComparer.Ordinal);
        var unkept = entries.Select(e => (e.Sequence, Echo: TakeExpected(e.Entry.Cause, kept))).Where(e => e.Echo is not null).ToList();
        foreach (var site in sockets.GroupBy(s => s.Site, StringComparer.Ordinal))
        {
            var activities = new List<Activity>(entries.Count + unkept.Count);
            foreach (var (entry, sequence) in entries)
            {
                if (unkept.Find(u => u.Sequence == sequence).Echo is { } echo) activities.Add(echo);
                if (mapper.Map(conversation, entry, sequence, site.Key) is { } activity) activities.Add(activity);
            }

            if (activities.Count > 0) Send([.. site], activities, end);
        }
    }

    private static void Send(StreamSocket[] sockets, IReadOnlyList<Activity> activities, long? watermark)
    {
        if (sockets.Length == 0) return;
        var set = new ActivitySet(activities, watermark?.ToString(CultureInfo.InvariantCulture));
        var frame = JsonSerializer.SerializeToUtf8Bytes(set, WireJson.Plain.ActivitySet);
        foreach (var socket in sockets) socket.Send(frame);
    }

    private Activity? TakeExpected(string cause, HashSet<string> kept)
    {
        lock (_gate)
        {
            var at = _expected.FindIndex(e => e.Id == cause);
            if (at < 0) return null;
            var echo = _expected[at].Echo;
            _expected.RemoveAt(at);
            return kept.Contains(cause) ? null : echo;
        }
    }

    private StreamSocket[] Snapshot()
    {
        lock (_gate) return [.. _sockets];
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "Web conversation {ConversationId}: the store is away; its sockets wait")]
    private partial void LogAway(string conversationId);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error, Message = "Web conversation {ConversationId}: reading its transcript failed; trying again")]
    private partial void LogFault(Exception fault, string conversationId);
}
