using ChatRefundBot.Refunds.Policy.Conditions;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>One row of the decision table: a rule, or one case of a rule with several outcomes. Immutable.</summary>
public sealed class RuleRow
{
    internal RuleRow(Condition when) => When = when;

    /// <summary>The rule's id; rows of one rule share it.</summary>
    public required string Rule { get; init; }

    /// <summary>The row's own id: the rule's id, with a dot and the case's name where the rule has cases (<c>R06.receipt</c>).</summary>
    public required string Id { get; init; }

    /// <summary>What it decides.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Reason code.</summary>
    public required string Reason { get; init; }

    /// <summary>Group of the reason.</summary>
    public required ReasonGroup Group { get; init; }

    /// <summary>Priority, on escalate only.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Kind, on reissue only.</summary>
    public ReissueKind? Reissue { get; init; }

    /// <summary>Keys of provisions.</summary>
    public required IReadOnlyList<string> Law { get; init; }

    /// <summary>Duties that come with the outcome.</summary>
    public required IReadOnlyList<string> Duties { get; init; }

    /// <summary>Key of the wording.</summary>
    public required string WordingKey { get; init; }

    /// <summary>The claims the row is for; empty: all.</summary>
    public required IReadOnlyList<string> Claims { get; init; }

    /// <summary>Whether the rows after it are asked for advice (R13).</summary>
    public bool AttachesAdvice { get; init; }

    /// <summary>Line of the row in the table's file.</summary>
    public int Line { get; init; }

    internal bool IsGate { get; init; }

    internal Condition When { get; }

    internal AmountFormula Amount { get; init; }

    internal DueFormula Due { get; init; }

    internal TimeSpan DueAfter { get; init; }

    /// <summary>Whether the verdict lists the missing evidence.</summary>
    internal bool AsksForEvidence { get; init; }

    /// <summary>Facts its amount and due time need besides its conditions.</summary>
    internal UInt128 Inputs { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
