namespace ChatRefundBot.Refunds.Facts;

/// <summary>What became of an offered fact.</summary>
/// <param name="Facts">The set to go on with.</param>
public abstract record OfferResult(FactSet Facts)
{
    private OfferResult(FactSet facts, bool _)
        : this(facts)
    {
    }

    /// <summary>The value is in the set.</summary>
    /// <param name="Facts">The set with the value.</param>
    public sealed record Accepted(FactSet Facts) : OfferResult(Facts, true);

    /// <summary>A more trusted supplier's value, or the same value from one, stays; nothing changed.</summary>
    /// <param name="Facts">The set as it was.</param>
    /// <param name="Held">The fact that stands.</param>
    public sealed record Outranked(FactSet Facts, Fact Held) : OfferResult(Facts, true);

    /// <summary>
    /// A buyer's or screenshot's value differs from the order system's, which stands. The caller counts it (<c>mismatch_count</c>)
    /// while the buyer upholds it, and takes it back when the buyer corrects it; R08 follows from the count.
    /// </summary>
    /// <param name="Facts">The set with the order system's value.</param>
    /// <param name="Held">The order system's fact.</param>
    /// <param name="Contradicting">The fact that was not taken.</param>
    public sealed record Mismatch(FactSet Facts, Fact Held, Fact Contradicting) : OfferResult(Facts, true);

    /// <summary>The fact does not allow this value or this supplier; nothing changed.</summary>
    /// <param name="Facts">The set as it was.</param>
    /// <param name="Reason">What is allowed, for a log or a developer; not for a buyer.</param>
    public sealed record Refused(FactSet Facts, string Reason) : OfferResult(Facts, true);
}
