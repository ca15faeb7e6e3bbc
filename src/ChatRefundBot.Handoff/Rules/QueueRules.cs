using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Handoff.Rules;

/// <summary>How the queue works. Immutable; read from a file that an operator edits.</summary>
public sealed record QueueRules
{
    /// <summary>When people are on duty.</summary>
    public StaffedHours Hours { get; init; } = StaffedHours.Always;

    /// <summary>Whether the queue offers tickets to free agents; agents may take them by themselves in any case.</summary>
    public bool Offers { get; init; } = true;

    /// <summary>How long an offer stands before the next agent is asked, 5 s to 10 min.</summary>
    public TimeSpan AcceptWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an agent may be silent, for a reload or a lost connection, before what they hold goes back: 30 s to 1 h.</summary>
    public TimeSpan LeaseGrace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long any agent may take a ticket, whatever their language and lines, 1 min to 7 days.</summary>
    public TimeSpan RelaxAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A ticket whose promise is broken becomes more urgent by one step each such span, 1 min to 7 days.</summary>
    public TimeSpan RiseEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What a ticket of each kind takes of an agent's capacity, 1 to 100.</summary>
    public IReadOnlyDictionary<TicketKind, int> Weights { get; init; } = new Dictionary<TicketKind, int>
    {
        [TicketKind.TakeOver] = 2,
        [TicketKind.Confirm] = 1,
        [TicketKind.Attention] = 1,
        [TicketKind.Payout] = 1,
    };

    /// <summary>Who has less room than this takes nothing.</summary>
    internal int LeastWeight => Weights.Count == 0 ? 1 : Weights.Values.Min();

    /// <summary>The weight of a kind; 1 for one that the file does not name.</summary>
    public int Weight(TicketKind kind) => Weights.TryGetValue(kind, out var weight) ? weight : 1;
}

/// <summary>The rules in use: those of the last good version of the file.</summary>
public sealed class QueueRulesSource(QueueRules first)
{
    private volatile QueueRules _current = first;

    public QueueRules Current
    {
        get => _current;
        set => _current = value;
    }
}
