using System.Globalization;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Refunds.Verbs.Replay;

/// <summary>Counts what a draft table would change; of the cases themselves nothing is held.</summary>
internal sealed class ReplayTally
{
    private const int MostNames = 50;
    private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _gone = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _needs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (decimal Before, decimal After, decimal Open)> _money = new(StringComparer.Ordinal);
    private int _changed;
    private int _undecided;

    internal int Replayed { get; private set; }

    internal int Broken { get; private set; }

    internal int WithoutVerdict { get; set; }

    /// <summary>Takes one case in.</summary>
    /// <returns>The line that lists it; null where nothing would change.</returns>
    internal string? Add(RecordedCase recorded, Decision? decision)
    {
        foreach (var name in recorded.Gone)
            Count(_gone, name.Length <= 60 ? name : name[..60] + "…");
        if (decision is null)
        {
            Broken++;
            return $"{recorded.Name}: cannot be replayed: no facts are recorded with its verdict";
        }

        Replayed++;
        var after = Fields(decision);
        AddMoney(recorded, after);
        if (decision is Decision.Undecided { Next: [var needed, ..] })
        {
            if (recorded.Before.GetValueOrDefault("outcome") == "undecided")
                return null;
            _undecided++;
            Count(_needs, needed.Name);
            return $"{recorded.Name}: {Show(recorded.Before)} -> undecided, {needed.Name} is not recorded";
        }

        var differs = RecordedCase.Fields.FirstOrDefault(field =>
            recorded.Before.TryGetValue(field, out var before) && !string.Equals(before, after.GetValueOrDefault(field), StringComparison.Ordinal));
        if (differs is null)
            return null;
        _changed++;
        Count(_kinds, differs == "outcome" ? $"{recorded.Before["outcome"]} -> {after["outcome"]}" : $"{differs} only");
        return $"{recorded.Name}: {Show(recorded.Before)} -> {Show(after)}";
    }

    internal void Write(TextWriter stdout)
    {
        stdout.WriteLine(Line($"{Replayed} cases replayed: {_changed} would change, {_undecided} undecided; {Broken} could not be replayed, {WithoutVerdict} without a verdict yet"));
        foreach (var (kind, count) in _kinds)
            stdout.WriteLine(Line($"  {kind}: {count}"));
        foreach (var (currency, sum) in _money)
        {
            var open = sum.Open == 0 ? "" : Line($"; {sum.Open:0.00} of undecided cases not counted");
            stdout.WriteLine(Line($"money {currency}: {sum.Before:0.00} -> {sum.After:0.00} ({sum.After - sum.Before:+0.00;-0.00;0.00}){open}"));
        }

        if (_needs.Count > 0)
            stdout.WriteLine($"undecided for want of: {List(_needs)}");
        if (_gone.Count > 0)
            stdout.WriteLine($"recorded facts that no longer exist and were left out: {List(_gone)}");
    }

    private void AddMoney(RecordedCase recorded, Dictionary<string, string?> after)
    {
        if (!recorded.Before.ContainsKey("amount") && after.GetValueOrDefault("amount") is null)
            return;
        var before = Amount(recorded.Before);
        var then = Amount(after);
        if (before == 0 && then == 0)
            return;
        var currency = recorded.Facts?[FactCatalogue.Currency]?.Value.AsText() ?? Money.DefaultCurrency;
        var sum = _money.GetValueOrDefault(currency);
        _money[currency] = after["outcome"] == "undecided"
            ? sum with { Open = sum.Open + before }
            : sum with { Before = sum.Before + before, After = sum.After + then };
    }

    private static decimal Amount(IReadOnlyDictionary<string, string?> fields) =>
        decimal.TryParse(fields.GetValueOrDefault("amount"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var sum) ? sum : 0;

    private static Dictionary<string, string?> Fields(Decision decision) => decision is Decision.Decided { Verdict: var verdict }
        ? new(StringComparer.Ordinal)
        {
            ["outcome"] = verdict.Outcome.Word(),
            ["rule"] = verdict.Rule,
            ["amount"] = verdict.Amount?.ToAmountString(),
            ["priority"] = verdict.Priority?.Word(),
            ["reissue"] = verdict.Reissue?.Word(),
        }
        : new(StringComparer.Ordinal) { ["outcome"] = "undecided" };

    private static string Show(IReadOnlyDictionary<string, string?> fields) => string.Join(
        ' ', new[] { "outcome", "rule", "amount", "priority", "reissue" }.Select(fields.GetValueOrDefault).Where(value => value is not null));

    private static void Count(SortedDictionary<string, int> into, string name)
    {
        if (into.Count < MostNames || into.ContainsKey(name))
            into[name] = into.GetValueOrDefault(name) + 1;
    }

    private static string List(SortedDictionary<string, int> counts) => string.Join(", ", counts.Select(pair => Line($"{pair.Key} ({pair.Value})")));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
