using System.Text.Json.Nodes;

namespace ChatRefundBot.Testing.Telegram.Chats;

/// <summary>A chat that the bot is in, or could be. Guarded by the world's gate.</summary>
internal sealed class ChatRoom
{
    public required long Id { get; init; }

    /// <summary>private, group, supergroup.</summary>
    public required string Type { get; init; }

    /// <summary>Of a group.</summary>
    public string? Title { get; init; }

    /// <summary>The user of a private chat.</summary>
    public UserProfile? User { get; init; }

    public bool IsForum { get; init; }

    /// <summary>The user has written to the bot or pressed Start; before that the bot may not write.</summary>
    public bool Started { get; set; }

    public bool Blocked { get; set; }

    public bool Deactivated { get; set; }

    /// <summary>Of a group: the bot was removed or has left.</summary>
    public bool BotIsGone { get; set; }

    public string? Action { get; set; }

    /// <summary>The reply keyboard in place of the letters.</summary>
    public IReadOnlyList<string>? ReplyKeyboard { get; set; }

    public List<StoredMessage> Messages { get; } = [];

    /// <summary>Forum topics by thread id: name and whether open.</summary>
    public Dictionary<int, (string Name, bool Open)> Topics { get; } = [];

    public bool IsPrivate => Type == "private";

    public StoredMessage? Find(int messageId) => Messages.Find(m => m.Id == messageId && !m.Deleted);

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id };
        if (User is { } user)
        {
            json["first_name"] = user.FirstName;
            if (user.LastName is not null) json["last_name"] = user.LastName;
            if (user.Username is not null) json["username"] = user.Username;
        }

        if (Title is not null) json["title"] = Title;
        if (IsForum) json["is_forum"] = true;
        json["type"] = Type;
        return json;
    }
}
