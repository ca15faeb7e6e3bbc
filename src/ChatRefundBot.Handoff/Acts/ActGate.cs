using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Handoff.Acts;

/// <summary>Acts of agents within a turn: who may, and what the queue itself does about them.</summary>
public static class ActGate
{
    /// <summary>
    /// Whether the agent of an act holds what they act on, with the epoch that they know. Looks at versions that the turn's commit
    /// names, so that what is true here is true when it takes effect.
    /// </summary>
    /// <param name="ticket">The ticket as it stands; null when there is none.</param>
    /// <returns>Null: they do. Otherwise why not, to be given to <see cref="TurnContext.Outcome"/>.</returns>
    public static ActOutcome? Refusal(TurnContext turn, IncomingMessage.AgentAct act, Ticket? ticket)
    {
        if (ticket is not { IsOpen: true }) return new ActOutcome(turn.Incoming.Id, ActCodes.Gone, turn.State.Mode == ConversationMode.Agent ? turn.State.Agent : null);
        if (ticket.Status != TicketStatus.Claimed || ticket.Owner!.Account != act.Agent.Account)
            return new ActOutcome(turn.Incoming.Id, ActCodes.NotOwner, ticket.Status == TicketStatus.Claimed ? ticket.Owner : null);
        return ticket.Epoch == act.Epoch ? null : new ActOutcome(turn.Incoming.Id, ActCodes.OldEpoch, ticket.Owner);
    }

    /// <summary>As <see cref="Refusal"/>, for the owner of the conversation itself, by its state alone.</summary>
    public static ActOutcome? RefusalToSpeak(TurnContext turn, IncomingMessage.AgentAct act)
    {
        var state = turn.State;
        if (state.Mode != ConversationMode.Agent || state.Agent?.Account != act.Agent.Account)
            return new ActOutcome(turn.Incoming.Id, ActCodes.NotOwner, state.Mode == ConversationMode.Agent ? state.Agent : null);
        return state.Epoch == act.Epoch ? null : new ActOutcome(turn.Incoming.Id, ActCodes.OldEpoch, state.Agent);
    }

    /// <summary>The ticket of an act; null when there is none.</summary>
    public static async ValueTask<Ticket?> TicketAsync(TurnContext turn, IncomingMessage.AgentAct act, CancellationToken cancellationToken) =>
        act.Ticket is null ? null : await TicketQueue.FindAsync(turn, act.Ticket, cancellationToken).ConfigureAwait(false);

    /// <summary>Says an agent's words to the buyer.</summary>
    public static void Say(TurnContext turn, IncomingMessage.AgentAct act)
    {
        var words = act.Payload.Deserialize(HandoffJson.Stored.AgentWords)!;
        turn.SayAs(turn.State.Agent!.Name, words.Text, words.Files);
        turn.Outcome(null);
    }

    /// <summary>Keeps an agent's note for colleagues. Anybody of the shop may note.</summary>
    public static void Note(TurnContext turn, IncomingMessage.AgentAct act, string? caseId)
    {
        var words = act.Payload.Deserialize(HandoffJson.Stored.AgentWords)!;
        DeskLines.Add(turn, DeskLineKind.Note, act.Agent, caseId, act.Ticket, words.Text);
        turn.Outcome(null);
    }

    /// <summary>Ends the ticket of an act as done, and frees the agent's place.</summary>
    public static async ValueTask ResolveAsync(TurnContext turn, IncomingMessage.AgentAct act, Ticket ticket, DeskLineKind kind, string? text, CancellationToken cancellationToken)
    {
        await TicketQueue.CloseAsync(turn, ticket.Id, TicketStatus.Resolved, cancellationToken).ConfigureAwait(false);
        DeskLines.Add(turn, kind, act.Agent, ticket.CaseId, ticket.Id, text);
    }

    /// <summary>Gives a conversation from an agent to the bot with this turn: nobody of the shop owns it, and what they knew of its epoch is old.</summary>
    public static void GiveToBot(TurnContext turn)
    {
        turn.State.Mode = ConversationMode.Bot;
        turn.State.Agent = null;
        turn.State.Epoch++;
    }

    /// <summary>The words of an act; null when there are none.</summary>
    public static string? WordsOf(IncomingMessage.AgentAct act) =>
        act.Payload.Deserialize(HandoffJson.Stored.AgentWords) is { Text: { } words } && !string.IsNullOrWhiteSpace(words) ? words : null;

    /// <summary>Where the bot is to go on, by a <see cref="ActKinds.HandBack"/>.</summary>
    public static ResumePoint ResumeOf(IncomingMessage.AgentAct act) => act.Payload.Deserialize(HandoffJson.Stored.ResumePoint)!;
}
