using System.CommandLine;
using ChatRefundBot.Serving;

namespace ChatRefundBot.CommandLine;

internal static class ServeVerb
{
    public static Command Build(VerbContext context, string name)
    {
        var command = new Command(name, "Run the desk (the default).");
        command.SetAction((_, cancellationToken) => RunAsync(context, cancellationToken));
        return command;
    }

    public static Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken) =>
        context.RunAsync((settings, ct) => DeskServer.RunAsync(settings, context, ct), cancellationToken);
}
