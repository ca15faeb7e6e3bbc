using System.Text;
using System.Text.Json;
using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>What a call asks to show below a message or in place of the letters.</summary>
internal abstract record ReplyMarkup
{
    private const int LongestCallbackData = 64;
    private const int MostButtons = 100;

    private ReplyMarkup()
    {
    }

    /// <exception cref="ApiRefusal">It is not what the server takes.</exception>
    public static ReplyMarkup? Read(Args args)
    {
        if (args.Json("reply_markup", "reply keyboard markup") is not { } json) return null;
        if (json.ValueKind is not JsonValueKind.Object) throw ApiRefusal.Bad("object expected as reply markup");
        var keyboard = Rows(json, "keyboard", "Field \"keyboard\" must be an Array of Arrays", KeyboardButton);
        if (keyboard.Count > 0) return new Keyboard([.. keyboard.SelectMany(r => r)]);
        var inline = Rows(json, "inline_keyboard", "Field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays", InlineButton);
        // A row without buttons is no row; no rows at all take the keyboard away.
        inline = [.. inline.Where(r => r.Count > 0)];
        if (inline.Count > 0) return Checked(new InlineKeyboard(inline));
        if (IsTrue(json, "remove_keyboard")) return new Removed();
        return IsTrue(json, "force_reply") ? new ForcedReply() : null;
    }

    /// <summary>The inline keyboard of a call that can only have one.</summary>
    public static InlineKeyboard? ReadInline(Args args) => Read(args) switch
    {
        null => null,
        Inline inline => inline.Below,
        _ => throw ApiRefusal.Bad("inline keyboard expected"),
    };

    private static Inline Checked(InlineKeyboard keyboard)
    {
        if (keyboard.Buttons.Count() > MostButtons) throw ApiRefusal.Bad("reply markup is too long");
        foreach (var button in keyboard.Buttons)
        {
            if (button.Label.Trim().Length == 0) throw ApiRefusal.Bad("BUTTON_TEXT_INVALID");
            if (button.Data is not null && Encoding.UTF8.GetByteCount(button.Data) > LongestCallbackData) throw ApiRefusal.Bad("BUTTON_DATA_INVALID");
            if (button.Url is not null && !IsUrl(button.Url)) throw ApiRefusal.Bad($"inline keyboard button URL '{button.Url}' is invalid: Wrong HTTP URL");
        }

        return new Inline(keyboard);
    }

    private static bool IsUrl(string url) =>
        Uri.TryCreate(url.Contains("://", StringComparison.Ordinal) ? url : "http://" + url, UriKind.Absolute, out var uri)
        && (uri.Scheme == "tg" || (uri.Scheme is "http" or "https" && uri.Host.Contains('.', StringComparison.Ordinal)));

    private static List<IReadOnlyList<T>> Rows<T>(JsonElement markup, string name, string refusal, Func<JsonElement, T> read)
    {
        if (!markup.TryGetProperty(name, out var rows)) return [];
        if (rows.ValueKind is not JsonValueKind.Array) throw ApiRefusal.Bad($"field \"{name}\" must be of type Array");
        if (rows.EnumerateArray().Any(r => r.ValueKind is not JsonValueKind.Array)) throw ApiRefusal.Bad(refusal);
        return [.. rows.EnumerateArray().Select(row => (IReadOnlyList<T>)[.. row.EnumerateArray().Select(read)])];
    }

    private static string KeyboardButton(JsonElement button) => button.ValueKind switch
    {
        JsonValueKind.String => button.GetString()!,
        JsonValueKind.Object => Text(button, "can't parse keyboard button: "),
        _ => throw ApiRefusal.Bad("can't parse keyboard button: KeyboardButton must be a String or an Object"),
    };

    private static BotButton InlineButton(JsonElement button)
    {
        const string Prefix = "can't parse inline keyboard button: ";
        if (button.ValueKind is not JsonValueKind.Object) throw ApiRefusal.Bad(Prefix + "InlineKeyboardButton must be an Object");
        var text = Text(button, Prefix);
        if (Optional(button, "url", Prefix) is { Length: > 0 } url) return new BotButton(text, null, url);
        if (Optional(button, "callback_data", Prefix) is { Length: > 0 } data) return new BotButton(text, data);
        if (button.EnumerateObject().Any(f => f.Name is "switch_inline_query" or "switch_inline_query_current_chat" or "web_app" or "login_url" or "copy_text" or "pay"))
        {
            return new BotButton(text, null);
        }

        throw ApiRefusal.Bad(Prefix + "Text buttons are unallowed in the inline keyboard");
    }

    private static string Text(JsonElement button, string prefix) =>
        Optional(button, "text", prefix) ?? throw ApiRefusal.Bad(prefix + "Can't find field \"text\"");

    private static string? Optional(JsonElement from, string name, string prefix)
    {
        if (!from.TryGetProperty(name, out var field)) return null;
        return field.ValueKind switch
        {
            JsonValueKind.String => field.GetString(),
            JsonValueKind.Number => field.GetRawText(),
            _ => throw ApiRefusal.Bad($"{prefix}Field \"{name}\" must be of type String"),
        };
    }

    private static bool IsTrue(JsonElement json, string name) => json.TryGetProperty(name, out var field) && field.ValueKind is JsonValueKind.True;

    public sealed record Inline(InlineKeyboard Below) : ReplyMarkup;

    /// <param name="Labels">The buttons in place of the letters.</param>
    public sealed record Keyboard(IReadOnlyList<string> Labels) : ReplyMarkup;

    public sealed record Removed : ReplyMarkup;

    public sealed record ForcedReply : ReplyMarkup;
}
