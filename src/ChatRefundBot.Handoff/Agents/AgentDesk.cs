using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Handoff.Agents;

/// <summary>What an agent has declared; whether a browser is connected is another matter, see <see cref="AgentDesk.LeaseUntil"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Presence>))]
public enum Presence
{
    [JsonStringEnumMemberName("offline")] Offline,

    /// <summary>Keeps what they have and gets nothing new.</summary>
    [JsonStringEnumMemberName("away")] Away,

    [JsonStringEnumMemberName("online")] Online,
}

/// <summary>Who an agent is to buyers and to the queue.</summary>
/// <param name="Name">What buyers see, 1 to 40 characters.</param>
/// <param name="Languages">Languages they serve; at least one.</param>
/// <param name="Lines">Product lines they serve, such as <c>CARD_CODE</c>; empty: all.</param>
/// <param name="Capacity">How much they take at once, in the weights of the queue's rules, 1 to 100.</param>
public sealed record AgentProfile(AccountName Account, string Name, IReadOnlyList<Language> Languages, IReadOnlyList<string> Lines, int Capacity)
{
    [JsonIgnore]
    public ConversationAgent Identity => new(Account.Value, Name);

    /// <summary>Whether they have the skills that a ticket asks for.</summary>
    public bool Serves(Ticket ticket) =>
        ticket.IsRelaxed || (Languages.Contains(ticket.Language) && (ticket.Line is null || Lines.Count == 0 || Lines.Contains(ticket.Line)));
}

/// <summary>A ticket in an agent's hands, or offered to them.</summary>
/// <param name="Epoch">What an act on it has to carry. Meaningless while it is only offered.</param>
/// <param name="Until">End of the offer, UTC; null when it is held.</param>
public sealed record HeldTicket(
    string Ticket, TicketKind Kind, ConversationId Conversation, string? CaseId, int Weight, DateTimeOffset Since, long Epoch, DateTimeOffset? Until = null);

/// <summary>An agent at work. Kept as one document, so that one version guards capacity, skills and presence together.</summary>
/// <param name="LeaseUntil">Until when what they hold is theirs without a further sign of them, UTC.</param>
/// <param name="Held">What they work on, oldest first.</param>
/// <param name="Offers">What is offered to them; it counts for their load, so that an offer accepted always fits.</param>
/// <param name="IdleSince">When they last took or finished something, UTC: who waits longest is asked first.</param>
public sealed record AgentDesk(
    AgentProfile Profile, Presence Presence, DateTimeOffset PresenceAt, DateTimeOffset LeaseUntil, IReadOnlyList<HeldTicket> Held,
    IReadOnlyList<HeldTicket> Offers, DateTimeOffset IdleSince)
{
    /// <summary>Weight of everything held and offered.</summary>
    [JsonIgnore]
    public int Load => Held.Sum(h => h.Weight) + Offers.Sum(o => o.Weight);

    [JsonIgnore]
    public int Free => Math.Max(0, Profile.Capacity - Load);

    /// <summary>True for one who has declared to be there and has been seen lately.</summary>
    public bool IsOnDuty(DateTimeOffset now) => Presence == Presence.Online && LeaseUntil > now;

    /// <summary>Without a ticket, held or offered.</summary>
    internal AgentDesk Without(string ticket) => this with
    {
        Held = [.. Held.Where(h => h.Ticket != ticket)],
        Offers = [.. Offers.Where(o => o.Ticket != ticket)],
    };
}

/// <summary>An agent with the version of their document.</summary>
internal sealed record StoredAgent(AgentDesk Desk, long Version);
