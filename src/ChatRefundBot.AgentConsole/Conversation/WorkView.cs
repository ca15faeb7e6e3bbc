using System.Text.Json;
using ChatRefundBot.AgentConsole.Live;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Orders;

namespace ChatRefundBot.AgentConsole.Conversation;

/// <summary>Everything that a screen shows of one conversation, read again whenever something has changed.</summary>
internal sealed class WorkView(IStore store, QueueBoard board, CaseReader cases, Watchers watchers)
{
    private const int Tail = 200;
    private const int MostLines = 200;
    private readonly SortedList<long, TranscriptEntry> _entries = [];
    private readonly SemaphoreSlim _one = new(1, 1);
    private long _last;

    public ConversationId? Conversation { get; private set; }

    public Ticket? Ticket { get; private set; }

    public ConversationState? State { get; private set; }

    public RefundCase? Case { get; private set; }

    public Order? Order { get; private set; }

    public IReadOnlyList<DeskLine> Lines { get; private set; } = [];

    public IReadOnlyList<Watcher> Others { get; private set; } = [];

    /// <summary>Causes of desk messages that are still on their way to the buyer.</summary>
    public IReadOnlySet<string> OnTheirWay { get; private set; } = new HashSet<string>();

    /// <summary>Transcript by sequence.</summary>
    public IEnumerable<KeyValuePair<long, TranscriptEntry>> Entries => _entries;

    /// <summary>Sequence of the newest entry that is shown; 0 when none is.</summary>
    public long LastShown => _entries.Count == 0 ? 0 : _entries.Keys[^1];

    public bool HasEarlier => _entries.Count > 0 && _entries.Keys[0] > 1;

    /// <returns>False when there is no such ticket or conversation.</returns>
    public async Task<bool> OpenAsync(string? ticketId, string? conversation, string account, CancellationToken cancellationToken)
    {
        if (ticketId is not null) Ticket = await board.FindAsync(ticketId, cancellationToken);
        Conversation = Ticket?.Conversation ?? (conversation is { Length: > 0 and <= 200 } ? new ConversationId(conversation) : null);
        if (Conversation is null) return false;
        await LookAsync(account, cancellationToken);
        return State is not null;
    }

    /// <summary>Reads what is new.</summary>
    public async Task LookAsync(string account, CancellationToken cancellationToken)
    {
        if (Conversation is not { } id) return;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Ticket is not null) Ticket = await board.FindAsync(Ticket.Id, cancellationToken);
            State = await board.ConversationAsync(id, cancellationToken);
            await ReadTranscriptAsync(id, cancellationToken);
            Lines = await board.LinesAsync(id, MostLines, cancellationToken);
            Others = await watchers.FindAsync(id, account, cancellationToken);
            Case = await cases.FindAsync(Ticket?.CaseId ?? Case?.Id ?? Lines.LastOrDefault(l => l.Case is not null)?.Case, cancellationToken);
            if (Case is not null && Order?.Id.Value != Case.Order) Order = await cases.OrderAsync(Case, cancellationToken);
            OnTheirWay = await OutboxAsync(id, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Shows a case other than the ticket's, such as the one that a search found.</summary>
    public void Show(RefundCase found) => Case = found;

    public async Task LoadEarlierAsync(CancellationToken cancellationToken)
    {
        if (!HasEarlier) return;
        var slice = await store.ReadBackAsync(StoreNames.Transcript(Conversation!.Value), _entries.Keys[0], Tail, cancellationToken);
        Add(slice);
    }

    private async Task ReadTranscriptAsync(ConversationId id, CancellationToken cancellationToken)
    {
        var log = StoreNames.Transcript(id);
        if (_last == 0)
        {
            var tail = await store.ReadBackAsync(log, long.MaxValue, Tail, cancellationToken);
            Add(tail);
            _last = tail.LastSequence;
            return;
        }

        while (true)
        {
            var slice = await store.ReadAsync(log, _last, Tail, cancellationToken);
            Add(slice);
            if (slice.Entries.Count == 0) break;
            _last = slice.Entries[^1].Sequence;
        }
    }

    private async Task<IReadOnlySet<string>> OutboxAsync(ConversationId id, CancellationToken cancellationToken)
    {
        var slice = await store.ReadAsync(StoreNames.Outbox(id), 0, 50, cancellationToken);
        if (slice.Entries.Count == 0) return new HashSet<string>();
        return slice.Entries
            .Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.OutboxEntry)!.Key.Split('#')[0])
            .ToHashSet(StringComparer.Ordinal);
    }

    private void Add(LogSlice slice)
    {
        foreach (var entry in slice.Entries)
            _entries[entry.Sequence] = JsonSerializer.Deserialize(entry.Body.Span, KernelJson.Stored.TranscriptEntry)!;
    }
}
