using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatRefundBot.DialogKernel.Messages;

/// <summary>Identity of a conversation: channel, a colon, and what the channel calls it, such as <c>telegram:7001:42</c>.</summary>
[JsonConverter(typeof(ConversationIdConverter))]
public readonly record struct ConversationId
{
    public const int MaxLength = 160;

    /// <exception cref="ArgumentException">Not of the form <c>channel:rest</c>, too long, or with control characters.</exception>
    public ConversationId(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == value.Length - 1 || value.Length > MaxLength || value.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0)
            throw new ArgumentException($"A conversation id is channel:rest, at most {MaxLength} characters, without blanks or control characters.", nameof(value));
        Value = value;
    }

    public string Value { get; }

    /// <summary>The part before the first colon, for example <c>web</c>.</summary>
    public string Channel => Value[..Value.IndexOf(':', StringComparison.Ordinal)];

    public override string ToString() => Value;
}

public sealed class ConversationIdConverter : JsonConverter<ConversationId>
{
    public override ConversationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, ConversationId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
