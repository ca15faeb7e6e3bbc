using System.Globalization;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Policy.Loading;
using ChatRefundBot.Refunds.Verbs.Checks;

namespace ChatRefundBot.Refunds.Verbs;

/// <summary><c>policy check</c>: everything that can be said about a table without a case at hand.</summary>
public static class PolicyCheckRun
{
    /// <summary>
    /// Prints one line per finding, errors with file, line and fix, then <c>N errors, N notes</c>. Errors: what the loader refuses,
    /// rows that can never win, rows that no golden case under <c>golden/</c> hits, golden files that cannot be read, findings in
    /// listings, texts that are missing or must not be said. Notes: texts that no rule uses, gaps that only the closing rule takes, provisional years.
    /// </summary>
    /// <param name="policyDirectory">Directory of the table.</param>
    /// <param name="listings">A file of listings to check as well, or null.</param>
    /// <param name="stdin">Standard input, for <c>-</c> as listings.</param>
    /// <param name="stdout">Standard output.</param>
    /// <param name="stderr">Standard error.</param>
    /// <param name="wording">Checks the texts that the table asks for, adding errors and notes; null: they are not looked at.</param>
    /// <returns>An exit code of <see cref="ExitCodes"/>.</returns>
    public static int Run(
        string policyDirectory, string? listings, TextReader stdin, TextWriter stdout, TextWriter stderr,
        Action<PolicyTable, List<string>, List<string>>? wording = null)
    {
        if (!Directory.Exists(policyDirectory))
        {
            stderr.WriteLine($"There is no directory {policyDirectory}; set Policy:Directory.");
            return ExitCodes.Broken;
        }

        List<string> errors = [], notes = [];
        switch (PolicyLoader.Load(policyDirectory))
        {
            case PolicyLoadResult.Failed failed:
                errors.AddRange(failed.Errors.Select(error => error.ToString()));
                break;
            case PolicyLoadResult.Loaded { Table: var table }:
                CheckTable(table, policyDirectory, errors, notes);
                wording?.Invoke(table, errors, notes);
                break;
        }

        if (listings is not null && !CheckListings(listings, stdin, stderr, errors))
            return ExitCodes.Broken;
        foreach (var error in errors)
            stdout.WriteLine($"error: {error}");
        foreach (var note in notes)
            stdout.WriteLine($"note: {note}");
        stdout.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{errors.Count} errors, {notes.Count} notes"));
        return errors.Count == 0 ? ExitCodes.Good : ExitCodes.Failed;
    }

    private static void CheckTable(PolicyTable table, string directory, List<string> errors, List<string> notes)
    {
        foreach (var (row, why) in Reachability.Unreachable(table.Rows))
            errors.Add(At(row, $"{row.Id} can never win: {why}.", "Remove it, move it up, or change its conditions."));
        var hit = HitRows(table, Path.Combine(directory, "golden"), errors);
        foreach (var row in table.Rows.Where(row => !hit.Contains(row)))
            errors.Add(At(row, $"No golden case hits {row.Id}.", "Add one to a file under golden/."));
        notes.AddRange(Gaps.Find(table).Select(gap => $"{TableReader.RulesFile}: gap: {gap}"));
        notes.AddRange(table.Calendar.Years.Where(year => year.Value)
            .Select(year => string.Create(CultureInfo.InvariantCulture, $"holidays.yaml: {year.Key} is provisional; replace it when the year's notice is out.")));
        if (table.Rows.Count > Reachability.MaxRows)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{TableReader.RulesFile}: only the first {Reachability.MaxRows} rows were checked for rows that can never win."));
    }

    private static HashSet<RuleRow> HitRows(PolicyTable table, string directory, List<string> errors)
    {
        var hit = new HashSet<RuleRow>();
        var paths = Directory.Exists(directory) ? Directory.GetFiles(directory, "*.json") : [];
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var problems = new List<string>();
            using var reader = new StringWriter(CultureInfo.InvariantCulture);
            var golden = VerbInput.Text(path, TextReader.Null, reader) is { } json ? GoldenFile.Read(json, problems) : null;
            if (golden is null)
                errors.AddRange((problems.Count > 0 ? problems : [reader.ToString().Trim()]).Select(problem => $"golden/{Path.GetFileName(path)}: {problem}"));
            foreach (var item in golden?.Cases ?? [])
            {
                if (table.Decide(item.Facts) is not Decision.Decided { Verdict: var verdict })
                    continue;
                hit.Add(verdict.Row);
                if (verdict.Advice is { Verdict.Row: var advised })
                    hit.Add(advised);
            }
        }

        return hit;
    }

    private static bool CheckListings(string file, TextReader stdin, TextWriter stderr, List<string> errors)
    {
        if (VerbInput.Text(file, stdin, stderr) is not { } text)
            return false;
        var problems = new List<string>();
        var findings = ListingCheck.Of(text, problems);
        VerbInput.Report(file, problems, stderr);
        errors.AddRange(findings.Select(finding => $"{Path.GetFileName(file)}: {finding}"));
        return problems.Count == 0;
    }

    private static string At(RuleRow row, string problem, string fix) => new PolicyError(TableReader.RulesFile, row.Line, problem, fix).ToString();
}
