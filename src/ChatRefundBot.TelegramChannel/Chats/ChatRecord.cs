using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.TelegramChannel.Chats;

/// <summary>What the channel keeps of a chat beside the desk's own state. Written by whoever holds the lease of its updates.</summary>
internal sealed record ChatRecord
{
    private const int MostAlbums = 10;

    /// <summary>The conversation that the chat goes on with; null: its own.</summary>
    public ConversationId? LinkedTo { get; init; }

    /// <summary>Albums that were taken, the newest last: what comes for them later belongs to them.</summary>
    public IReadOnlyList<string> Albums { get; init; } = [];

    /// <summary>Updates behind others that were taken before their turn, as parts of an album.</summary>
    public IReadOnlyList<long> Taken { get; init; } = [];

    public ChatRecord WithAlbum(string album) => this with { Albums = [.. Albums.TakeLast(MostAlbums - 1), album] };

    public static ChatRecord Read(StoredDocument? kept) =>
        kept is null ? new ChatRecord() : JsonSerializer.Deserialize(kept.Body.Span, ChatJson.Stored.ChatRecord)!;

    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(this, ChatJson.Stored.ChatRecord);
}

/// <summary>An update as it came.</summary>
internal sealed record StagedUpdate(DateTimeOffset At, JsonElement Update)
{
    /// <summary>As it is kept: the update's own bytes, because not every text that can be read can be written again.</summary>
    public static byte[] Body(DateTimeOffset at, JsonElement update)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("at", at);
            writer.WritePropertyName("update");
            writer.WriteRawValue(update.GetRawText(), skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatRecord))]
[JsonSerializable(typeof(StagedUpdate))]
[JsonSerializable(typeof(Sending.ScreenRecord))]
[JsonSerializable(typeof(Sending.SendProgress))]
internal sealed partial class ChatJson : JsonSerializerContext
{
    public static readonly ChatJson Stored = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
