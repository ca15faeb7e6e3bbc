using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Verbs;

/// <summary><c>policy decide FILE</c>: decides one flat object of facts.</summary>
public static class PolicyDecideRun
{
    /// <summary>
    /// Prints the decision as one line of JSON. A fact that is not in the object was not yet asked, except those with a default.
    /// Facts that contradict each other (delivered before paid, paid in the future) are broken input.
    /// </summary>
    /// <param name="policyDirectory">Directory of the table.</param>
    /// <param name="file">A file with a flat object of facts; <c>-</c> for standard input.</param>
    /// <param name="stdin">Standard input.</param>
    /// <param name="stdout">Standard output.</param>
    /// <param name="stderr">Standard error.</param>
    /// <param name="explain">Adds which rules were ruled out by what, and what would have changed the decision.</param>
    /// <returns>An exit code of <see cref="ExitCodes"/>.</returns>
    public static int Run(string policyDirectory, string file, TextReader stdin, TextWriter stdout, TextWriter stderr, bool explain = false)
    {
        if (VerbInput.Table(policyDirectory, stderr) is not { } table || VerbInput.Text(file, stdin, stderr) is not { } json)
            return ExitCodes.Broken;
        var problems = new List<string>();
        if (PolicyJson.Parse(json, problems) is { } document)
        {
            using (document)
            {
                var facts = FactJson.Read(document.RootElement, problems);
                if (problems.Count == 0)
                    problems.AddRange(FactContradictions.Of(facts));
                if (problems.Count == 0)
                {
                    stdout.WriteLine(explain ? PolicyJson.ToJson(table.Explain(facts)) : PolicyJson.ToJson(table.Decide(facts)));
                    return ExitCodes.Good;
                }
            }
        }

        VerbInput.Report(file, problems, stderr);
        return ExitCodes.Broken;
    }
}
