using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Files;
using ChatRefundBot.Testing.Telegram.Limits;
using ChatRefundBot.Testing.Telegram.Updates;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Everything the server knows of its one bot. Whoever reads or changes it holds <see cref="Gate"/>.</summary>
internal sealed class BotWorld
{
    private int _lastMessageId = 100;
    private int _lastMediaGroup;

    public BotWorld(FakeBotApiOptions options)
    {
        Options = options;
        Bot = new UserProfile(options.BotId, options.BotName, null, options.BotUsername, null, IsBot: true);
        Updates = new UpdateQueue(options, Changed);
        Polls = new LongPolling(this);
        Webhook = new FakeWebhook(this);
        Files = new FakeFiles(Gate, options);
        Taps = new CallbackQueries(this);
        Rates = new RateMeter(options);
    }

    public Lock Gate { get; } = new();

    public FakeBotApiOptions Options { get; }

    public Signal Changed { get; } = new();

    public UserProfile Bot { get; }

    public UpdateQueue Updates { get; }

    public LongPolling Polls { get; }

    public FakeWebhook Webhook { get; }

    public FakeFiles Files { get; }

    public CallbackQueries Taps { get; }

    public RateMeter Rates { get; }

    public Dictionary<long, ChatRoom> Chats { get; } = [];

    public CommandMenus Commands { get; } = new();

    public DateTimeOffset Now => Options.Clock.GetUtcNow();

    public int NextMessageId() => ++_lastMessageId;

    public string NewMediaGroupId() => (13_900_000_000_000_000 + (++_lastMediaGroup)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The chat that a call names.</summary>
    /// <exception cref="ApiRefusal">There is none.</exception>
    public ChatRoom ChatOf(Args args)
    {
        var name = args.Text("chat_id");
        if (name.Length == 0) throw ApiRefusal.Bad("chat_id is empty");
        return long.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var id) && Chats.TryGetValue(id, out var chat)
            ? chat
            : throw ApiRefusal.Bad("chat not found");
    }

    /// <summary>The chat that a call writes to.</summary>
    /// <exception cref="ApiRefusal">The bot may not write there.</exception>
    public ChatRoom WritableChatOf(Args args)
    {
        var chat = ChatOf(args);
        if (chat.Deactivated) throw ApiRefusal.Forbidden("user is deactivated");
        if (chat.Blocked) throw ApiRefusal.Forbidden("bot was blocked by the user");
        if (chat.BotIsGone) throw ApiRefusal.Forbidden($"bot was kicked from the {chat.Type} chat");
        return chat is { IsPrivate: true, Started: false } ? throw ApiRefusal.Forbidden("bot can't initiate conversation with a user") : chat;
    }
}
