using System.CommandLine;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Dialogs.TalkToHuman;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Verbs;
using ChatRefundBot.Serving;
using ChatRefundBot.Settings;

namespace ChatRefundBot.CommandLine;

/// <summary>What a support lead edits the rules with.</summary>
internal static class PolicyVerbs
{
    public static Command Build(VerbContext context)
    {
        var golden = new Argument<string>("file") { Description = "A golden file: base facts, and cases with what to expect; - for standard input." };
        var facts = new Argument<string>("file") { Description = "A flat object of facts in JSON; - for standard input." };
        var listings = new Option<string?>("--listings") { Description = "A file of product pages to check for promises that the rules do not keep; - for standard input.", HelpName = "FILE" };
        var explain = new Option<bool>("--explain") { Description = "Add the rules that were ruled out, by which test, and which single other fact would have changed the decision." };
        return new Command("policy", "The refund rules in Policy:Directory.")
        {
            context.With(new Command("check", "Look for mistakes, gaps and rules that nothing can reach.") { listings }, (parsed, settings, _) =>
                Task.FromResult(PolicyCheckRun.Run(
                    settings.PolicyDirectory, parsed.GetValue(listings), Input(), context.Output, context.Error,
                    (table, errors, notes) =>
                    {
                        PolicyWording.Check(DeskComposition.DialogsOf(settings), table, errors, notes);
                        QueueRulesFile.Load(DeskComposition.DialogsOf(settings), errors);
                    }))),
            context.With(new Command("test", "Decide every case of a golden file and compare.") { golden }, (parsed, settings, _) =>
                Task.FromResult(PolicyTestRun.Run(settings.PolicyDirectory, parsed.GetRequiredValue(golden), Input(), context.Output, context.Error))),
            context.With(new Command("decide", "Decide one case and print the verdict with its facts.") { facts, explain }, (parsed, settings, _) =>
                Task.FromResult(PolicyDecideRun.Run(
                    settings.PolicyDirectory, parsed.GetRequiredValue(facts), Input(), context.Output, context.Error, parsed.GetValue(explain)))),
            Replay(context),
        };
    }

    private static Command Replay(VerbContext context)
    {
        var policy = new Option<string?>("--policy") { Description = "Directory of the draft; the rules in use when left out.", HelpName = "DIRECTORY" };
        var file = new Option<string?>("--file") { Description = "A golden file whose expect is what was decided, in place of this store's cases; - for standard input.", HelpName = "FILE" };
        return context.With(
            new Command("replay", "Decide recorded cases again by a draft of the rules and list the verdicts and the money that would change. Changes nothing.") { policy, file },
            (parsed, settings, cancellationToken) => ReplayAsync(context, settings, parsed.GetValue(policy), parsed.GetValue(file), cancellationToken));
    }

    private static async Task<int> ReplayAsync(VerbContext context, HostSettings settings, string? policy, string? file, CancellationToken cancellationToken)
    {
        var run = new PolicyReplayRun(context.Output, context.Error, TimeProvider.System);
        var draft = policy is { Length: > 0 } ? Path.GetFullPath(policy) : settings.PolicyDirectory;
        if (file is not null) return await run.FileAsync(draft, file, Input(), cancellationToken);
        DataDirectory.Ensure(settings);
        await using var services = DeskComposition.StoreOnly(settings);
        var store = services.GetRequiredService<IStore>();
        return await run.CasesAsync(draft, OpenAsync, cancellationToken);

        async Task<(long Total, IAsyncEnumerable<RefundCase> Cases)> OpenAsync(CancellationToken token) =>
            (await CaseArchive.CountAsync(store, null, null, token), CaseArchive.ReadAsync(store, null, null, token));
    }

    private static StreamReader Input() => new(Console.OpenStandardInput(), Utf8.Encoding);
}
