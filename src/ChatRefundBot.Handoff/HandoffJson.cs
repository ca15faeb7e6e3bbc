using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;

namespace ChatRefundBot.Handoff;

/// <summary>Serialisers of what the queue keeps beside tickets. UTF-8, Chinese unescaped, unknown fields tolerated.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentDesk))]
[JsonSerializable(typeof(DeskLine))]
[JsonSerializable(typeof(HandoffNotice))]
[JsonSerializable(typeof(AgentWords))]
[JsonSerializable(typeof(ResumePoint))]
[JsonSerializable(typeof(ServiceRating))]
internal sealed partial class HandoffJson : JsonSerializerContext
{
    public static readonly HandoffJson Stored = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
