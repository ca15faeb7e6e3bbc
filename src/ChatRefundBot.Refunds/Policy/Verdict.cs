using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>A decision with its proof. What does not apply is null or empty.</summary>
public sealed record Verdict
{
    /// <summary>The row of the table that decided.</summary>
    public required RuleRow Row { get; init; }

    /// <summary>What is decided; a proposal until confirmed.</summary>
    public Outcome Outcome => Row.Outcome;

    /// <summary>The rule's id, such as <c>R24</c>.</summary>
    public string Rule => Row.Rule;

    /// <summary>Reason code, such as <c>PAST_WINDOW</c>; every row has one, buyers are told it on a reject.</summary>
    public string Reason => Row.Reason;

    /// <summary>What the reason belongs to in the monthly figures.</summary>
    public ReasonGroup Group => Row.Group;

    /// <summary>How soon a human looks; only on <see cref="Outcome.Escalate"/>.</summary>
    public Priority? Priority => Row.Priority;

    /// <summary>What is sent; only on <see cref="Outcome.Reissue"/>.</summary>
    public ReissueKind? Reissue => Row.Reissue;

    /// <summary>The sum to refund, half-up, never above paid minus refunded; only on approve and partial_refund.</summary>
    public Money? Amount { get; init; }

    /// <summary>How the sum was worked out; only on partial_refund.</summary>
    public SumShare? Share { get; init; }

    /// <summary>What the rules after R13 would have said; only with R13.</summary>
    public Advice? Advice { get; init; }

    /// <summary>
    /// WAIT: the promised time, or now + 1 h; SELLER_FIRST: when the seller's time is up; escalate: the target of its priority, with
    /// the external clock of R01. Null elsewhere. UTC.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>
    /// When to decide again: a second after <see cref="DueAt"/> on WAIT and SELLER_FIRST, because the promised second itself still is
    /// in time. Null elsewhere.
    /// </summary>
    public DateTimeOffset? RecheckAt => Outcome is Outcome.Wait or Outcome.SellerFirst ? DueAt?.AddSeconds(1) : null;

    /// <summary>Keys of the provisions a text may cite, such as <c>CRPL-25</c>.</summary>
    public IReadOnlyList<string> Law => Row.Law;

    /// <summary>What has to be done besides, such as <c>cancel_upstream</c>; see the guide for the list.</summary>
    public IReadOnlyList<string> Duties => Row.Duties;

    /// <summary>Key of the wording of this verdict.</summary>
    public string WordingKey => Row.WordingKey;

    /// <summary>The claim the rules treated it as, where that is not what the buyer named (never delivered, top-up); the buyer is told.</summary>
    public string? TreatedAs { get; init; }

    /// <summary>On ASK for evidence: exactly what is missing, such as <c>E4.time</c>; empty elsewhere.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Version of the table: the declared one, a plus, the short hash of its files.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>The facts the deciding row tested or computed with, with value and supplier, in the order of the catalogue.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }
}

/// <summary>A share of what was paid: paid x part / whole.</summary>
/// <param name="Part">Units that did not come, or face that was missing.</param>
/// <param name="Whole">Units bought, or face promised; above 0.</param>
/// <param name="Sum">The share, half-up; the verdict's amount is less where some was refunded before.</param>
public sealed record SumShare(decimal Part, decimal Whole, Money Sum);

/// <summary>What the later rules would have decided, for the human who decides a case over the limit.</summary>
/// <param name="Verdict">The verdict of those rules, with its own proof.</param>
public sealed record Advice(Verdict Verdict)
{
    /// <summary>The outcome advised.</summary>
    public Outcome Outcome => Verdict.Outcome;

    /// <summary>The rule that advises.</summary>
    public string Rule => Verdict.Rule;

    /// <summary>The amount advised, if any.</summary>
    public Money? Amount => Verdict.Amount;
}
