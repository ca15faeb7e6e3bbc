using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Links;

/// <summary>A channel to which a buyer can take a conversation that began on another one.</summary>
public interface IConversationLinks
{
    /// <summary>The channel's name, such as <c>telegram</c>.</summary>
    string Channel { get; }

    /// <summary>True while links can be made, as far as this host knows.</summary>
    bool IsOffered { get; }

    /// <summary>
    /// Makes a link that carries the conversation and its case to whoever opens it first; good once and for half an hour. Give it only to
    /// the conversation's own buyer. Null when the channel is off or not reached.
    /// </summary>
    Task<Uri?> MakeAsync(ConversationId conversation, CancellationToken cancellationToken);
}
