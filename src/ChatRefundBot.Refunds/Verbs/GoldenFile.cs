using System.Text.Json;
using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Verbs;

/// <summary>A case of a golden file.</summary>
/// <param name="Id">Its id, or its place in the file where it has none.</param>
/// <param name="Title">What it shows, or empty.</param>
/// <param name="Facts">The base with the case's own facts laid over it.</param>
/// <param name="Expect">The fields to compare.</param>
public sealed record GoldenCase(string Id, string Title, FactSet Facts, JsonElement Expect);

/// <summary>
/// A golden file: an object with <c>base</c> facts and <c>cases</c>, each with <c>facts</c> laid over the base and <c>expect</c>.
/// </summary>
/// <param name="Cases">The cases in the order of the file.</param>
public sealed record GoldenFile(IReadOnlyList<GoldenCase> Cases)
{
    private static readonly string[] Fields = ["outcome", "rule", "reason", "amount", "priority", "advice", "reissue", "next"];

    private static readonly string[] FileKeys = ["note", "base", "cases"];
    private static readonly string[] CaseKeys = ["id", "title", "facts", "expect", "note"];

    /// <summary>Reads a golden file; the file is null when anything is wrong with it, and <paramref name="problems"/> says all of it.</summary>
    public static GoldenFile? Read(string json, ICollection<string> problems)
    {
        var before = problems.Count;
        if (PolicyJson.Parse(json, problems) is not { } document)
            return null;
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                problems.Add("The file is not an object with base and cases.");
                return null;
            }

            Misspelt("The file", root, FileKeys, problems);
            var given = root.TryGetProperty("base", out var baseFacts) ? ReadFacts("base", baseFacts, problems) : FactSet.Empty;
            var cases = new List<GoldenCase>();
            if (root.TryGetProperty("cases", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in list.EnumerateArray())
                    ReadCase(item, given, cases, problems);
            }
            else
            {
                problems.Add("cases is missing or not a list.");
            }

            return problems.Count == before ? new GoldenFile(cases) : null;
        }
    }

    private static void ReadCase(JsonElement item, FactSet given, List<GoldenCase> cases, ICollection<string> problems)
    {
        var place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"case {cases.Count + 1}");
        if (item.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{place}: it is not an object with facts and expect.");
            return;
        }

        var id = Text(item, "id") ?? place;
        Misspelt(id, item, CaseKeys, problems);
        var facts = item.TryGetProperty("facts", out var own) ? given.Overlay(ReadFacts(id, own, problems)) : given;
        if (!item.TryGetProperty("expect", out var expect) || expect.ValueKind != JsonValueKind.Object || !expect.EnumerateObject().Any())
        {
            problems.Add($"{id}: expect is missing or empty.");
            expect = default;
        }
        else
        {
            foreach (var property in expect.EnumerateObject().Where(property => !Fields.Contains(property.Name)))
                problems.Add($"{id}: expect has no field {property.Name}; it has {string.Join(", ", Fields)}.");
            expect = expect.Clone();
        }

        cases.Add(new GoldenCase(id, Text(item, "title") ?? "", facts, expect));
    }

    // A key of the author's own does no harm; one that looks like ours would silently test something else.
    private static void Misspelt(string place, JsonElement json, string[] keys, ICollection<string> problems)
    {
        foreach (var property in json.EnumerateObject().Where(property => !keys.Contains(property.Name)))
        {
            if (Spelling.Closest(property.Name, keys) is { } close)
                problems.Add($"{place}: there is no key {property.Name}; did you mean {close}?");
        }
    }

    private static FactSet ReadFacts(string place, JsonElement json, ICollection<string> problems)
    {
        var own = new List<string>();
        var facts = FactJson.Read(json, own);
        foreach (var problem in own)
            problems.Add($"{place}: {problem}");
        return facts;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
