using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.DialogKernel;

/// <summary>Serialisers of what the kernel keeps. UTF-8, Chinese unescaped, unknown fields tolerated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConversationState))]
[JsonSerializable(typeof(Incoming))]
[JsonSerializable(typeof(TranscriptEntry))]
[JsonSerializable(typeof(Card))]
[JsonSerializable(typeof(OutboxEntry))]
[JsonSerializable(typeof(DeliveryAttempt))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(TurnAttempts))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class KernelJson : JsonSerializerContext
{
    /// <summary>The context to use: text is stored as it reads, which keeps Chinese at three bytes a character.</summary>
    public static readonly KernelJson Stored = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
