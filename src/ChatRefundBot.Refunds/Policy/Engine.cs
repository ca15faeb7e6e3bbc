using System.Numerics;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;
using ChatRefundBot.Refunds.Products;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>Runs the table: one pass over the rows, no allocation before the verdict.</summary>
internal static class Engine
{
    internal static Decision Decide(PolicyTable table, FactSet facts)
    {
        var at = new Evaluation(facts, table.Products);
        return Run(table, ref at, 0);
    }

    internal static string? TreatedClaim(FactSet facts, ProductCatalogue products)
    {
        var at = new Evaluation(facts, products);
        var claims = at.Claims;
        return BitOperations.IsPow2(claims) ? DerivedWords.ClaimNames[BitOperations.TrailingZeroCount(claims)] : null;
    }

    private static Decision Run(PolicyTable table, ref Evaluation at, int from)
    {
        var rows = table.RowArray;
        for (var i = from; i < rows.Length; i++)
        {
            var row = rows[i];
            var truth = row.When.Evaluate(ref at);
            if (truth == Truth.False)
                continue;
            if (truth == Truth.Undecided || IsShortOf(row.Inputs, at.Facts))
                return NextFacts.Of(table, ref at, i);
            if (!row.AttachesAdvice)
                return new Decision.Decided(VerdictOf(table, row, ref at, null));

            // Advice is part of the verdict: the human who gets the case is helped by what the later rules say of it.
            var later = Run(table, ref at, i + 1);
            return later is Decision.Decided { Verdict: var advice }
                ? new Decision.Decided(VerdictOf(table, row, ref at, new Advice(advice)))
                : later;
        }

        throw new InvalidOperationException($"Table {table.Version} has no closing row; the loader must refuse such a table.");
    }

    internal static bool IsShortOf(UInt128 inputs, FactSet facts)
    {
        while (inputs != 0)
        {
            var index = (int)UInt128.TrailingZeroCount(inputs);
            if (facts.At(index) is null)
                return true;
            inputs &= inputs - 1;
        }

        return false;
    }

    private static Verdict VerdictOf(PolicyTable table, RuleRow row, ref Evaluation at, Advice? advice)
    {
        var proof = row.Inputs;
        row.When.AddProof(ref at, ref proof);
        return new Verdict
        {
            Row = row,
            Amount = Formulas.Amount(row.Amount, at.Facts),
            Share = Formulas.ShareOf(row.Amount, at.Facts),
            Advice = advice,
            DueAt = Formulas.Due(row, table, at.Facts),
            TreatedAs = TreatedAs(ref at),
            Missing = row.AsksForEvidence ? table.Evidence.Need(at.Facts).Missing : [],
            PolicyVersion = table.Version,
            Facts = Proof(proof, at.Facts),
        };
    }

    private static string? TreatedAs(ref Evaluation at)
    {
        if (at.At(FactCatalogue.Claim)?.Value.AsText() is not { } named || !BitOperations.IsPow2(at.Claims))
            return null;
        var treated = DerivedWords.ClaimNames[BitOperations.TrailingZeroCount(at.Claims)];
        return treated == named ? null : treated;
    }

    internal static Fact[] Proof(UInt128 bits, FactSet facts)
    {
        var count = 0;
        for (var rest = bits; rest != 0; rest &= rest - 1)
            count += facts.At((int)UInt128.TrailingZeroCount(rest)) is null ? 0 : 1;
        var proof = new Fact[count];
        count = 0;
        for (var rest = bits; rest != 0; rest &= rest - 1)
        {
            if (facts.At((int)UInt128.TrailingZeroCount(rest)) is { } fact)
                proof[count++] = fact;
        }

        return proof;
    }
}
