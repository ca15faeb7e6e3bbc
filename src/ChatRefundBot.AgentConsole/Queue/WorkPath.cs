using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.AgentConsole.Queue;

/// <summary>Where a ticket, or a conversation without one, is worked on.</summary>
internal static class WorkPath
{
    public static string Of(Ticket ticket) => "/agent/work?ticket=" + Uri.EscapeDataString(ticket.Id);

    public static string Of(ConversationId conversation) => "/agent/work?conversation=" + Uri.EscapeDataString(conversation.Value);
}
