using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Server;
using ChatRefundBot.Testing.Telegram.Updates;

namespace ChatRefundBot.Testing.Telegram.Users;

/// <summary>Updates about the bot's own place in a chat.</summary>
internal static class Membership
{
    /// <param name="by">Who changed it: the user, or the bot itself.</param>
    public static long? Tell(BotWorld world, ChatRoom chat, UserProfile by, string before, string after)
    {
        var change = new JsonObject
        {
            ["chat"] = chat.ToJson(),
            ["from"] = by.ToJson(),
            ["date"] = world.Now.ToUnixTimeSeconds(),
            ["old_chat_member"] = Member(world, before),
            ["new_chat_member"] = Member(world, after),
        };
        return world.Updates.Add("my_chat_member", change, chat.Id, UpdateQueue.KeyOfMembership(chat.Id));
    }

    private static JsonObject Member(BotWorld world, string status)
    {
        var member = new JsonObject { ["user"] = world.Bot.ToJson(), ["status"] = status };
        if (status == "kicked") member["until_date"] = 0;
        return member;
    }
}
