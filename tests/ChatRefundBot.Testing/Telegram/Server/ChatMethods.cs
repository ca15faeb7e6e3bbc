using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Users;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

internal static class ChatMethods
{
    private static readonly HashSet<string> s_actions = new(StringComparer.Ordinal)
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document", "choose_sticker", "find_location",
        "record_video_note", "upload_video_note",
    };

    public static ApiAnswer Action(BotWorld world, Args args)
    {
        var action = args.Text("action").ToLowerInvariant();
        if (!s_actions.Contains(action)) throw ApiRefusal.Bad("wrong parameter action in request");
        world.WritableChatOf(args).Action = action;
        world.Changed.Raise();
        return ApiAnswer.Ok(true);
    }

    public static ApiAnswer Get(BotWorld world, Args args)
    {
        var chat = world.ChatOf(args).ToJson();
        chat["accent_color_id"] = 0;
        chat["max_reaction_count"] = 11;
        chat["accepted_gift_types"] = new JsonObject();
        return ApiAnswer.Ok(chat);
    }

    public static ApiAnswer Leave(BotWorld world, Args args)
    {
        var chat = world.ChatOf(args);
        if (chat.IsPrivate) throw ApiRefusal.Bad("chat member status can't be changed in private chats");
        if (chat.BotIsGone) throw ApiRefusal.Forbidden($"bot is not a member of the {chat.Type} chat");
        chat.BotIsGone = true;
        Membership.Tell(world, chat, world.Bot, "member", "left");
        return ApiAnswer.Ok(true);
    }
}
