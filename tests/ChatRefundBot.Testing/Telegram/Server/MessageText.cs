using System.Text;
using System.Text.Json;
using ChatRefundBot.Testing.Telegram.Text;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Texts and captions of calls, parsed and checked.</summary>
internal static class MessageText
{
    public const int LongestText = 4096;
    public const int LongestCaption = 1024;

    /// <summary>What the server refuses before it looks at the formatting, in bytes.</summary>
    private const int LongestBytes = 1 << 15;

    /// <exception cref="ApiRefusal">Empty, too long, or not parsable.</exception>
    public static FormattedText Required(Args args)
    {
        var given = args.Text("text");
        if (given.Length == 0) throw ApiRefusal.Bad("message text is empty");
        var text = Parsed(given, args.Text("parse_mode"), args.Json("entities", "entities"));
        if (text.Text.Length == 0) throw ApiRefusal.Bad("message text is empty");
        return text.Text.Length > LongestText ? throw ApiRefusal.Bad("message is too long") : text;
    }

    /// <exception cref="ApiRefusal">Too long, or not parsable.</exception>
    public static FormattedText Caption(Args args) => Caption(args.Text("caption"), args.Text("parse_mode"), args.Json("caption_entities", "entities"));

    public static FormattedText Caption(string caption, string parseMode, JsonElement? entities)
    {
        var text = Parsed(caption, parseMode, entities);
        return text.Text.Length > LongestCaption ? throw ApiRefusal.Bad("message caption is too long") : text;
    }

    private static FormattedText Parsed(string text, string parseMode, JsonElement? entities)
    {
        if (Encoding.UTF8.GetByteCount(text) > LongestBytes) throw ApiRefusal.Bad("text is too long");
        return (parseMode.ToLowerInvariant() switch
        {
            "" or "none" => new FormattedText(text, entities is { } given ? Given(given) : []),
            "html" => HtmlText.Parse(text),
            "markdown" or "markdownv2" => throw new ApiRefusal(501, "The fake does not know Markdown; send HTML."),
            _ => throw ApiRefusal.Bad("unsupported parse_mode"),
        }).Trimmed();
    }

    private static List<TextEntity> Given(JsonElement entities)
    {
        if (entities.ValueKind is not JsonValueKind.Array) return [];
        return [.. entities.EnumerateArray().Select(One)];

        static TextEntity One(JsonElement entity) =>
            entity.ValueKind is JsonValueKind.Object && entity.TryGetProperty("offset", out var offset) && entity.TryGetProperty("length", out var length)
            && entity.TryGetProperty("type", out var type)
                ? new TextEntity(type.GetString()!, offset.GetInt32(), length.GetInt32(), entity.TryGetProperty("url", out var url) ? url.GetString() : null)
                : throw ApiRefusal.Bad("can't parse MessageEntity: expected an Object");
    }
}
