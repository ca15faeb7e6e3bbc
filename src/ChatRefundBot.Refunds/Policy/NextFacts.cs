using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>Which facts to seek next, from the rows that can still win.</summary>
internal static class NextFacts
{
    /// <summary>
    /// A row can still win when it is not ruled out and no earlier row is certain; a fact matters when such a row is undecided because
    /// of it. Rows after a certain one matter only where that row attaches their advice.
    /// </summary>
    internal static Decision.Undecided Of(PolicyTable table, ref Evaluation at, int from)
    {
        var count = FactCatalogue.All.Count;
        Span<int> rowsSettled = stackalloc int[count];
        Span<int> gate = stackalloc int[count];
        Span<int> first = stackalloc int[count];
        first.Fill(int.MaxValue);
        gate.Fill(int.MaxValue);
        var rows = table.RowArray;
        for (var i = from; i < rows.Length; i++)
        {
            var row = rows[i];
            var truth = row.When.Evaluate(ref at);
            if (truth == Truth.False)
                continue;
            UInt128 missing = 0;
            if (truth == Truth.Undecided)
                row.When.AddMissing(ref at, ref missing);
            missing |= MissingOf(row.Inputs, at.Facts);
            for (; missing != 0; missing &= missing - 1)
            {
                var index = (int)UInt128.TrailingZeroCount(missing);
                rowsSettled[index]++;
                first[index] = Math.Min(first[index], i);
                if (row.IsGate)
                    gate[index] = Math.Min(gate[index], i);
            }

            if (truth == Truth.True && !row.AttachesAdvice)
                break;
        }

        return new Decision.Undecided(Sorted(rowsSettled, gate, first));
    }

    private static FactDefinition[] Sorted(ReadOnlySpan<int> rowsSettled, ReadOnlySpan<int> gate, ReadOnlySpan<int> first)
    {
        var found = new List<(int Gate, AskRank Rank, int Settles, int First, FactDefinition Fact)>();
        foreach (var fact in FactCatalogue.All)
        {
            if (rowsSettled[fact.Index] > 0)
                found.Add((gate[fact.Index], fact.Rank, -rowsSettled[fact.Index], first[fact.Index], fact));
        }

        found.Sort(static (a, b) =>
            (a.Gate, a.Rank, a.Settles, a.First, a.Fact.Index).CompareTo((b.Gate, b.Rank, b.Settles, b.First, b.Fact.Index)));
        var next = new FactDefinition[found.Count];
        for (var i = 0; i < next.Length; i++)
            next[i] = found[i].Fact;
        return next;
    }

    private static UInt128 MissingOf(UInt128 inputs, FactSet facts)
    {
        UInt128 missing = 0;
        for (; inputs != 0; inputs &= inputs - 1)
        {
            var index = (int)UInt128.TrailingZeroCount(inputs);
            if (facts.At(index) is null)
                missing |= UInt128.One << index;
        }

        return missing;
    }
}
