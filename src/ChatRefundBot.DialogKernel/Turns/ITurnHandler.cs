using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Turns;

/// <summary>The function from (state, incoming) to (state', outgoing, effects). Implemented by <see cref="Dialogs.DialogRunner"/>.</summary>
public interface ITurnHandler
{
    /// <summary>State of a conversation that a first message begins.</summary>
    ConversationState Begin(Incoming first);

    /// <summary>Runs a turn. Anything it throws has no effect; the turn is run again, three times at most.</summary>
    ValueTask HandleAsync(TurnContext turn, CancellationToken cancellationToken);

    /// <summary>Runs in place of a turn that failed for good: tells the buyer and asks for an agent. Must not depend on what failed.</summary>
    ValueTask HandleFailureAsync(TurnContext turn, CancellationToken cancellationToken);
}
