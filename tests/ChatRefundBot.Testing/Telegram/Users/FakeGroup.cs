using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Server;
using ChatRefundBot.Testing.Telegram.Text;

namespace ChatRefundBot.Testing.Telegram.Users;

/// <summary>A group that somebody has added the bot to.</summary>
public sealed class FakeGroup
{
    private readonly BotWorld _world;

    internal FakeGroup(BotWorld world, ChatRoom room) => (_world, Chat) = (world, new FakeChat(world, room));

    public long Id => Chat.Id;

    public FakeChat Chat { get; }

    public bool BotIsMember
    {
        get
        {
            lock (_world.Gate) return !Chat.Room.BotIsGone;
        }
    }

    /// <summary>Waits until the bot has left.</summary>
    public Task UntilBotLeftAsync(TimeSpan? within = null) =>
        _world.Changed.UntilAsync(() => BotIsMember ? null : this, within, () => "The bot is still in the group. " + Chat.Told());

    /// <summary>Somebody says something that the bot gets to see.</summary>
    public UserMessage SendText(FakeTelegramUser user, string text) => UserPost.Send(_world, Chat.Room, Of(user), text);

    /// <summary>Taps a button of a message of the bot in the group.</summary>
    public FakeTap Tap(FakeTelegramUser user, BotMessage on, string data)
    {
        ArgumentNullException.ThrowIfNull(on);
        lock (_world.Gate) return _world.Taps.Add(Of(user), Chat.Room.Messages.Find(m => m.Id == on.Id)!, data);
    }

    /// <summary>Somebody removes the bot.</summary>
    public long RemoveBot(FakeTelegramUser by)
    {
        lock (_world.Gate)
        {
            Chat.Room.BotIsGone = true;
            return Membership.Tell(_world, Chat.Room, Of(by), "member", "kicked") ?? 0;
        }
    }

    /// <summary>Adds the bot: a change of its membership, and the notice that everybody sees.</summary>
    internal void AddBot(FakeTelegramUser by)
    {
        lock (_world.Gate)
        {
            Chat.Room.BotIsGone = false;
            Membership.Tell(_world, Chat.Room, Of(by), "left", "member");
            var notice = new StoredMessage
            {
                Id = _world.NextMessageId(),
                Chat = Chat.Room,
                From = Of(by),
                At = _world.Now,
                Text = FormattedText.Empty,
                Extra = new JsonObject { ["new_chat_members"] = new JsonArray(_world.Bot.ToJson()), ["new_chat_member"] = _world.Bot.ToJson() },
            };
            Chat.Room.Messages.Add(notice);
            _world.Updates.Add("message", notice.ToJson(), Id, Id);
        }
    }

    private static UserProfile Of(FakeTelegramUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Profile;
    }
}
