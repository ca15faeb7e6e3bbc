using System.CommandLine;
using ChatRefundBot.Chat;

namespace ChatRefundBot.CommandLine;

internal static class ChatVerb
{
    public static Command Build(VerbContext context)
    {
        var conversation = new Option<string?>("--conversation")
        {
            Description = "Go on with a conversation, by the id that the last session said at its end.",
            HelpName = "ID",
        };
        var command = new Command("chat", "Talk to the desk as a buyer, in this terminal or through a pipe. Works beside a running host.") { conversation };
        return context.With(command, (parsed, settings, cancellationToken) =>
            TerminalChat.RunAsync(parsed.GetValue(conversation), settings, context, cancellationToken));
    }
}
