using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatRefundBot.DialogKernel.Messages;

/// <summary>What can happen to a conversation. Buyers, timers and systems all speak through these; nothing else changes a conversation.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Tap), "tap")]
[JsonDerivedType(typeof(Media), "media")]
[JsonDerivedType(typeof(Unsupported), "unsupported")]
[JsonDerivedType(typeof(TimerFired), "timer")]
[JsonDerivedType(typeof(PageContext), "page")]
[JsonDerivedType(typeof(Edited), "edited")]
[JsonDerivedType(typeof(Reachability), "reach")]
[JsonDerivedType(typeof(Continued), "continued")]
[JsonDerivedType(typeof(News), "news")]
[JsonDerivedType(typeof(AgentAct), "agent-act")]
public abstract record IncomingMessage
{
    private IncomingMessage() { }

    /// <summary>True for what a buyer did, false for timers and systems.</summary>
    [JsonIgnore]
    public virtual bool FromBuyer => true;

    /// <summary>The buyer opened the chat, or came back to it.</summary>
    /// <param name="Locale">BCP 47 tag of the buyer's device; null when unknown.</param>
    /// <param name="Buyer">Who the shop says this is; null for a buyer it does not know.</param>
    public sealed record Opened(string? Locale, VerifiedBuyer? Buyer = null) : IncomingMessage;

    /// <summary>Typed text, as received; commands such as <c>/status</c> too.</summary>
    public sealed record Text(string Value) : IncomingMessage;

    /// <summary>A button was used.</summary>
    /// <param name="Key">Key of the choice.</param>
    /// <param name="PromptId">The prompt that showed the button; null when the channel does not know.</param>
    public sealed record Tap(string Key, string? PromptId) : IncomingMessage;

    /// <summary>Pictures or files, those of one album together.</summary>
    /// <param name="Caption">Text sent with them; null when none.</param>
    public sealed record Media(IReadOnlyList<Attachment> Attachments, string? Caption) : IncomingMessage
    {
        /// <summary>True for a part of an album that came after the others were taken: it belongs to them and asks nothing anew.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsLate { get; init; }
    }

    /// <summary>The buyer changed what they had sent. The first version stays as it was; this one stands beside it.</summary>
    /// <param name="Original">Id of the message that was changed.</param>
    /// <param name="Value">All of its text as it reads now.</param>
    public sealed record Edited(string Original, string Value) : IncomingMessage;

    /// <summary>The channel says whether the buyer can be reached: blocked, or back again. Nothing is said for it; whoever reads the transcript sees it.</summary>
    public sealed record Reachability(bool CanReach) : IncomingMessage
    {
        public override bool FromBuyer => false;
    }

    /// <summary>The buyer goes on with this conversation on another channel too, which has checked that it is theirs.</summary>
    /// <param name="Address">Where answers go from now on, beside the transcript.</param>
    public sealed record Continued(ConversationId Address) : IncomingMessage;

    /// <summary>Something the desk cannot take, such as a voice message or a location.</summary>
    /// <param name="What">The channel's name of it, for example <c>voice</c>.</param>
    public sealed record Unsupported(string What) : IncomingMessage;

    /// <summary>A timer of this conversation came due.</summary>
    /// <param name="DueAt">When it was due; a timer that was moved meanwhile has another time in the state, and this one is ignored.</param>
    public sealed record TimerFired(string Name, DateTimeOffset DueAt) : IncomingMessage
    {
        public override bool FromBuyer => false;
    }

    /// <summary>What the page around the chat knows: no words of the buyer, so nothing is said for it by itself.</summary>
    /// <param name="Subject">What the page is about, such as the number of the order it shows; null when nothing.</param>
    /// <param name="Buyer">Who the shop says this is; null when it says nothing new.</param>
    public sealed record PageContext(string? Subject, VerifiedBuyer? Buyer) : IncomingMessage
    {
        public override bool FromBuyer => false;
    }

    /// <summary>A person of the shop does something in this conversation: says, notes, decides, hands back.</summary>
    /// <param name="Agent">Who.</param>
    /// <param name="Ticket">The ticket that they hold and act on; null for what needs none.</param>
    /// <param name="Epoch">Epoch of the ticket as the agent knows it; an older one than it has is refused when the turn runs.</param>
    /// <param name="Act">What they do, such as <c>say</c>; whoever handles it knows the payload.</param>
    public sealed record AgentAct(ConversationAgent Agent, string? Ticket, long Epoch, string Act, JsonElement Payload) : IncomingMessage
    {
        public override bool FromBuyer => false;
    }

    /// <summary>Something happened outside of the conversation that concerns it, such as a seller's answer.</summary>
    /// <param name="Topic">What it is about; the dialogs know the content of each.</param>
    public sealed record News(string Topic, JsonElement Content) : IncomingMessage
    {
        public override bool FromBuyer => false;
    }
}

/// <summary>A person of the shop.</summary>
/// <param name="Account">What they sign in with.</param>
/// <param name="Name">What buyers see.</param>
public sealed record ConversationAgent(string Account, string Name);

/// <summary>A buyer whom the shop itself has named, by a signature that the channel has checked.</summary>
/// <param name="Id">The shop's own id of the buyer.</param>
/// <param name="Name">What the shop calls the buyer; null when it does not say.</param>
/// <param name="Orders">Numbers of orders that the shop says are the buyer's; may be empty.</param>
public sealed record VerifiedBuyer(string Id, string? Name, IReadOnlyList<string> Orders)
{
    /// <summary>Orders remembered at most; the newest stay.</summary>
    public const int MostOrders = 20;

    /// <summary>What is known after the shop has named a buyer again: the newer name, the orders of both.</summary>
    public static VerifiedBuyer Merge(VerifiedBuyer? known, VerifiedBuyer named) => known is null || known.Id != named.Id
        ? named
        : new VerifiedBuyer(named.Id, named.Name ?? known.Name, [.. known.Orders.Except(named.Orders).Concat(named.Orders).TakeLast(MostOrders)]);
}

/// <summary>A file that came with a message; its bytes are in the incoming area of the evidence store under <paramref name="Sha256"/>.</summary>
/// <param name="Name">File name as the sender gave it, for telling files apart only; never used as a path.</param>
/// <param name="DeclaredType">MIME type as the sender gave it; null when none.</param>
/// <param name="Size">Bytes received.</param>
/// <param name="Sha256">Lower-case hex; empty when the channel refused the file, see <paramref name="Refusal"/>.</param>
/// <param name="Refusal">Why the channel did not take the bytes, for example <c>TooLarge</c>; null when it did.</param>
public sealed record Attachment(string Name, string? DeclaredType, long Size, string Sha256, string? Refusal = null);

/// <summary>A message on its way in, with its address and its identity.</summary>
/// <param name="Id">Identity in its conversation; the same message sent again carries the same id and has no second effect.</param>
/// <param name="SentAt">When the sender sent it, by the channel's clock.</param>
/// <param name="Sender">Who sent it in the channel's terms, for limits per source; null for timers.</param>
/// <param name="Echo">What the channel wants back with the transcript entry, in a form of its own, a few kilobytes at most; null: nothing.
/// Kept as it is, so nothing that may be masked belongs into it.</param>
public sealed record Incoming(
    string Id, ConversationId Conversation, DateTimeOffset SentAt, string? Sender, IncomingMessage Message, string? Echo = null)
{
    /// <summary>BCP 47 tag of the sender's device, where the channel says it with every message; null when it does not.</summary>
    public string? Locale { get; init; }
}
