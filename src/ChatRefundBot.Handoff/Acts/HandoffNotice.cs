using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Handoff.Acts;

/// <summary>What happened to the ownership of a conversation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HandoffChange>))]
public enum HandoffChange
{
    /// <summary>An agent took it.</summary>
    [JsonStringEnumMemberName("joined")] Joined,

    /// <summary>Another agent took it over from the one before.</summary>
    [JsonStringEnumMemberName("transferred")] Transferred,

    /// <summary>It went back to the queue: released, or the agent was not seen for too long.</summary>
    [JsonStringEnumMemberName("requeued")] Requeued,

    /// <summary>The place in the queue may have changed.</summary>
    [JsonStringEnumMemberName("place")] Place,
}

/// <summary>Tells a conversation what happened to its ownership outside its turns.</summary>
/// <param name="Agent">Who has it now; null while nobody has.</param>
/// <param name="Epoch">Epoch of the conversation since then; what is said of an older one is no longer true.</param>
public sealed record HandoffNotice(HandoffChange Change, ConversationAgent? Agent, long Epoch)
{
    /// <summary><see cref="IncomingMessage.News.Topic"/> of these.</summary>
    public const string Topic = "handoff";

    public static HandoffNotice Read(IncomingMessage.News news) => news.Content.Deserialize(HandoffJson.Stored.HandoffNotice)!;

    internal Incoming ToIncoming(string id, ConversationId conversation, DateTimeOffset at) =>
        new(id, conversation, at, null, new IncomingMessage.News(Topic, JsonSerializer.SerializeToElement(this, HandoffJson.Stored.HandoffNotice)));
}
