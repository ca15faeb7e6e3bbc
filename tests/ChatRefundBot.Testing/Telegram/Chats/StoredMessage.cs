using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Files;
using ChatRefundBot.Testing.Telegram.Text;

namespace ChatRefundBot.Testing.Telegram.Chats;

/// <summary>A message as the server keeps it. Guarded by the world's gate.</summary>
internal sealed class StoredMessage
{
    public required int Id { get; init; }

    public required ChatRoom Chat { get; init; }

    public required UserProfile From { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? EditedAt { get; set; }

    public int Edits { get; set; }

    /// <summary>Text, or caption of what has media.</summary>
    public FormattedText Text { get; set; } = FormattedText.Empty;

    /// <summary>What is not text.</summary>
    public StoredMedia? Media { get; init; }

    public string? MediaGroupId { get; init; }

    public StoredMessage? ReplyTo { get; init; }

    public int? ThreadId { get; init; }

    public InlineKeyboard? Keyboard { get; set; }

    public bool Deleted { get; set; }

    /// <summary>Fields that only some messages have: quote, forward_origin, new_chat_members, location ..</summary>
    public JsonObject Extra { get; init; } = [];

    public JsonObject ToJson(bool asReply = false)
    {
        var json = new JsonObject { ["message_id"] = Id, ["from"] = From.ToJson(), ["chat"] = Chat.ToJson(), ["date"] = At.ToUnixTimeSeconds() };
        if (ThreadId is { } thread) (json["message_thread_id"], json["is_topic_message"]) = (thread, true);
        if (EditedAt is { } edited) json["edit_date"] = edited.ToUnixTimeSeconds();
        if (ReplyTo is { Deleted: false } replied && !asReply) json["reply_to_message"] = replied.ToJson(asReply: true);
        if (MediaGroupId is not null) json["media_group_id"] = MediaGroupId;
        foreach (var (name, value) in Extra) json[name] = value?.DeepClone();
        Media?.AddTo(json);
        var (text, entities) = Media is null ? ("text", "entities") : ("caption", "caption_entities");
        if (Text.Text.Length > 0) json[text] = Text.Text;
        if (Text.Entities.Count > 0) json[entities] = Text.EntitiesJson();
        if (Keyboard is not null) json["reply_markup"] = Keyboard.ToJson();
        return json;
    }
}
