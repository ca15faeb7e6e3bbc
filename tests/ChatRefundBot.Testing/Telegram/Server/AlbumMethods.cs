using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Files;
using ChatRefundBot.Testing.Telegram.Text;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Albums of the bot.</summary>
internal static class AlbumMethods
{
    private const int Most = 10;

    public static ApiAnswer MediaGroup(BotWorld world, Args args)
    {
        if (args.Text("media").Length == 0) throw ApiRefusal.Bad("parameter \"media\" is required");
        var media = args.Json("media", "media")!.Value;
        if (media.ValueKind is not JsonValueKind.Array) throw ApiRefusal.Bad("expected an Array of InputMedia");
        var items = media.EnumerateArray().ToList();
        if (items.Count == 0) throw ApiRefusal.Bad("there are no messages to send");
        if (items.Count == 1) throw ApiRefusal.Bad("album must have 2-10 items");
        if (items.Count > Most) throw ApiRefusal.Bad("too many messages to send as an album");
        world.WritableChatOf(args);
        var contents = items.ConvertAll(item => Read(world, args, item));
        if (contents.Select(c => c.Media.Kind).Distinct().Count() > 1) throw ApiRefusal.Bad("Can't use the media of the specified type in the album");

        // A keyboard is not refused but dropped: buttons go into a message of their own.
        var group = world.NewMediaGroupId();
        var messages = contents.ConvertAll(c => SendMethods.Add(world, args, c.Caption, c.Media, markup: null, group));
        return ApiAnswer.Ok(new JsonArray([.. messages.Select(m => (JsonNode)m.ToJson())]));
    }

    private static (FormattedText Caption, StoredMedia Media) Read(BotWorld world, Args args, JsonElement item)
    {
        const string Prefix = "can't parse InputMedia: ";
        if (item.ValueKind is not JsonValueKind.Object) throw ApiRefusal.Bad(Prefix + "expected an Object");
        JsonElement? entities = item.TryGetProperty("caption_entities", out var given) ? given : null;
        var caption = MessageText.Caption(Text(item, "caption"), Text(item, "parse_mode"), entities);
        var reference = Text(item, "media");
        if (reference.Length == 0) throw ApiRefusal.Bad(Prefix + "media not found");
        var media = Text(item, "type") switch
        {
            "photo" => Uploads.Photo(world, args, reference, ""),
            "document" => Uploads.Document(world, args, reference, ""),
            "" => throw ApiRefusal.Bad(Prefix + "Can't find field \"type\""),
            "animation" => throw ApiRefusal.Bad(Prefix + "type \"animation\" can't be used in sendMediaGroup"),
            var type => throw ApiRefusal.Bad(string.Create(CultureInfo.InvariantCulture, $"{Prefix}type \"{type}\" is unsupported")),
        };
        return (caption, media);
    }

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var field) && field.ValueKind is JsonValueKind.String ? field.GetString()! : "";
}
