using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using Microsoft.Extensions.DependencyInjection;

namespace ChatRefundBot.Tests.DialogKernel;

/// <summary>The real turns, but for those of texts that contain a word: they throw, after all was done.</summary>
internal sealed class FailingTurns(DialogRunner inner, string word) : ITurnHandler
{
    public static void Add(IServiceCollection services, string word) =>
        services.AddSingleton<ITurnHandler>(provider => new FailingTurns(ActivatorUtilities.CreateInstance<DialogRunner>(provider), word));

    public ConversationState Begin(Incoming first) => inner.Begin(first);

    public async ValueTask HandleAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        await inner.HandleAsync(turn, cancellationToken);
        if (turn.Incoming.Message is IncomingMessage.Text text && text.Value.Contains(word, StringComparison.Ordinal))
            throw new InvalidOperationException("as the test wants");
    }

    public ValueTask HandleFailureAsync(TurnContext turn, CancellationToken cancellationToken) => inner.HandleFailureAsync(turn, cancellationToken);
}
