using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.WebChannel.Sessions;

/// <summary>What the channel keeps of a conversation beside the desk's own state: who may take it up again. Its being there means that it was started.</summary>
internal sealed record WebConversation
{
    /// <summary>Resume tokens kept at most; the oldest go first.</summary>
    public const int MostResumes = 12;

    /// <summary>As clients know it: 32 hex digits; the desk knows it as <c>web:</c> and these.</summary>
    public required string Id { get; init; }

    /// <summary>The buyer's id in the chat, <c>dl_…</c>; it goes into every token.</summary>
    public required string User { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The shop's id of the buyer whom it is bound to; null for an anonymous one. Never changes.</summary>
    public string? Subject { get; init; }

    /// <summary>What the desk was told of the buyer last.</summary>
    public VerifiedBuyer? Buyer { get; init; }

    /// <summary>Rises when somebody logs out; API tokens of an older one are refused.</summary>
    public long Generation { get; init; }

    public IReadOnlyList<ResumeRecord> Resumes { get; init; } = [];

    /// <summary>Files taken so far, and their bytes.</summary>
    public int Files { get; init; }

    public long FileBytes { get; init; }

    private const string Prefix = "web:";

    [JsonIgnore]
    public ConversationId Conversation => ConversationOf(Id);

    public static ConversationId ConversationOf(string id) => new(Prefix + id);

    /// <summary>The id as clients know it; null for a conversation of another channel.</summary>
    public static string? IdOf(ConversationId conversation) =>
        conversation.Value.StartsWith(Prefix, StringComparison.Ordinal) ? conversation.Value[Prefix.Length..] : null;

    /// <summary>Anything else was not made here, and is no name for a key in the store.</summary>
    public static bool IsId(string? id) => id is { Length: 32 } && id.All(char.IsAsciiHexDigitLower);

    public static DocumentKey Key(string id) => new("web-conversation", id);

    /// <summary>Which conversation is a signed-in buyer's own.</summary>
    public static DocumentKey BuyerKey(string subject) => new("web-buyer", Tokens.WebTokens.HashOf(subject));
}

/// <summary>A resume token that may be used, by its hash.</summary>
/// <param name="Parent">The token that this one took the place of; the first use of this one ends it.</param>
/// <param name="EndsAt">When it ends in any case; brought forward once another took its place.</param>
internal sealed record ResumeRecord(string Hash, string? Parent, DateTimeOffset EndsAt);

/// <param name="Conversation">The conversation's id as clients know it.</param>
internal sealed record WebBuyer(string Conversation);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebConversation))]
[JsonSerializable(typeof(WebBuyer))]
internal sealed partial class WebConversationJson : JsonSerializerContext
{
    public static readonly WebConversationJson Stored = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
