using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Handoff.Acts;

/// <summary>What became of an act of an agent.</summary>
public abstract record ActResult
{
    private ActResult() { }

    /// <summary>It has taken effect: now, or when it was sent before under the same id.</summary>
    public sealed record Done : ActResult
    {
        public static readonly Done Instance = new();
    }

    /// <summary>It has had no effect and will have none.</summary>
    /// <param name="Code">One of <see cref="ActCodes"/>, or of the acts of other projects.</param>
    /// <param name="Owner">Who has the conversation or the ticket, where that is why; null when nobody has, or for other reasons.</param>
    public sealed record Refused(string Code, ConversationAgent? Owner) : ActResult;

    /// <summary>It is stored and takes effect, or is refused, when the turns before it are done. Asking again with the same id tells.</summary>
    public sealed record Pending : ActResult
    {
        public static readonly Pending Instance = new();
    }

    /// <summary>It is longer than a message may be; nothing was stored.</summary>
    public sealed record TooLarge : ActResult
    {
        public static readonly TooLarge Instance = new();
    }
}

/// <summary>Why an act is refused.</summary>
public static class ActCodes
{
    /// <summary>Somebody else has it, or nobody.</summary>
    public const string NotOwner = "not-owner";

    /// <summary>It has changed hands since the agent looked.</summary>
    public const string OldEpoch = "old-epoch";

    /// <summary>The ticket is done or withdrawn, or there never was one.</summary>
    public const string Gone = "gone";

    /// <summary>The act needs words and has none.</summary>
    public const string Empty = "empty";

    /// <summary>The turn failed; the message is in the dead letters.</summary>
    public const string Failed = "failed";

    /// <summary>This act is not for tickets of this kind.</summary>
    public const string WrongKind = "wrong-kind";
}

/// <summary>Names of the acts that the queue itself knows; payouts and decisions are defined where their types are.</summary>
public static class ActKinds
{
    public const string Say = "say";
    public const string Note = "note";
    public const string HandBack = "hand-back";
    public const string Resolve = "resolve";
}

/// <summary>Words of an agent.</summary>
/// <param name="Files">What comes with them; null when nothing.</param>
public sealed record AgentWords(string Text, IReadOnlyList<Attachment>? Files);
