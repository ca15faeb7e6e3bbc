using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ChatRefundBot.DialogKernel.Conversations;

/// <summary>
/// A JSON value within a kept document whose type the reader of the document does not know. Read only when it is asked for, and written
/// with the document, so that it is parsed and formatted once and not twice. A value that was given is written as it is then.
/// </summary>
[JsonConverter(typeof(KeptJsonConverter))]
public sealed class KeptJson
{
    /// <summary>The document that is being read on this thread, from which values are cut; empty: they are copied.</summary>
    [ThreadStatic]
    private static ReadOnlyMemory<byte> t_document;

    private readonly ReadOnlyMemory<byte> _raw;
    private readonly object? _value;
    private readonly JsonTypeInfo? _type;

    private KeptJson(ReadOnlyMemory<byte> raw) => _raw = raw;

    private KeptJson(object value, JsonTypeInfo type) => (_value, _type) = (value, type);

    public static KeptJson Of<T>(T value, JsonTypeInfo<T> type) where T : class => new(value, type);

    /// <summary>The value, a new object at each call. Null when the JSON is null.</summary>
    /// <exception cref="JsonException">It is not of this type.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) where T : class => JsonSerializer.Deserialize(Bytes().Span, type);

    /// <summary>The value without a type, for what another version wrote.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(Bytes());
        return document.RootElement.Clone();
    }

    /// <summary>Reads a document in which such values stand; they keep its memory alive.</summary>
    internal static T? ReadDocument<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
    {
        t_document = body;
        try
        {
            return JsonSerializer.Deserialize(body.Span, type);
        }
        finally
        {
            t_document = default;
        }
    }

    internal static KeptJson From(ref Utf8JsonReader reader)
    {
        var document = t_document;
        // By the place of its brackets in the document itself: the reader's own positions begin anew where a part is read a second time.
        if (reader.TokenType != JsonTokenType.StartObject || !document.Span.Overlaps(reader.ValueSpan, out var start))
            return new KeptJson(JsonSerializer.SerializeToUtf8Bytes(JsonElement.ParseValue(ref reader), KernelJson.Stored.JsonElement));
        reader.Skip();
        document.Span.Overlaps(reader.ValueSpan, out var end);
        return new KeptJson(document[start..(end + 1)]);
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        // What was cut from a document was checked when that was read.
        if (_type is null) writer.WriteRawValue(_raw.Span, skipInputValidation: true);
        else JsonSerializer.Serialize(writer, _value, _type);
    }

    private ReadOnlyMemory<byte> Bytes() => _type is null ? _raw : JsonSerializer.SerializeToUtf8Bytes(_value, _type);
}

internal sealed class KeptJsonConverter : JsonConverter<KeptJson>
{
    public override KeptJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => KeptJson.From(ref reader);

    public override void Write(Utf8JsonWriter writer, KeptJson value, JsonSerializerOptions options) => value.WriteTo(writer);
}
