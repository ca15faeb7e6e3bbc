using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>What the table says about a set of facts: a verdict, or which facts could still change it.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>The first rule that matches is settled, every earlier one is ruled out.</summary>
    /// <param name="Verdict">The verdict with its proof.</param>
    public sealed record Decided(Verdict Verdict) : Decision;

    /// <summary>
    /// Facts not yet asked could still change the rule, the outcome, the amount, the priority or R13's advice.
    /// </summary>
    /// <param name="Next">
    /// Never empty, most useful first: what the gates G1 to G5 need, in their order; then what our own, the order and the provider's
    /// system know; then the claim; then what screenshots show; then questions to the buyer, the one that settles most rules first;
    /// last what only an agent can say. Whoever asks takes the first one it can get: a system's fact that no system knows is set to
    /// <c>unknown</c> or null as its definition allows.
    /// </param>
    public sealed record Undecided(IReadOnlyList<FactDefinition> Next) : Decision
    {
        /// <summary>The first fact the buyer can be asked for, or null where only systems, screenshots or agents can help.</summary>
        public FactDefinition? NextOfBuyer => Next.FirstOrDefault(fact => fact.AskableOfBuyer);
    }
}
