using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Policy.Conditions;

namespace ChatRefundBot.Refunds.Verbs.Checks;

/// <summary>
/// Finds rows that can never win, from their conditions alone: an earlier row matches whenever this one does, or its own conditions
/// exclude each other. Sound, not complete: what it reports is unreachable, what it does not report need not be reachable.
/// </summary>
internal static class Reachability
{
    // Pairs of rows are compared, so the work is quadratic; tables beyond this size are compared up to it.
    internal const int MaxRows = 2_000;

    internal static IEnumerable<(RuleRow Row, string Why)> Unreachable(IReadOnlyList<RuleRow> rows)
    {
        var parts = rows.Take(MaxRows).Select(row => Flatten(row.When)).ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            if (ExcludesItself(parts[i]))
                yield return (rows[i], "its conditions exclude each other");
            else if (FirstCovering(parts, i) is { } earlier)
                yield return (rows[i], $"{rows[earlier].Id} (line {rows[earlier].Line}) matches whenever it does");
        }
    }

    private static int? FirstCovering(List<Condition>[] parts, int row)
    {
        for (var earlier = 0; earlier < row; earlier++)
        {
            if (parts[earlier].TrueForAll(wanted => Implies(parts[row], wanted)))
                return earlier;
        }

        return null;
    }

    private static List<Condition> Flatten(Condition condition) =>
        condition is AllOf all ? [.. all.Parts.SelectMany(Flatten)] : [condition];

    private static bool Implies(List<Condition> given, Condition wanted) => wanted switch
    {
        AllOf all => all.Parts.All(part => Implies(given, part)),
        AnyOf any when any.Parts.Any(part => Implies(given, part)) => true,
        _ => given.Exists(part => Implies(part, wanted)),
    };

    private static bool Implies(Condition given, Condition wanted) => (given, wanted) switch
    {
        (AnyOf any, _) => any.Parts.Count > 0 && any.Parts.All(part => Implies(Flatten(part), wanted)),
        (DerivedTest a, DerivedTest b) => a.Word == b.Word && (a.Allowed & ~b.Allowed) == 0,
        (OneOfTest a, OneOfTest b) => Same(a.Term, b.Term) && a.Values.All(b.Values.Contains),
        (OneOfTest a, Not { Part: OneOfTest b }) => Same(a.Term, b.Term) && !a.Values.Any(b.Values.Contains),
        (OneOfTest a, PresenceTest b) => Same(a.Term, b.Term) && a.Values.All(value => value.IsAbsent != b.Present),
        (PresenceTest a, PresenceTest b) => Same(a.Term, b.Term) && a.Present == b.Present,
        (CompareTest a, PresenceTest b) => b.Present && Same(a.Left, b.Term),
        (CompareTest a, CompareTest b) => Same(a.Left, b.Left) && ImpliesBound(a, b),
        (EvidenceMissingTest, EvidenceMissingTest) => true,
        (Not a, Not b) => Implies(Flatten(b.Part), a.Part),
        _ => false,
    };

    private static bool ImpliesBound(CompareTest a, CompareTest b)
    {
        if (Same(a.Right, b.Right))
            return a.Comparison == b.Comparison
                || (a.Comparison, b.Comparison) is (Comparison.Less, Comparison.AtMost) or (Comparison.More, Comparison.AtLeast)
                    or (Comparison.Equal, Comparison.AtMost) or (Comparison.Equal, Comparison.AtLeast);
        if (a.Right is not ConstantTerm { Value.Bits: var x } || b.Right is not ConstantTerm { Value.Bits: var y })
            return false;
        return (a.Comparison, b.Comparison) switch
        {
            (Comparison.Less or Comparison.AtMost or Comparison.Equal, Comparison.Less or Comparison.AtMost) => x < y,
            (Comparison.More or Comparison.AtLeast or Comparison.Equal, Comparison.More or Comparison.AtLeast) => x > y,
            _ => false,
        };
    }

    private static bool ExcludesItself(List<Condition> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is DerivedTest { Allowed: 0 } or OneOfTest { Values.Count: 0 })
                return true;
            for (var j = i + 1; j < parts.Count; j++)
            {
                if (Excludes(parts[i], parts[j]) || Excludes(parts[j], parts[i]))
                    return true;
            }
        }

        return false;
    }

    private static bool Excludes(Condition one, Condition other) => (one, other) switch
    {
        (DerivedTest a, DerivedTest b) => a.Word == b.Word && (a.Allowed & b.Allowed) == 0,
        (OneOfTest a, OneOfTest b) => Same(a.Term, b.Term) && !a.Values.Any(b.Values.Contains),
        (OneOfTest a, Not { Part: OneOfTest b }) => Same(a.Term, b.Term) && a.Values.All(b.Values.Contains),
        (OneOfTest a, PresenceTest b) => Same(a.Term, b.Term) && a.Values.All(value => value.IsAbsent == b.Present),
        (CompareTest a, PresenceTest b) => !b.Present && Same(a.Left, b.Term),
        _ => false,
    };

    private static bool Same(Term one, Term other) => (one, other) switch
    {
        (FactTerm a, FactTerm b) => a.Definition == b.Definition,
        (ConstantTerm a, ConstantTerm b) => a.Value == b.Value,
        _ => ReferenceEquals(one, other),
    };
}
