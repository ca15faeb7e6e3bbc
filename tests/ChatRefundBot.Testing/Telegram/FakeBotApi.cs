using System.Globalization;
using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Faults;
using ChatRefundBot.Testing.Telegram.Files;
using ChatRefundBot.Testing.Telegram.Limits;
using ChatRefundBot.Testing.Telegram.Server;
using ChatRefundBot.Testing.Telegram.Updates;
using ChatRefundBot.Testing.Telegram.Users;

namespace ChatRefundBot.Testing.Telegram;

/// <summary>
/// A Bot API server for tests, with one bot, in the test's process, on a loopback port. It speaks the wire format of the real one with JSON of its own,
/// refuses what the real one refuses in its words, and keeps every call. Users and groups are driven from the test.
/// </summary>
public sealed class FakeBotApi : IAsyncDisposable
{
    /// <summary>How long a test waits for something to happen unless it says otherwise.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly BotWorld _world;
    private readonly ApiEndpoint _endpoint;
    private long _lastUserId = 5_000_000_000;
    private long _lastGroupId = -1_001_900_000_000;

    private FakeBotApi(FakeBotApiOptions options)
    {
        _world = new BotWorld(options);
        Calls = new ApiCalls(_world);
        Faults = new ApiFaults(_world);
        Updates = new FakeUpdates(_world);
        _endpoint = new ApiEndpoint(_world, Calls, Faults);
    }

    /// <summary>The methods it knows, in small letters.</summary>
    public static IReadOnlyCollection<string> Methods => [.. ApiMethod.All.Keys];

    /// <summary>Where it listens; also while it is away.</summary>
    public Uri Address => _endpoint.Address;

    /// <summary>The bot's token as it is now.</summary>
    public string Token => _endpoint.Token;

    public long BotId => _world.Bot.Id;

    public string BotUsername => _world.Options.BotUsername;

    public ApiCalls Calls { get; }

    public ApiFaults Faults { get; }

    public FakeUpdates Updates { get; }

    public FakeWebhook Webhook => _world.Webhook;

    public FakeFiles Files => _world.Files;

    public RateMeter Rates => _world.Rates;

    public static async Task<FakeBotApi> StartAsync(FakeBotApiOptions? options = null)
    {
        var api = new FakeBotApi(options ?? new FakeBotApiOptions());
        await api._endpoint.OpenAsync();
        return api;
    }

    /// <summary>A user who has not met the bot yet.</summary>
    /// <param name="languageCode">Of their client; null: it does not say.</param>
    public FakeTelegramUser NewUser(string firstName = "Mei", string? lastName = null, string? username = null, string? languageCode = "zh-hans", long? id = null)
    {
        lock (_world.Gate)
        {
            var profile = new UserProfile(id ?? ++_lastUserId, firstName, lastName, username, languageCode);
            var room = new ChatRoom { Id = profile.Id, Type = "private", User = profile };
            _world.Chats.Add(room.Id, room);
            return new FakeTelegramUser(_world, profile, room);
        }
    }

    /// <summary>A group that somebody adds the bot to.</summary>
    public FakeGroup NewGroup(string title, FakeTelegramUser addedBy, bool isForum = false)
    {
        ArgumentNullException.ThrowIfNull(addedBy);
        FakeGroup group;
        lock (_world.Gate)
        {
            var room = new ChatRoom { Id = --_lastGroupId, Type = "supergroup", Title = title, IsForum = isForum };
            _world.Chats.Add(room.Id, room);
            group = new FakeGroup(_world, room);
        }

        group.AddBot(addedBy);
        return group;
    }

    /// <summary>The server cannot be reached: connections are refused. What it knows stays.</summary>
    public Task GoAwayAsync() => _endpoint.CloseAsync();

    /// <summary>It can be reached again, on the same port.</summary>
    public Task ComeBackAsync() => _endpoint.OpenAsync();

    /// <summary>BotFather has revoked the token; the old one is 401 from now on.</summary>
    public string RenewToken() => _endpoint.RenewToken();

    /// <summary>Answers to taps made until now come too late.</summary>
    public void ForgetTaps()
    {
        lock (_world.Gate) _world.Taps.Forget();
    }

    public async ValueTask DisposeAsync()
    {
        lock (_world.Gate) _world.Webhook.Stop();
        await _endpoint.CloseAsync();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"fake Bot API at {Address}, {Calls.All.Count} calls");
}
