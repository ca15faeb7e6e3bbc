using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Telegram.Bot;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>A fake server, the client package set up as the channel sets it up, and bare HTTP for what the package would never send.</summary>
internal sealed class ApiSite : IAsyncDisposable
{
    private readonly HttpClient _transport = new(new SocketsHttpHandler { UseProxy = false });

    private ApiSite(FakeBotApi api)
    {
        Api = api;
        Bot = NewBot();
    }

    public FakeBotApi Api { get; }

    public TelegramBotClient Bot { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ApiSite> StartAsync(FakeBotApiOptions? options = null) => new(await FakeBotApi.StartAsync(options));

    public TelegramBotClient NewBot() =>
        new(new TelegramBotClientOptions(Api.Token, Api.Address.ToString()) { RetryThreshold = 0 }, _transport);

    /// <summary>A user who has pressed Start; the update is confirmed.</summary>
    public async Task<FakeTelegramUser> StartedUserAsync(string firstName = "Mei")
    {
        var user = Api.NewUser(firstName);
        var hello = user.SendText("/start");
        await Bot.GetUpdates((int)hello.UpdateId + 1, timeout: 0, cancellationToken: Token);
        return user;
    }

    /// <summary>Calls a method with a JSON body, without the package.</summary>
    public async Task<JsonObject> CallAsync(string method, object? parameters = null)
    {
        using var response = await _transport.PostAsJsonAsync(new Uri(Api.Address, $"/bot{Api.Token}/{method}"), parameters ?? new { }, Token);
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!;
    }

    /// <summary>Sends any request, without the package.</summary>
    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Api.Address, path)) { Content = content };
        using var response = await _transport.SendAsync(request, Token);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        _transport.Dispose();
    }
}
