using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>What a desk knows of facts that nobody is there to supply.</summary>
public static class Unobtainable
{
    // One fill per fact at most; a table that wants more is not decided by filling.
    private const int MostFilled = 40;

    /// <summary>
    /// Asks the table. Facts that only a system could know and none does are filled in as known to be absent or not to be found out, so
    /// that what is left to ask is for the buyer, a screenshot or nobody.
    /// </summary>
    /// <returns>The decision, and the facts it was made on.</returns>
    public static (Decision Decision, FactSet Facts) Decide(PolicyTable table, FactSet facts, DateTimeOffset? at)
    {
        ArgumentNullException.ThrowIfNull(table);
        for (var filled = 0; filled < MostFilled; filled++)
        {
            var decision = table.Decide(facts);
            if (decision is not Decision.Undecided undecided)
                return (decision, facts);
            var next = undecided.Next[0];
            if (IsForSomebody(next) || Value(next) is not { } value)
                return (decision, facts);
            facts = facts.With(next, value, next.Suppliers[0], at);
        }

        return (table.Decide(facts), facts);
    }

    private static bool IsForSomebody(FactDefinition fact) =>
        fact.AskableOfBuyer || fact.Rank is AskRank.Claim
        || (fact.Rank is AskRank.Screenshot && fact != FactCatalogue.Description && fact != FactCatalogue.ActualFace);

    private static FactValue? Value(FactDefinition fact)
    {
        // What the goods are like against the listing, nobody has judged yet: the rules send "unclear" to a person.
        if (fact == FactCatalogue.Description)
            return FactValue.Of("unclear");
        if (fact.UnknownAllowed)
            return FactValue.Unknown;
        return fact.AbsentAllowed ? FactValue.Absent : null;
    }
}
