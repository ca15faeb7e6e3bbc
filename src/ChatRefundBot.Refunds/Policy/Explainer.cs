using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>Explanations by running the table again; not on any hot path.</summary>
internal static class Explainer
{
    internal static Explanation Explain(PolicyTable table, FactSet facts)
    {
        var decision = table.Decide(facts);
        return new Explanation(decision, RuledOut(table, facts), Changes(table, facts, decision));
    }

    private static List<RuledOutRow> RuledOut(PolicyTable table, FactSet facts)
    {
        var at = new Evaluation(facts, table.Products);
        var ruledOut = new List<RuledOutRow>();
        foreach (var row in table.RowArray)
        {
            if (row.When.Evaluate(ref at) != Truth.False)
                break;
            var culprit = row.When.Culprit(ref at);
            ruledOut.Add(new RuledOutRow(row, culprit.Text, Engine.Proof(culprit.Reads, facts)));
        }

        return ruledOut;
    }

    private static List<FactChange> Changes(PolicyTable table, FactSet facts, Decision decision)
    {
        var changes = new List<FactChange>();
        if (decision is not Decision.Decided { Verdict: var verdict })
            return changes;
        foreach (var fact in verdict.Facts)
        {
            foreach (var instead in table.Alternatives.Of(fact, facts))
            {
                if (instead == fact.Value || FactRules.Problem(fact.Definition, instead) is not null)
                    continue;
                var changed = table.Decide(facts.With(fact.Definition, instead, fact.Supplier, fact.At));
                if (!IsSame(verdict, changed))
                    changes.Add(new FactChange(fact, instead, changed));
            }
        }

        return changes;
    }

    private static bool IsSame(Verdict verdict, Decision other) => other is Decision.Decided { Verdict: var then }
        && then.Row == verdict.Row && then.Amount == verdict.Amount && then.Advice?.Rule == verdict.Advice?.Rule;
}
