using System.CommandLine;
using ChatRefundBot.Settings;

namespace ChatRefundBot.CommandLine;

/// <summary>The command line. Settings may stand anywhere on it as <c>--Key=value</c>; everything else is a verb and its options.</summary>
internal static class Verbs
{
    /// <summary>How long a verb may take to end after Ctrl-C or SIGTERM.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var (settings, rest) = SettingArguments.Split(arguments);
        // Without response files: a name beginning with '@' is a name.
        var parsed = Root(new VerbContext(settings, output, error)).Parse(rest, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors) await error.WriteLineAsync(problem.Message);
            await error.WriteLineAsync("Add --help to see how it is used.");
            return ExitCode.Refused;
        }

        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = Ending,
        };
        return await parsed.InvokeAsync(invocation);
    }

    private static RootCommand Root(VerbContext context)
    {
        var root = new RootCommand("""
            ChatRefundBot, the refund desk of a shop that sells virtual goods.

            Settings may be given to every command as --Key=value, for example --Store:DataDirectory=/srv/refunds;
            they go before environment variables (Store__DataDirectory) and appsettings.json. docs/operating.md lists them.
            Exit codes: 0 good, 1 the thing asked about failed, 2 wrong use or broken input.
            """)
        {
            ServeVerb.Build(context, "serve"),
            ChatVerb.Build(context),
            PolicyVerbs.Build(context),
            CaseVerbs.Build(context),
            OrdersVerbs.Build(context),
            AgentVerbs.Build(context),
            DeadLetterVerbs.Build(context),
        };
        root.SetAction((_, cancellationToken) => ServeVerb.RunAsync(context, cancellationToken));
        return root;
    }
}
