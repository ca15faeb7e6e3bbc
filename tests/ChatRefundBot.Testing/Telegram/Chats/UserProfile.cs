using System.Text.Json.Nodes;

namespace ChatRefundBot.Testing.Telegram.Chats;

/// <summary>Who somebody is.</summary>
/// <param name="LanguageCode">Of their client; null: it does not say.</param>
internal sealed record UserProfile(long Id, string FirstName, string? LastName, string? Username, string? LanguageCode, bool IsBot = false)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id, ["is_bot"] = IsBot, ["first_name"] = FirstName };
        if (LastName is not null) json["last_name"] = LastName;
        if (Username is not null) json["username"] = Username;
        if (LanguageCode is not null) json["language_code"] = LanguageCode;
        return json;
    }
}
