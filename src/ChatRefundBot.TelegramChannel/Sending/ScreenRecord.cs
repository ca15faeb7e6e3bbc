using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Chats;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>What stands on a buyer's screen that the channel may have to change later, and how long the chat must be left alone.</summary>
internal sealed record ScreenRecord
{
    private const int MostKeyboards = 5;
    private const int MostMessages = 40;

    /// <summary>Telegram asked to send nothing before this time; null when it did not.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Messages whose buttons are still shown, oldest first.</summary>
    public IReadOnlyList<int> Keyboards { get; init; } = [];

    /// <summary>Messages of agents, which they may edit, oldest first.</summary>
    public IReadOnlyList<SentMessage> Sent { get; init; } = [];

    public ScreenRecord With(int keyboard) => this with { Keyboards = [.. Keyboards.TakeLast(MostKeyboards - 1), keyboard] };

    public ScreenRecord With(SentMessage message) => this with { Sent = [.. Sent.TakeLast(MostMessages - 1), message] };

    public static ScreenRecord Read(StoredDocument? kept) =>
        kept is null ? new ScreenRecord() : JsonSerializer.Deserialize(kept.Body.Span, ChatJson.Stored.ScreenRecord)!;

    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(this, ChatJson.Stored.ScreenRecord);
}

/// <summary>A message of ours and its number with Telegram.</summary>
/// <param name="Key">What those who may change it call it.</param>
internal sealed record SentMessage(string Key, int Message);

/// <summary>How far an outbox entry has come; noted before each call, so that a crash in it is known afterwards.</summary>
/// <param name="Key">The entry's key.</param>
/// <param name="Part">Parts of it that were sent.</param>
internal sealed record SendProgress(string Key, int Part)
{
    /// <summary>True while a call is on its way: found so after a crash, nobody knows whether it arrived.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool InFlight { get; init; }

    /// <summary>How often the part was sent although it may have arrived.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Repeats { get; init; }

    /// <summary>True when nobody knows whether the part arrived, so that it is marked when it is sent again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Doubtful { get; init; }

    /// <summary>Errors of the server at this part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Errors { get; init; }

    /// <summary>True when the markup was not understood.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Plain { get; init; }

    public static DocumentKey KeyOf(ChatRefundBot.DialogKernel.Messages.ConversationId conversation) => new("telegram-sending", conversation.Value);

    public static SendProgress Read(StoredDocument? kept, string key) =>
        (kept is null ? null : JsonSerializer.Deserialize(kept.Body.Span, ChatJson.Stored.SendProgress)) is { } known && known.Key == key ? known : new SendProgress(key, 0);

    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(this, ChatJson.Stored.SendProgress);
}
