using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>A ticket with the version of its document.</summary>
internal sealed record StoredTicket(Ticket Ticket, long Version);

/// <summary>How tickets are kept: one document each, and the indexes in which its state gives it a place.</summary>
internal static class TicketPlaces
{
    /// <summary>Queued and offered tickets by urgency: P0 first, then by the promised time. A buyer's rank is the place in it.</summary>
    public const string Queue = "queue";

    /// <summary>Tickets that are offered, by the end of the offer.</summary>
    public const string Offers = "offers";

    /// <summary>Tickets in an agent's hands, by the promised time.</summary>
    public const string Held = "tickets-held";

    /// <summary>Queued tickets that still ask for skills, by the time they were made.</summary>
    public const string Strict = "queue-strict";

    /// <summary>Queued tickets that anybody may take, by urgency.</summary>
    public const string Relaxed = "queue/any";

    /// <summary>Tickets whose buyers wait for a person, by urgency.</summary>
    public const string Waiting = "queue-waiting";

    // Beyond every Unix time in milliseconds of this age, and far below 2^53.
    internal const long AfterUrgent = 100_000_000_000_000;

    public static string OfLanguage(Language language) => "queue/" + language.Tag();

    /// <param name="line">Null: those of which no line is known.</param>
    public static string OfLine(Language language, string? line) => $"queue/{language.Tag()}/{line ?? "-"}";

    public static StoredTicket? Read(StoredDocument? kept) =>
        kept is null ? null : new StoredTicket(JsonSerializer.Deserialize(kept.Body.Span, TicketJson.Stored.Ticket)!, kept.Version);

    /// <summary>Adds a ticket's change to a unit, with its places.</summary>
    public static void Put(CommitUnit unit, StoredTicket? before, Ticket after)
    {
        unit.Put(TicketQueue.Key(after.Id), before?.Version ?? 0, JsonSerializer.SerializeToUtf8Bytes(after, TicketJson.Stored.Ticket));
        Move(unit, before?.Ticket, after);
    }

    /// <summary>Moves a ticket from the places of one state to those of another one, touching only what differs.</summary>
    public static void Move(CommitUnit unit, Ticket? before, Ticket after)
    {
        List<IndexEntry> old = before is null ? [] : [.. Of(before)], now = [.. Of(after)];
        foreach (var place in old)
        {
            if (!now.Exists(p => p.Member == place.Member)) unit.RemoveIndex(place.Member, after.Id);
        }

        foreach (var place in now)
        {
            if (!old.Contains(place)) unit.SetIndex(place.Member, after.Id, place.Score);
        }

        unit.Wake(TicketQueue.Topic);
    }

    public static long Score(Ticket ticket) =>
        (ticket.UrgentSince ?? ticket.DueAt).ToUnixTimeMilliseconds() + (ticket.Priority == TicketPriority.P0 || ticket.UrgentSince is not null ? 0 : AfterUrgent);

    /// <summary>Each index that holds the ticket (as member), with the score it has there.</summary>
    private static IEnumerable<IndexEntry> Of(Ticket ticket)
    {
        var score = Score(ticket);
        if (ticket.IsWaiting)
        {
            yield return new IndexEntry(Queue, score);
            if (ticket.Kind == TicketKind.TakeOver) yield return new IndexEntry(Waiting, score);
        }

        switch (ticket.Status)
        {
            case TicketStatus.Queued when ticket.IsRelaxed:
                yield return new IndexEntry(Relaxed, score);
                break;
            case TicketStatus.Queued:
                yield return new IndexEntry(OfLanguage(ticket.Language), score);
                yield return new IndexEntry(OfLine(ticket.Language, ticket.Line), score);
                yield return new IndexEntry(Strict, ticket.CreatedAt.ToUnixTimeMilliseconds());
                break;
            case TicketStatus.Offered:
                yield return new IndexEntry(Offers, ticket.OfferedUntil!.Value.ToUnixTimeMilliseconds());
                break;
            case TicketStatus.Claimed:
                yield return new IndexEntry(Held, ticket.DueAt.ToUnixTimeMilliseconds());
                break;
        }
    }
}
