using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>What a program's conversations have in common: where they begin and what works at every step.</summary>
public interface IConversationGuide
{
    /// <summary>All dialogs that can stand in a conversation's state.</summary>
    IReadOnlyList<Dialog> Dialogs { get; }

    Language DefaultLanguage { get; }

    /// <summary>How long a waiting question may go unanswered before the buyer is reminded once.</summary>
    TimeSpan RemindAfter { get; }

    /// <summary>How long after the last message of the buyer the conversation is parked.</summary>
    TimeSpan ParkAfter { get; }

    /// <summary>The dialog that a conversation begins with, or goes on with when none is in progress.</summary>
    DialogStart Root(TurnContext turn);

    /// <summary>Tells an interrupt from an answer.</summary>
    /// <param name="text">Cleaned text of the message; empty when it has none.</param>
    /// <param name="button">Key of the button tapped or typed; null when none.</param>
    /// <param name="freeText">True when the waiting question asks for the buyer's own words.</param>
    Interrupt? Recognize(TurnContext turn, string text, string? button, bool freeText);

    /// <summary>Acts on an interrupt; <see cref="Interrupt.Back"/> and <see cref="Interrupt.SwitchLanguage"/> never get here.</summary>
    ValueTask<InterruptAction> OnInterruptAsync(TurnContext turn, Interrupt interrupt, CancellationToken cancellationToken);

    /// <summary>Acts on a timer that a dialog set.</summary>
    ValueTask<InterruptAction> OnTimerAsync(TurnContext turn, string name, CancellationToken cancellationToken);

    /// <summary>Told what the page around the chat is about. Nothing is to be said for it unless it answers the waiting question.</summary>
    /// <param name="subject">Cleaned; never empty. Anybody can have made it up.</param>
    ValueTask<InterruptAction> OnSubjectAsync(TurnContext turn, string subject, CancellationToken cancellationToken) =>
        ValueTask.FromResult<InterruptAction>(InterruptAction.Nothing.Instance);

    /// <summary>Acts on what a person of the shop does; says by <see cref="TurnContext.Outcome"/> what became of it.</summary>
    ValueTask<InterruptAction> OnAgentActAsync(TurnContext turn, IncomingMessage.AgentAct act, CancellationToken cancellationToken)
    {
        turn.Outcome("unknown-act");
        return ValueTask.FromResult<InterruptAction>(InterruptAction.Nothing.Instance);
    }

    /// <summary>Told what happened outside of the conversation.</summary>
    ValueTask<InterruptAction> OnNewsAsync(TurnContext turn, IncomingMessage.News news, CancellationToken cancellationToken) =>
        ValueTask.FromResult<InterruptAction>(InterruptAction.Nothing.Instance);

    /// <summary>Buttons that stand below every question.</summary>
    IReadOnlyList<PromptChoice> CommonChoices(TurnContext turn);

    /// <summary>True when the desk answers by itself; false while a person owns the conversation.</summary>
    bool BotAnswers(TurnContext turn);

    /// <summary>Told of what a buyer says while the desk does not answer.</summary>
    void OnUnanswered(TurnContext turn, PromptInput input)
    {
    }

    /// <summary>True while something of the buyer's is unfinished, so that a reminder is of use; false when the question is a courtesy.</summary>
    bool WaitsForBuyer(TurnContext turn) => true;

    /// <summary>Told when a conversation is parked.</summary>
    void OnParked(TurnContext turn);

    /// <summary>Tells the buyer that a message could not be handled and asks for an agent.</summary>
    ValueTask OnFailureAsync(TurnContext turn, CancellationToken cancellationToken);
}
