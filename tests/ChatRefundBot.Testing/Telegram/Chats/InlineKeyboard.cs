using System.Text.Json.Nodes;

namespace ChatRefundBot.Testing.Telegram.Chats;

/// <summary>A button below a message.</summary>
/// <param name="Data">What the bot is told when it is tapped; null: the button does something else.</param>
/// <param name="Url">What it opens.</param>
public sealed record BotButton(string Label, string? Data, string? Url = null);

/// <summary>The buttons below a message.</summary>
internal sealed record InlineKeyboard(IReadOnlyList<IReadOnlyList<BotButton>> Rows)
{
    public IEnumerable<BotButton> Buttons => Rows.SelectMany(r => r);

    public bool SameAs(InlineKeyboard? other) => other is not null && ToJson().ToJsonString() == other.ToJson().ToJsonString();

    public JsonObject ToJson() =>
        new() { ["inline_keyboard"] = new JsonArray([.. Rows.Select(row => (JsonNode)new JsonArray([.. row.Select(ToJson)]))]) };

    private static JsonObject ToJson(BotButton button)
    {
        var json = new JsonObject { ["text"] = button.Label };
        if (button.Data is not null) json["callback_data"] = button.Data;
        if (button.Url is not null) json["url"] = button.Url;
        return json;
    }
}
