using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.DialogKernel.Turns;

/// <summary>Answer to <see cref="TurnEngine.AcceptAsync(Messages.Incoming, CancellationToken)"/>.</summary>
public abstract record AcceptResult
{
    private AcceptResult() { }

    /// <summary>The message is stored and will take effect; the channel may acknowledge it.</summary>
    /// <param name="Work">The turn to run when this call took the conversation's lease; null when somebody else works on it.</param>
    public sealed record Accepted(ClaimedConversation? Work) : AcceptResult;

    /// <summary>The message was accepted before; acknowledge it, nothing else happens.</summary>
    public sealed record Duplicate : AcceptResult
    {
        public static readonly Duplicate Instance = new();
    }

    /// <summary>What was to be changed beside the message has changed meanwhile; nothing was stored. Look again and try again.</summary>
    public sealed record Conflict : AcceptResult
    {
        public static readonly Conflict Instance = new();
    }

    /// <summary>The message is larger than <see cref="TurnEngine.MaxMessageBytes"/>; nothing was stored.</summary>
    public sealed record TooLarge : AcceptResult
    {
        public static readonly TooLarge Instance = new();
    }
}

/// <summary>A conversation whose lease was just taken, as it was at that moment.</summary>
public sealed record ClaimedConversation(ConversationId Id, StoredDocument? State, LogSlice Inbox, StoredDocument? Attempts);
