using System.CommandLine;
using System.Globalization;
using System.Text;
using ChatRefundBot.Cases;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Serving;
using ChatRefundBot.Settings;

namespace ChatRefundBot.CommandLine;

internal static class CaseVerbs
{
    public static Command Build(VerbContext context)
    {
        var id = new Argument<string>("id") { Description = "The case's number, such as RF-20261122-0007, or its identity of 20 hex digits." };
        return new Command("case", "Refund cases.")
        {
            context.With(new Command("export", "Print a case as JSON: what was decided and why, and the conversation it was opened in.") { id },
                (parsed, settings, cancellationToken) => ExportAsync(context, settings, parsed.GetRequiredValue(id), cancellationToken)),
            context.With(new Command("redecide", "Let an open case go by the rules of now, at its next decision, in place of those it began with.") { id },
                (parsed, settings, cancellationToken) => RedecideAsync(context, settings, parsed.GetRequiredValue(id), cancellationToken)),
            CaseSellerVerb.Build(context, id),
            Reindex(context),
        };
    }

    private static Command Reindex(VerbContext context)
    {
        var since = new Option<DateOnly?>("--since") { Description = "First day to look at, such as 2026-11-01; three years back when left out.", HelpName = "DAY" };
        return context.With(
            new Command("reindex", "Find cases that were opened before cases were indexed, so that policy replay and the monthly figures see them. Harmless to repeat.") { since },
            async (parsed, settings, cancellationToken) =>
            {
                DataDirectory.Ensure(settings);
                await using var services = DeskComposition.StoreOnly(settings);
                var now = TimeProvider.System.GetUtcNow();
                var (found, added) = await CaseReindex.RunAsync(
                    services.GetRequiredService<IStore>(), parsed.GetValue(since) ?? CaseReindex.DefaultSince(now), ShanghaiTime.DayOf(now), cancellationToken);
                await context.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{found} cases found, {added} of them added to the index"));
                return ExitCode.Good;
            });
    }

    private static async Task<int> RedecideAsync(VerbContext context, HostSettings settings, string id, CancellationToken cancellationToken)
    {
        if (CaseId.Parse(id) is not { } wanted) return await RefuseIdAsync(context, id);
        switch (PolicyLoader.Load(settings.PolicyDirectory))
        {
            case PolicyLoadResult.Loaded rules:
                DataDirectory.Ensure(settings);
                await using (var services = DeskComposition.StoreOnly(settings))
                    return await MoveAsync(context, services.GetRequiredService<IStore>(), wanted, rules, cancellationToken);
            case PolicyLoadResult.Failed failed:
                return await context.RefuseAsync(["The rules have errors, so the case goes on by its own:", .. failed.Errors.Select(e => "  " + e)]);
            default:
                throw new InvalidOperationException("Rules load or fail.");
        }
    }

    private static async Task<int> MoveAsync(VerbContext context, IStore store, CaseId wanted, PolicyLoadResult.Loaded rules, CancellationToken cancellationToken)
    {
        await new PolicyShelf(store).KeepAsync(new PolicyLoad(rules.Table, rules.Source, TimeProvider.System.GetUtcNow()), cancellationToken);
        var (code, text) = await new CasePolicy(store).MoveAsync(wanted, rules.Table.Version, cancellationToken) switch
        {
            CasePolicyResult.Moved moved => (ExitCode.Good, $"Case {moved.Number} goes by the rules {rules.Table.Version} from its next decision on, before by {moved.Before ?? "those in use"}."),
            CasePolicyResult.Closed closed => (ExitCode.Failed, $"Case {closed.Number} is no longer open; nothing was changed."),
            _ => (ExitCode.Failed, $"There is no case {wanted.Value}."),
        };
        await (code == ExitCode.Good ? context.Output : context.Error).WriteLineAsync(text);
        return code;
    }

    /// <summary>Rules as the store keeps them, or as they stand in the folder when they are the same.</summary>
    private static async Task<PolicyTable?> TableAsync(HostSettings settings, IStore store, string version, CancellationToken cancellationToken) =>
        await new PolicyShelf(store).FindAsync(version, cancellationToken)
        ?? (PolicyLoader.Load(settings.PolicyDirectory) is PolicyLoadResult.Loaded { Table: var table } && table.Version == version ? table : null);

    internal static Task<int> RefuseIdAsync(VerbContext context, string id) =>
        context.RefuseAsync([$"'{id}' is neither a case's number, such as RF-20261122-0007, nor an identity of 20 hex digits."]);

    private static async Task<int> ExportAsync(VerbContext context, HostSettings settings, string id, CancellationToken cancellationToken)
    {
        if (CaseId.Parse(id) is not { } wanted) return await RefuseIdAsync(context, id);
        DataDirectory.Ensure(settings);
        await using var services = DeskComposition.StoreOnly(settings);
        var store = services.GetRequiredService<IStore>();
        if (await new CaseExport(store, (version, ct) => TableAsync(settings, store, version, ct)).FindAsync(wanted, cancellationToken) is not { } json)
        {
            await context.Error.WriteLineAsync($"There is no case {id}.");
            return ExitCode.Failed;
        }

        await context.Output.WriteLineAsync(Encoding.UTF8.GetString(json));
        return ExitCode.Good;
    }
}
