using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>Which tickets to list; null: whatever.</summary>
/// <param name="Held">True: those in agents' hands; false: those that wait.</param>
/// <param name="For">Only those that this agent may take or has.</param>
public sealed record QueueFilter(bool Held = false, TicketKind? Kind = null, Language? Language = null, string? Line = null, TicketPriority? Priority = null, AgentProfile? For = null)
{
    internal bool IsOpen => Kind is null && Language is null && Line is null && Priority is null && For is null;

    internal bool Takes(Ticket ticket) =>
        (Kind is null || ticket.Kind == Kind) && (Language is null || ticket.Language == Language) && (Line is null || ticket.Line == Line)
        && (Priority is null || ticket.Priority == Priority)
        && (For is null || For.Serves(ticket) || ticket.Owner?.Account == For.Account.Value);
}

/// <summary>A piece of the queue.</summary>
/// <param name="Tickets">Most urgent first.</param>
/// <param name="Next">To be given for the piece that follows; null when there is none.</param>
/// <param name="Total">All that wait, or that are held, whatever the filter.</param>
public sealed record QueuePage(IReadOnlyList<Ticket> Tickets, int? Next, long Total);

/// <summary>The queue at a glance.</summary>
/// <param name="Overdue">Waiting tickets whose promised time is past.</param>
/// <param name="ClaimsLastHour">Tickets that agents took within <see cref="QueueRate.Window"/>.</param>
public sealed record QueueFigures(long Waiting, long Held, long Overdue, long OnDuty, long ClaimsLastHour, DateTimeOffset? NextPromise);

/// <summary>The queue as people look at it. Reads only. Thread safe.</summary>
public sealed class QueueBoard(IStore store, TimeProvider time)
{
    private const long HighestScore = (1L << 53) - 1;
    private const int Batch = 200;
    private const int MostLooked = 20_000;

    /// <summary>Tickets of the queue, the most urgent first.</summary>
    /// <param name="from">0, or <see cref="QueuePage.Next"/> of the piece before.</param>
    /// <param name="take">1 to 200.</param>
    public async Task<QueuePage> ListAsync(QueueFilter filter, int from, int take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        take = Math.Min(take, Batch);
        var index = filter.Held ? TicketPlaces.Held : TicketPlaces.Queue;
        var total = await store.CountAsync(index, 0, HighestScore, cancellationToken).ConfigureAwait(false);
        var tickets = new List<Ticket>(take);
        for (var place = from; place < MostLooked;)
        {
            // An index is read from its head: the one piece that a first look needs is small, and far ones are rare.
            var step = filter.IsOpen ? take : Batch;
            var entries = await store.RangeAsync(index, 0, HighestScore, place + step, cancellationToken).ConfigureAwait(false);
            if (entries.Count <= place) return new QueuePage(tickets, null, total);
            var found = await store.GetAsync([.. entries.Skip(place).Select(e => TicketQueue.Key(e.Member))], cancellationToken).ConfigureAwait(false);
            foreach (var kept in found)
            {
                place++;
                if (TicketPlaces.Read(kept)?.Ticket is not { IsOpen: true } ticket || !filter.Takes(ticket)) continue;
                tickets.Add(ticket);
                if (tickets.Count == take) return new QueuePage(tickets, place < total ? place : null, total);
            }
        }

        return new QueuePage(tickets, null, total);
    }

    /// <summary>A ticket; null when there is none of this identity.</summary>
    public async Task<Ticket?> FindAsync(string ticketId, CancellationToken cancellationToken) =>
        TicketPlaces.Read((await store.GetAsync([TicketQueue.Key(ticketId)], cancellationToken).ConfigureAwait(false))[0])?.Ticket;

    /// <summary>Several tickets, in the order asked; those that do not exist are left out.</summary>
    public async Task<IReadOnlyList<Ticket>> FindAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellationToken)
    {
        if (ticketIds.Count == 0) return [];
        var found = await store.GetAsync([.. ticketIds.Select(TicketQueue.Key)], cancellationToken).ConfigureAwait(false);
        return [.. found.Select(TicketPlaces.Read).OfType<StoredTicket>().Select(t => t.Ticket)];
    }

    /// <summary>The queue at a glance.</summary>
    public async Task<QueueFigures> FiguresAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var at = now.ToUnixTimeMilliseconds();
        var waiting = store.CountAsync(TicketPlaces.Queue, 0, HighestScore, cancellationToken);
        var held = store.CountAsync(TicketPlaces.Held, 0, HighestScore, cancellationToken);
        var urgent = store.CountAsync(TicketPlaces.Queue, 0, at, cancellationToken);
        var late = store.CountAsync(TicketPlaces.Queue, TicketPlaces.AfterUrgent, TicketPlaces.AfterUrgent + at, cancellationToken);
        var onDuty = store.CountAsync(AgentDocuments.Online, at + 1, HighestScore, cancellationToken);
        var claims = store.CountAsync(QueueRate.Index, (now - QueueRate.Window).ToUnixTimeMilliseconds(), at, cancellationToken);
        var head = store.RangeAsync(TicketPlaces.Queue, 0, HighestScore, 1, cancellationToken);
        await Task.WhenAll(waiting, held, urgent, late, onDuty, claims, head).ConfigureAwait(false);
        DateTimeOffset? next = (await head.ConfigureAwait(false)) is [var first] ? DateTimeOffset.FromUnixTimeMilliseconds(first.Score % TicketPlaces.AfterUrgent) : null;
        return new QueueFigures(
            await waiting.ConfigureAwait(false), await held.ConfigureAwait(false), await urgent.ConfigureAwait(false) + await late.ConfigureAwait(false),
            await onDuty.ConfigureAwait(false), await claims.ConfigureAwait(false), next);
    }

    /// <summary>The internal record of a conversation: notes, changes of hands, decisions. The newest, oldest of them first.</summary>
    public async Task<IReadOnlyList<DeskLine>> LinesAsync(ConversationId conversation, int take, CancellationToken cancellationToken)
    {
        var slice = await store.ReadBackAsync(DeskLines.Log(conversation), long.MaxValue, take, cancellationToken).ConfigureAwait(false);
        return [.. slice.Entries.Select(DeskLines.Read)];
    }

    /// <summary>A conversation as it stands; null when there is none.</summary>
    public async Task<ConversationState?> ConversationAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        (await store.GetAsync([StoreNames.State(conversation)], cancellationToken).ConfigureAwait(false))[0] is { } kept ? ConversationState.Read(kept.Body) : null;
}
