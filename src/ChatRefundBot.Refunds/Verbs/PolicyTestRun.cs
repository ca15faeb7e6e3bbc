using System.Globalization;
using System.Text.Json;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Refunds.Verbs;

/// <summary><c>policy test FILE</c>: runs a golden file.</summary>
public static class PolicyTestRun
{
    /// <summary>
    /// Compares only the fields in <c>expect</c>. Prints a line for each failing case with expected and got, then
    /// <c>N passed, N failed</c>.
    /// </summary>
    /// <param name="policyDirectory">Directory of the table.</param>
    /// <param name="file">A golden file; <c>-</c> for standard input.</param>
    /// <param name="stdin">Standard input.</param>
    /// <param name="stdout">Standard output.</param>
    /// <param name="stderr">Standard error.</param>
    /// <returns>An exit code of <see cref="ExitCodes"/>.</returns>
    public static int Run(string policyDirectory, string file, TextReader stdin, TextWriter stdout, TextWriter stderr)
    {
        if (VerbInput.Table(policyDirectory, stderr) is not { } table || VerbInput.Text(file, stdin, stderr) is not { } json)
            return ExitCodes.Broken;
        var problems = new List<string>();
        if (GoldenFile.Read(json, problems) is not { } golden)
        {
            VerbInput.Report(file, problems, stderr);
            return ExitCodes.Broken;
        }

        var failed = 0;
        foreach (var item in golden.Cases)
        {
            if (Failure(table, item) is not { } line)
                continue;
            failed++;
            stdout.WriteLine(line);
        }

        stdout.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{golden.Cases.Count - failed} passed, {failed} failed"));
        return failed == 0 ? ExitCodes.Good : ExitCodes.Failed;
    }

    /// <summary>One line with expected and got where the table decides otherwise than the case expects; null where it agrees.</summary>
    public static string? Failure(PolicyTable table, GoldenCase golden)
    {
        using var got = JsonDocument.Parse(PolicyJson.ToJson(table.Decide(golden.Facts)));
        var differs = golden.Expect.EnumerateObject().Any(expected => !Matches(expected.Value, Field(got.RootElement, expected.Name)));
        if (!differs)
            return null;
        var fields = golden.Expect.EnumerateObject()
            .Select(expected => $"\"{expected.Name}\":{Field(got.RootElement, expected.Name)?.GetRawText() ?? "(none)"}").ToList();
        if (!golden.Expect.TryGetProperty("rule", out _) && Field(got.RootElement, "rule") is { } rule)
            fields.Add($"\"rule\":{rule.GetRawText()}");
        if (!golden.Expect.TryGetProperty("next", out _) && Field(got.RootElement, "next") is { } next)
            fields.Add($"\"next\":{next.GetRawText()}");
        var title = golden.Title.Length > 0 ? $" {golden.Title}" : "";
        return $"FAIL {golden.Id}{title}: expected {OneLine(golden.Expect)}, got {{{string.Join(",", fields)}}}";
    }

    private static JsonElement? Field(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : null;

    // An expected null says that the field does not apply; inside advice, too, only the fields given are compared.
    private static bool Matches(JsonElement expected, JsonElement? got)
    {
        if (expected.ValueKind == JsonValueKind.Null || got is null)
            return expected.ValueKind == JsonValueKind.Null && got is null;
        if (expected.ValueKind == JsonValueKind.Object && got.Value.ValueKind == JsonValueKind.Object)
            return expected.EnumerateObject().All(field => Matches(field.Value, Field(got.Value, field.Name)));
        return JsonElement.DeepEquals(expected, got.Value);
    }

    private static string OneLine(JsonElement json) => json.GetRawText().ReplaceLineEndings(" ");
}
