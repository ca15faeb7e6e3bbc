using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Files;
using ChatRefundBot.Testing.Telegram.Server;
using ChatRefundBot.Testing.Telegram.Text;

namespace ChatRefundBot.Testing.Telegram.Users;

/// <summary>Puts what users do into chats and into the bot's queue.</summary>
internal static partial class UserPost
{
    public static UserMessage Send(BotWorld world, ChatRoom chat, UserProfile from, string text, StoredMedia? media = null, UserSend? with = null, string? album = null)
    {
        lock (world.Gate)
        {
            if (chat.Blocked) throw new InvalidOperationException("Who has blocked the bot cannot write to it; unblock first.");
            chat.Started = true;
            var message = new StoredMessage
            {
                Id = world.NextMessageId(),
                Chat = chat,
                From = from,
                At = world.Now,
                Text = new FormattedText(text, Entities(text)),
                Media = media,
                MediaGroupId = album,
                ReplyTo = with?.ReplyTo is { } id ? chat.Find(id) ?? throw new InvalidOperationException($"There is no message {id} to reply to.") : null,
                Extra = Extra(world, with),
            };
            chat.Messages.Add(message);
            var update = world.Updates.Add("message", message.ToJson(), chat.Id, chat.Id) ?? 0;
            return new UserMessage(message.Id, update, album, media?.Main?.Id);
        }
    }

    public static long Edit(BotWorld world, ChatRoom chat, UserProfile from, int messageId, string text)
    {
        lock (world.Gate)
        {
            var message = chat.Find(messageId);
            if (message is null || message.From.Id != from.Id) throw new InvalidOperationException($"{messageId} is no message of this user.");
            message.Text = new FormattedText(text, Entities(text));
            message.EditedAt = world.Now;
            message.Edits++;
            return world.Updates.Add("edited_message", message.ToJson(), chat.Id, chat.Id) ?? 0;
        }
    }

    public static StoredMedia Media(BotWorld world, AlbumItem item, long? claimedSize = null)
    {
        lock (world.Gate)
        {
            return item.FileName is null
                ? new StoredMedia("photo", world.Files.AddPhoto(item.Content))
                : new StoredMedia("document", [world.Files.Add(item.Content, item.FileName, item.Mime, claimedSize)]);
        }
    }

    /// <summary>What the server finds in plain text: commands and links.</summary>
    private static List<TextEntity> Entities(string text)
    {
        var commands = Command().Matches(text).Select(m => new TextEntity("bot_command", m.Index, m.Length));
        var links = Link().Matches(text).Select(m => new TextEntity("url", m.Index, m.Length));
        return [.. commands.Concat(links).OrderBy(e => e.Offset)];
    }

    private static JsonObject Extra(BotWorld world, UserSend? with)
    {
        var extra = new JsonObject();
        if (with?.Quote is { } quote) extra["quote"] = new JsonObject { ["text"] = quote, ["position"] = 0, ["is_manual"] = true };
        if (with?.ForwardedFrom is { } name)
        {
            extra["forward_origin"] = new JsonObject { ["type"] = "hidden_user", ["sender_user_name"] = name, ["date"] = world.Now.ToUnixTimeSeconds() - 60 };
        }

        return extra;
    }

    [GeneratedRegex(@"(?<![\w/<>])/[a-zA-Z0-9_]{1,32}(@[a-zA-Z0-9_]{3,32})?(?![\w/])")]
    private static partial Regex Command();

    [GeneratedRegex(@"https?://[^\s]+")]
    private static partial Regex Link();
}
