using System.CommandLine;
using ChatRefundBot.Refunds.Verbs;

namespace ChatRefundBot.CommandLine;

/// <summary>What a support lead edits the rules with.</summary>
internal static class PolicyVerbs
{
    public static Command Build(VerbContext context)
    {
        var golden = new Argument<string>("file") { Description = "A golden file: base facts, and cases with what to expect; - for standard input." };
        var facts = new Argument<string>("file") { Description = "A flat object of facts in JSON; - for standard input." };
        var listings = new Option<string?>("--listings") { Description = "A file of product pages to check for promises that the rules do not keep; - for standard input.", HelpName = "FILE" };
        return new Command("policy", "The refund rules in Policy:Directory.")
        {
            context.With(new Command("check", "Look for mistakes, gaps and rules that nothing can reach."), (parsed, settings, _) =>
                Task.FromResult(PolicyCheckRun.Run(settings.PolicyDirectory, parsed.GetValue(listings), Input(), context.Output, context.Error))),
            context.With(new Command("test", "Decide every case of a golden file and compare.") { golden }, (parsed, settings, _) =>
                Task.FromResult(PolicyTestRun.Run(settings.PolicyDirectory, parsed.GetRequiredValue(golden), Input(), context.Output, context.Error))),
            context.With(new Command("decide", "Decide one case and print the verdict with its facts.") { facts }, (parsed, settings, _) =>
                Task.FromResult(PolicyDecideRun.Run(settings.PolicyDirectory, parsed.GetRequiredValue(facts), Input(), context.Output, context.Error))),
        };
    }

    private static StreamReader Input() => new(Console.OpenStandardInput(), Utf8.Encoding);
}
