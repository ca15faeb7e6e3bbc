using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Conversations;

/// <summary>Who answers: exactly one of them owns the conversation at any time.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConversationMode>))]
public enum ConversationMode
{
    [JsonStringEnumMemberName("bot")] Bot,
    [JsonStringEnumMemberName("queued")] Queued,
    [JsonStringEnumMemberName("offered")] Offered,
    [JsonStringEnumMemberName("agent")] Agent,
    [JsonStringEnumMemberName("closed")] Closed,
}

/// <summary>Everything the desk knows between two turns of a conversation. Kept as one document.</summary>
public sealed class ConversationState
{
    /// <summary>Version of this layout. A host refuses a state with a higher one, see <see cref="NewerStateException"/>.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; set; } = CurrentSchema;

    // Neither required nor init: the serialiser would go through the whole document twice.
    public ConversationId Id { get; set; }

    public Language Language { get; set; }

    /// <summary>True once the buyer chose the language, so that a device's locale no longer changes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LanguageChosen { get; set; }

    /// <summary>The buyer as the shop has named them to the channel; null for one it has not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VerifiedBuyer? Buyer { get; set; }

    /// <summary>Where answers are sent beside the transcript, for a conversation that goes on elsewhere than it began; null: where its id says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConversationId? Address { get; set; }

    public ConversationMode Mode { get; set; }

    /// <summary>Rises with every change of owner; a send that carries an older one is refused.</summary>
    public long Epoch { get; set; }

    /// <summary>Who owns the conversation, or has been offered it; null while that is nobody of the shop.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConversationAgent? Agent { get; set; }

    /// <summary>What became of the last acts of agents, newest last; null when there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<ActOutcome>? Acts { get; set; }

    /// <summary>Dialogs in progress, the innermost last.</summary>
    public List<DialogFrame> Stack { get; set; } = [];

    /// <summary>The question that waits for an answer; null when none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PendingPrompt? Prompt { get; set; }

    /// <summary>When the buyer was last heard of; null when never.</summary>
    public DateTimeOffset? BuyerAt { get; set; }

    public List<ConversationTimer> Timers { get; set; } = [];

    /// <summary>Counts the turns; ids made in a turn are derived from it.</summary>
    public long Turn { get; set; }

    /// <summary>What the dialogs keep for the whole conversation, typed by them; see <see cref="Turns.TurnContext.Memory{T}"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KeptJson? Memory { get; set; }

    /// <summary>Set when the conversation has been idle for long; the next message of the buyer takes it up again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Parked { get; set; }

    /// <summary>Reads a state as it is kept.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is none.</exception>
    public static ConversationState Read(ReadOnlyMemory<byte> body) => KeptJson.ReadDocument(body, KernelJson.Stored.ConversationState)!;
}

/// <summary>What became of an act of an agent.</summary>
/// <param name="Id">Id of the incoming message.</param>
/// <param name="Refusal">Why nothing was done, as a stable code; null: it was done.</param>
/// <param name="Owner">Who owns the conversation or the ticket, where that is why; null otherwise.</param>
public sealed record ActOutcome(string Id, string? Refusal, ConversationAgent? Owner)
{
    /// <summary>Outcomes remembered at most; the newest stay.</summary>
    public const int MostKept = 16;
}

/// <summary>One dialog on the stack.</summary>
/// <param name="Dialog">Name of the dialog.</param>
/// <param name="Version">Version of the dialog that wrote this frame.</param>
/// <param name="Step">Name of the step that is waiting.</param>
/// <param name="State">The dialog's own typed state.</param>
/// <param name="History">Names of the questions answered so far, for going back; oldest first.</param>
/// <param name="ResumeAt">Step of the dialog below at which it goes on when this one ends; null: its waiting question is asked again.</param>
public sealed record DialogFrame(string Dialog, int Version, string Step, KeptJson State, IReadOnlyList<string> History, string? ResumeAt);

/// <summary>The question that waits.</summary>
/// <param name="Id">Identity of this showing.</param>
/// <param name="Choices">Keys of its buttons, in the order shown.</param>
/// <param name="Failures">Answers so far that did not fit.</param>
/// <param name="Sensitive">True when the typed answer must not be kept, whatever becomes of its turn.</param>
public sealed record PendingPrompt(
    string Id, IReadOnlyList<string> Choices, int Failures, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Sensitive = false);

/// <summary>A timer of a conversation; there is at most one of each name.</summary>
public sealed record ConversationTimer(string Name, DateTimeOffset DueAt);

/// <summary>The state was written by a newer version of this program. Upgrade this host; the message stays in the inbox.</summary>
public sealed class NewerStateException(ConversationId conversation, int schema)
    : Exception($"Conversation {conversation} was written by a newer version (schema {schema}, this host knows {ConversationState.CurrentSchema}). Upgrade this host.");
