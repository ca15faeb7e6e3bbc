using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Handoff.Agents;

namespace ChatRefundBot.Handoff.Tickets;

/// <summary>Answer to a claim.</summary>
public abstract record ClaimResult
{
    private ClaimResult() { }

    /// <summary>It is the agent's: now, or it has been since an earlier claim.</summary>
    /// <param name="Held">What to act on it with.</param>
    public sealed record Claimed(Ticket Ticket, HeldTicket Held) : ClaimResult;

    /// <summary>Somebody else has it.</summary>
    public sealed record Taken(ConversationAgent By) : ClaimResult;

    /// <summary>Somebody else is being asked to take it.</summary>
    public sealed record OfferedTo(ConversationAgent Whom, DateTimeOffset Until) : ClaimResult;

    /// <summary>It does not fit into what the agent has room for.</summary>
    public sealed record Full(int Load, int Capacity, int Weight) : ClaimResult;

    /// <summary>It asks for a language or product line that the agent does not serve.</summary>
    /// <param name="Line">Null when only the language is asked for.</param>
    public sealed record NotSkilled(Language Language, string? Line) : ClaimResult;

    /// <summary>Who has not declared to be online takes nothing new.</summary>
    public sealed record NotOnDuty(Presence Presence) : ClaimResult;

    /// <summary>It is no longer to be had; null: there never was such a ticket.</summary>
    public sealed record Gone(TicketStatus? Status) : ClaimResult;

    /// <summary>Nothing waits that the agent may take.</summary>
    public sealed record NothingToDo : ClaimResult
    {
        public static readonly NothingToDo Instance = new();
    }

    /// <summary>Nobody of this account is an agent.</summary>
    public sealed record NoAgent : ClaimResult
    {
        public static readonly NoAgent Instance = new();
    }
}

/// <summary>Answer to verbs that take a ticket out of hands.</summary>
public abstract record ReleaseResult
{
    private ReleaseResult() { }

    /// <param name="Ticket">As it is now.</param>
    public sealed record Released(Ticket Ticket) : ReleaseResult;

    /// <summary>Somebody else has it; null: nobody has.</summary>
    public sealed record NotYours(ConversationAgent? Owner) : ReleaseResult;

    /// <summary>It is done or withdrawn; null: there never was such a ticket.</summary>
    public sealed record Gone(TicketStatus? Status) : ReleaseResult;
}

/// <summary>Answer to a transfer.</summary>
public abstract record TransferResult
{
    private TransferResult() { }

    /// <param name="Ticket">As it is now, in the other one's hands.</param>
    public sealed record Transferred(Ticket Ticket) : TransferResult;

    /// <summary>Somebody else has it; null: nobody has.</summary>
    public sealed record NotYours(ConversationAgent? Owner) : TransferResult;

    /// <summary>The other one cannot take it; it stays where it is.</summary>
    /// <param name="Why">What a claim of theirs would answer.</param>
    public sealed record Refused(ClaimResult Why) : TransferResult;

    /// <summary>It is done or withdrawn; null: there never was such a ticket.</summary>
    public sealed record Gone(TicketStatus? Status) : TransferResult;
}
