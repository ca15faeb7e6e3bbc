using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Server;

namespace ChatRefundBot.Testing.Telegram.Users;

/// <summary>A chat as its members see it.</summary>
public sealed class FakeChat
{
    private readonly BotWorld _world;
    private readonly HashSet<int> _taken = [];

    internal FakeChat(BotWorld world, ChatRoom room) => (_world, Room) = (world, room);

    public long Id => Room.Id;

    /// <summary>Every message of the bot as it is shown now, oldest first.</summary>
    public IReadOnlyList<BotMessage> Screen
    {
        get
        {
            lock (_world.Gate) return [.. Visible().Select(BotMessage.Of)];
        }
    }

    public BotMessage? Last => Screen is [.., var last] ? last : null;

    /// <summary>Every button shown now.</summary>
    public IReadOnlyList<string> Buttons => [.. Screen.SelectMany(m => m.Labels)];

    /// <summary>The buttons in place of the letters; null: letters.</summary>
    public IReadOnlyList<string>? ReplyKeyboard
    {
        get
        {
            lock (_world.Gate) return Room.ReplyKeyboard;
        }
    }

    /// <summary>What the bot is said to be doing since its last message: typing ..</summary>
    public string? Action
    {
        get
        {
            lock (_world.Gate) return Room.Action;
        }
    }

    internal ChatRoom Room { get; }

    /// <summary>The oldest message of the bot that nobody has taken yet, as it is shown when it is taken.</summary>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    public Task<BotMessage> NextAsync(TimeSpan? within = null) => _world.Changed.UntilAsync(TryTake, within, () => "The bot said nothing more. " + Told());

    public async Task<IReadOnlyList<BotMessage>> NextAsync(int count, TimeSpan? within = null)
    {
        var messages = new List<BotMessage>();
        while (messages.Count < count) messages.Add(await NextAsync(within));
        return messages;
    }

    /// <summary>Takes messages until one fits.</summary>
    public Task<BotMessage> UntilAsync(Func<BotMessage, bool> match, TimeSpan? within = null) =>
        _world.Changed.UntilAsync(
            () =>
            {
                while (TryTake() is { } message)
                {
                    if (match(message)) return message;
                }

                return null;
            },
            within,
            () => "The bot did not say what was waited for. " + Told());

    /// <summary>Waits until what is shown fits; edits and deletions are seen too. Takes nothing.</summary>
    public Task<IReadOnlyList<BotMessage>> UntilScreenAsync(Func<IReadOnlyList<BotMessage>, bool> match, TimeSpan? within = null) =>
        _world.Changed.UntilAsync(() => Screen is var screen && match(screen) ? screen : null, within, () => "The screen did not become what was waited for. " + Told());

    /// <summary>Waits until the bot is said to be doing something.</summary>
    public Task<string> UntilActionAsync(TimeSpan? within = null) => _world.Changed.UntilAsync(() => Action, within, () => "The bot did nothing. " + Told());

    internal string Told() => $"Shown in chat {Id}:\n{string.Join('\n', Screen)}";

    private BotMessage? TryTake()
    {
        lock (_world.Gate)
        {
            var next = Visible().FirstOrDefault(m => !_taken.Contains(m.Id));
            if (next is null) return null;
            _taken.Add(next.Id);
            return BotMessage.Of(next);
        }
    }

    private IEnumerable<StoredMessage> Visible() => Room.Messages.Where(m => !m.Deleted && m.From.Id == _world.Bot.Id);
}
