using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Text;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Changes of the bot's own messages. An edit that names no keyboard takes the keyboard away.</summary>
internal static class EditMethods
{
    private const string NotModified =
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

    private static readonly TimeSpan s_deletable = TimeSpan.FromHours(48);

    public static ApiAnswer Text(BotWorld world, Args args)
    {
        var text = MessageText.Required(args);
        var keyboard = ReplyMarkup.ReadInline(args);
        var message = Own(world, args);
        return message.Media is null ? Change(world, message, text, keyboard) : throw ApiRefusal.Bad("there is no text in the message to edit");
    }

    public static ApiAnswer Caption(BotWorld world, Args args)
    {
        var keyboard = ReplyMarkup.ReadInline(args);
        var caption = MessageText.Caption(args);
        var message = Own(world, args);
        return message.Media is not null ? Change(world, message, caption, keyboard) : throw ApiRefusal.Bad("there is no caption in the message to edit");
    }

    public static ApiAnswer Keyboard(BotWorld world, Args args)
    {
        var keyboard = ReplyMarkup.ReadInline(args);
        var message = Own(world, args);
        return Change(world, message, message.Text, keyboard);
    }

    public static ApiAnswer Delete(BotWorld world, Args args)
    {
        var chat = world.WritableChatOf(args);
        if (chat.Find(args.MessageId()) is not { } message) throw ApiRefusal.Bad("message to delete not found");
        if (world.Now - message.At > s_deletable) throw ApiRefusal.Bad("message can't be deleted for everyone");
        if (!chat.IsPrivate && message.From.Id != world.Bot.Id) throw ApiRefusal.Bad("message can't be deleted");
        message.Deleted = true;
        world.Changed.Raise();
        return ApiAnswer.Ok(true);
    }

    private static StoredMessage Own(BotWorld world, Args args)
    {
        if (args.Text("chat_id").Length == 0 && args.Number("message_id", 0) == 0) throw ApiRefusal.Bad("message identifier is not specified");
        var chat = world.WritableChatOf(args);
        var message = chat.Find(args.MessageId()) ?? throw ApiRefusal.Bad("message to edit not found");
        return message.From.Id == world.Bot.Id ? message : throw ApiRefusal.Bad("message can't be edited");
    }

    private static ApiAnswer Change(BotWorld world, StoredMessage message, FormattedText text, InlineKeyboard? keyboard)
    {
        var sameKeyboard = keyboard is null ? message.Keyboard is null : keyboard.SameAs(message.Keyboard);
        if (sameKeyboard && text.SameAs(message.Text)) throw ApiRefusal.Bad(NotModified);
        // Clients show "edited" for a changed text, not for a changed keyboard.
        if (!text.SameAs(message.Text)) (message.EditedAt, message.Edits) = (world.Now, message.Edits + 1);
        (message.Text, message.Keyboard) = (text, keyboard);
        world.Changed.Raise();
        return ApiAnswer.Ok(message.ToJson());
    }
}
