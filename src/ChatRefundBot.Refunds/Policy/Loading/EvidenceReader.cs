using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;
using ChatRefundBot.Refunds.Products;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>Reads <c>evidence.yaml</c>.</summary>
internal static class EvidenceReader
{
    internal static readonly string[] Situations = ["ORDER_NOT_FOUND", "MINOR_OR_UNAUTHORISED"];

    internal static EvidenceMatrix Read(Reading reading, YamlMap file, ConditionReader conditions, ProductCatalogue products)
    {
        reading.CheckKeys(file, "kinds", "extras", "cells");
        var kinds = Kinds(reading, file);
        var extras = reading.List(file, "extras").Select(extra => extra.Text).ToHashSet(StringComparer.Ordinal);
        var cells = new List<EvidenceCell>();
        foreach (var map in reading.Maps(file, "cells"))
            cells.AddRange(Cells(reading, map, kinds, extras, conditions));
        return new EvidenceMatrix(new EvidenceKinds(kinds), cells, products);
    }

    /// <summary>The condition that any cell that applies has something missing.</summary>
    internal static Condition AnythingMissing(EvidenceMatrix matrix)
    {
        var cells = matrix.Cells.Where(cell => cell.Applies is not null && cell.Needed.Count > 0);
        return new AnyOf([.. cells.Select(cell => (Condition)new AllOf(
            [cell.Applies!, new ItemsMissingTest(cell.Needed, matrix.Kinds) { Text = $"evidence: not all of {string.Join(", ", cell.Needed)}" }])
        {
            Text = $"evidence for {cell.Claim} of {cell.Goods}",
        })])
        {
            Text = "missing_evidence",
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Kinds(Reading reading, YamlMap file)
    {
        var kinds = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var map = reading.Map(file, "kinds");
        if (map is null)
            reading.Fail(file.Line, "kinds is missing.", "Add `kinds:` with E1 to E10.");
        foreach (var entry in map?.Entries ?? [])
        {
            if (!FactRules.Part().IsMatch(entry.Key) || entry.Key.Contains('.', StringComparison.Ordinal))
                reading.Fail(entry.Line, $"{entry.Key} is not a kind of evidence.", "Kinds are E1 to E10.");
            else
                kinds[entry.Key] = [.. reading.List(map!, entry.Key).Select(part => part.Text)];
        }

        return kinds;
    }

    private static IEnumerable<EvidenceCell> Cells(
        Reading reading, YamlMap map, Dictionary<string, IReadOnlyList<string>> kinds, HashSet<string> extras, ConditionReader conditions)
    {
        reading.CheckKeys(map, "claim", "situation", "goods", "needed", "optional", "when", "human_only");
        var situation = reading.Text(map, "situation");
        var claims = reading.List(map, "claim");
        if (claims.Count == 0 == situation is null)
            reading.Fail(map.Line, "A cell needs a claim or a situation, not both.", "Write `claim: INVALID` or `situation: ORDER_NOT_FOUND`.");
        if (situation is not null && !Situations.Contains(situation))
            reading.Fail(map.Line, $"There is no situation {situation}.", $"It is one of {string.Join(", ", Situations)}.");
        var goods = reading.List(map, "goods");
        if (goods.Count == 0)
            reading.Fail(map.Line, "goods is missing.", "Write `goods: code`, topup or non_standard.");
        var needed = List(reading, map, "needed", name => name.Split('|').All(kinds.ContainsKey));
        var optional = List(reading, map, "optional", name => kinds.ContainsKey(name) || extras.Contains(name));
        var when = reading.Map(map, "when") is { } condition ? conditions.Read(reading, condition) : null;
        var humanOnly = reading.Flag(map, "human_only");
        foreach (var item in goods)
        {
            foreach (var claim in situation is null ? claims : [new YamlScalar(map.Line, situation)])
            {
                yield return new EvidenceCell(claim.Text, item.Text, needed, optional, humanOnly)
                {
                    Applies = situation is null ? Applies(reading, claim, item, when, conditions) : null,
                };
            }
        }
    }

    private static AllOf Applies(Reading reading, YamlScalar claim, YamlScalar goods, Condition? when, ConditionReader conditions)
    {
        var parts = new List<Condition>
        {
            conditions.ReadClaims(reading, [claim], DerivedWord.EvidenceClaim),
            ConditionReader.ReadGoods(reading, [goods]),
        };
        if (when is not null)
            parts.Add(when);
        return new AllOf([.. parts]) { Text = "applies" };
    }

    private static string[] List(Reading reading, YamlMap map, string key, Func<string, bool> isKnown)
    {
        var items = reading.List(map, key);
        foreach (var item in items.Where(item => !isKnown(item.Text)))
            reading.Fail(item.Line, $"{key}: {item.Text} is not a kind of evidence.", "Use the names under `kinds:` (and `extras:` for optional ones).");
        return [.. items.Select(item => item.Text)];
    }
}
