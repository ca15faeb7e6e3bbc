using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Testing.Queue;

/// <summary>A desk that does nothing but hand over: every word of a buyer asks for a person, and agents talk and hand back.</summary>
internal sealed class RaceTurns : ITurnHandler
{
    public ConversationState Begin(Incoming first) => new() { Id = first.Conversation, Language = Language.Chinese };

    public async ValueTask HandleAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        switch (turn.Incoming.Message)
        {
            case IncomingMessage.Text when turn.State.Mode == ConversationMode.Bot:
                var request = new TicketRequest(TicketKind.TakeOver, null, "G2", TicketPriority.P2, turn.Now + TimeSpan.FromHours(2), []);
                await TicketQueue.EnqueueAsync(turn, request, cancellationToken);
                (turn.State.Mode, turn.State.Epoch) = (ConversationMode.Queued, turn.State.Epoch + 1);
                break;
            case IncomingMessage.AgentAct { Act: ActKinds.Say } act:
                if (ActGate.RefusalToSpeak(turn, act) is { } mute) turn.Outcome(mute.Refusal, mute.Owner);
                else ActGate.Say(turn, act);
                break;
            case IncomingMessage.AgentAct { Act: ActKinds.HandBack } act:
                var ticket = await ActGate.TicketAsync(turn, act, cancellationToken);
                if (ActGate.Refusal(turn, act, ticket) is { } refusal)
                {
                    turn.Outcome(refusal.Refusal, refusal.Owner);
                    break;
                }

                await ActGate.ResolveAsync(turn, act, ticket!, DeskLineKind.HandedBack, null, cancellationToken);
                ActGate.GiveToBot(turn);
                turn.Outcome(null);
                break;
        }
    }

    public ValueTask HandleFailureAsync(TurnContext turn, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
