using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Refunds.Cases;

/// <summary>
/// Why the verdict of a case came out as it did, for agents, exports and screens: the rules that were ruled out before it, each with the
/// test that did, and which single other fact would have changed it.
/// </summary>
public static class CaseExplanation
{
    /// <summary>Explains the last verdict of a case by the table that gave it.</summary>
    /// <param name="table">The table of <see cref="CaseVerdict.PolicyVersion"/>.</param>
    /// <returns>Null when the case has no verdict, its facts were not recorded, or another table is given.</returns>
    public static Explanation? Of(RefundCase kept, PolicyTable table)
    {
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(table);
        if (kept.Verdict is not { Known: { } known } verdict || verdict.PolicyVersion != table.Version)
            return null;
        return FactRecord.Read(known, new List<string>()) is { } facts ? table.Explain(facts) : null;
    }
}
