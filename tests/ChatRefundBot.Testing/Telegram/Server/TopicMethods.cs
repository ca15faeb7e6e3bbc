using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Topics of a forum, for a group of agents.</summary>
internal static class TopicMethods
{
    public static ApiAnswer Create(BotWorld world, Args args)
    {
        var forum = Forum(world, args);
        var name = args.Text("name").Trim();
        if (name.Length is 0 or > 128) throw ApiRefusal.Bad("TOPIC_TITLE_EMPTY");
        var thread = world.NextMessageId();
        forum.Topics[thread] = (name, true);
        return ApiAnswer.Ok(new JsonObject { ["message_thread_id"] = thread, ["name"] = name, ["icon_color"] = 7322096 });
    }

    public static ApiAnswer Close(BotWorld world, Args args) => Turn(world, args, open: false);

    public static ApiAnswer Reopen(BotWorld world, Args args) => Turn(world, args, open: true);

    private static ApiAnswer Turn(BotWorld world, Args args, bool open)
    {
        var forum = Forum(world, args);
        var thread = args.Number("message_thread_id", 0);
        if (!forum.Topics.TryGetValue(thread, out var topic)) throw ApiRefusal.Bad("message thread not found");
        if (topic.Open == open) throw ApiRefusal.Bad("TOPIC_NOT_MODIFIED");
        forum.Topics[thread] = topic with { Open = open };
        return ApiAnswer.Ok(true);
    }

    private static ChatRoom Forum(BotWorld world, Args args)
    {
        var chat = world.WritableChatOf(args);
        return chat.IsForum ? chat : throw ApiRefusal.Bad("the chat is not a forum");
    }
}
