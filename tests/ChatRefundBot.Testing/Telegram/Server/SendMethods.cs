using System.Text.Json;
using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Files;
using ChatRefundBot.Testing.Telegram.Text;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Messages of the bot. A call is read and checked whole before anything is changed.</summary>
internal static class SendMethods
{
    public static ApiAnswer Message(BotWorld world, Args args)
    {
        var text = MessageText.Required(args);
        return Say(world, args, text, null);
    }

    public static ApiAnswer Photo(BotWorld world, Args args)
    {
        var caption = MessageText.Caption(args);
        if (Reference(args, "photo") is not { } photo) throw ApiRefusal.Bad("there is no photo in the request");
        return Say(world, args, caption, Uploads.Photo(world, args, photo, "photo"));
    }

    public static ApiAnswer Document(BotWorld world, Args args)
    {
        var caption = MessageText.Caption(args);
        if (Reference(args, "document") is not { } document) throw ApiRefusal.Bad("there is no document in the request");
        return Say(world, args, caption, Uploads.Document(world, args, document, "document"));
    }

    public static ApiAnswer Copy(BotWorld world, Args args)
    {
        if (!long.TryParse(args.Text("from_chat_id"), System.Globalization.CultureInfo.InvariantCulture, out var from) || !world.Chats.TryGetValue(from, out var source))
        {
            throw ApiRefusal.Bad("chat not found");
        }

        if (source.Find(args.Number("message_id", 0)) is not { } original) throw ApiRefusal.Bad("message to copy not found");
        var text = args.Has("caption") ? MessageText.Caption(args) : original.Text;
        var copy = Add(world, args, text, original.Media, ReplyMarkup.Read(args));
        return ApiAnswer.Ok(new JsonObject { ["message_id"] = copy.Id });
    }

    /// <summary>Adds a message of the bot to the chat that the call names.</summary>
    public static StoredMessage Add(BotWorld world, Args args, FormattedText text, StoredMedia? media, ReplyMarkup? markup, string? mediaGroupId = null)
    {
        var chat = world.WritableChatOf(args);
        var thread = Thread(chat, args);
        var replyTo = ReplyTo(chat, args);
        var message = new StoredMessage
        {
            Id = world.NextMessageId(),
            Chat = chat,
            From = world.Bot,
            At = world.Now,
            Text = text,
            Media = media,
            MediaGroupId = mediaGroupId,
            ThreadId = thread,
            ReplyTo = replyTo,
            Keyboard = (markup as ReplyMarkup.Inline)?.Below,
        };
        chat.ReplyKeyboard = markup switch
        {
            ReplyMarkup.Keyboard keyboard => keyboard.Labels,
            ReplyMarkup.Removed => null,
            _ => chat.ReplyKeyboard,
        };
        chat.Action = null;
        chat.Messages.Add(message);
        world.Changed.Raise();
        return message;
    }

    private static ApiAnswer Say(BotWorld world, Args args, FormattedText text, StoredMedia? media) =>
        ApiAnswer.Ok(Add(world, args, text, media, ReplyMarkup.Read(args)).ToJson());

    /// <summary>What a file parameter says: a file id, <c>attach://</c>, or an empty text where the file comes under the parameter's own name.</summary>
    private static string? Reference(Args args, string name) => args.Has(name) ? args.Text(name) : args.File("", name) is null ? null : "";

    private static int? Thread(ChatRoom chat, Args args)
    {
        var thread = args.Number("message_thread_id", 0);
        if (thread == 0) return null;
        if (!chat.Topics.TryGetValue(thread, out var topic)) throw ApiRefusal.Bad("message thread not found");
        return topic.Open ? thread : throw ApiRefusal.Bad("TOPIC_CLOSED");
    }

    private static StoredMessage? ReplyTo(ChatRoom chat, Args args)
    {
        if (args.Json("reply_parameters", "reply parameters") is not { } reply) return null;
        if (reply.ValueKind is not JsonValueKind.Object) throw ApiRefusal.Bad("object expected as reply parameters");
        if (!reply.TryGetProperty("message_id", out var id) || !id.TryGetInt32(out var number)) return null;
        if (chat.Find(number) is { } message) return message;
        return reply.TryGetProperty("allow_sending_without_reply", out var anyway) && anyway.ValueKind is JsonValueKind.True
            ? null
            : throw ApiRefusal.Bad("message to be replied not found");
    }
}
