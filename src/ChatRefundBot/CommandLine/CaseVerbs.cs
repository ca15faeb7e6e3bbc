using System.CommandLine;
using System.Text;
using ChatRefundBot.Cases;
using ChatRefundBot.DialogKernel.Storage;
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
        };
    }

    private static async Task<int> ExportAsync(VerbContext context, HostSettings settings, string id, CancellationToken cancellationToken)
    {
        if (CaseId.Parse(id) is not { } wanted)
            return await context.RefuseAsync([$"'{id}' is neither a case's number, such as RF-20261122-0007, nor an identity of 20 hex digits."]);
        DataDirectory.Ensure(settings);
        await using var services = DeskComposition.StoreOnly(settings);
        if (await new CaseExport(services.GetRequiredService<IStore>()).FindAsync(wanted, cancellationToken) is not { } json)
        {
            await context.Error.WriteLineAsync($"There is no case {id}.");
            return ExitCode.Failed;
        }

        await context.Output.WriteLineAsync(Encoding.UTF8.GetString(json));
        return ExitCode.Good;
    }
}
