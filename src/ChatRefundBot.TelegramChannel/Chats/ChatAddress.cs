using System.Globalization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.TelegramChannel.Chats;

/// <summary>A private chat of a bot, <c>telegram:BOT:CHAT</c>, and the names under which the channel keeps what belongs to it.</summary>
internal readonly record struct ChatAddress(long Bot, long Chat)
{
    public const string Channel = "telegram";

    /// <summary>Chats with updates that were stored and not taken up yet, scored by the end of the lease of whoever works on them.</summary>
    public const string PendingIndex = "telegram-inbox";

    public ConversationId Conversation => new(ToString());

    /// <summary>Updates as they came, in order, until they are a conversation's messages.</summary>
    public LogKey Inbox => new("telegram-inbox", ToString());

    /// <summary>What the channel knows of the chat; see <see cref="ChatRecord"/>.</summary>
    public DocumentKey Record => new("telegram-chat", ToString());

    /// <summary>Exists while the buyer has blocked the bot.</summary>
    public DocumentKey Blocked => new("telegram-blocked", ToString());

    /// <summary>What stands on the buyer's screen; see <see cref="Sending.ScreenRecord"/>.</summary>
    public DocumentKey Screen => new("telegram-screen", ToString());

    public static ChatAddress? Parse(ConversationId conversation)
    {
        var parts = conversation.Value.Split(':');
        return parts is [Channel, var bot, var chat]
            && long.TryParse(bot, NumberStyles.None, CultureInfo.InvariantCulture, out var botId)
            && long.TryParse(chat, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chatId)
            ? new ChatAddress(botId, chatId)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channel}:{Bot}:{Chat}");
}
