using System.Net;
using System.Net.Sockets;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Serving;
using ChatRefundBot.Settings;
using ChatRefundBot.TelegramChannel;
using ChatRefundBot.Testing;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using ChatRefundBot.WebChannel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Telegram;

/// <summary>What a test can change of a desk on Telegram.</summary>
internal sealed record TelegramDeskOptions
{
    public string? Redis { get; init; }

    /// <summary>Name of the shop on Redis, for a second host or a second start; null: a new one.</summary>
    public string? Shop { get; init; }

    /// <summary>Where its data lies; null: a directory of its own.</summary>
    public string? Directory { get; init; }

    public string? Token { get; init; }

    /// <summary>Secret of the webhook; null: updates are polled.</summary>
    public string? WebhookSecret { get; init; }

    public string? FilesDirectory { get; init; }

    public string Language { get; init; } = "en";

    public TelegramLimits Limits { get; init; } = Quick;

    /// <summary>Stands between the desk and its store.</summary>
    public Func<IStore, IStore>? Store { get; init; }

    /// <summary>Times that a test need not wait for, where the time is not what it is about.</summary>
    public static TelegramLimits Quick { get; } = new()
    {
        SendsPerSecondAndChat = 50,
        ChatBurst = 20,
        AlbumIdle = TimeSpan.FromMilliseconds(300),
        AlbumLongest = TimeSpan.FromSeconds(3),
        ResendAfter = TimeSpan.FromSeconds(1),
        SendTimeout = TimeSpan.FromSeconds(3),
        PollTimeout = TimeSpan.FromSeconds(20),
    };
}

/// <summary>The whole desk with its Telegram and web channels, put together as the host does, in the test's process, against the fake Bot API over HTTP.</summary>
internal sealed class TelegramDesk : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryDirectory? _directory;
    private bool _stopped;

    private TelegramDesk(WebApplication app, TemporaryDirectory? directory, LogList log) => (_app, _directory, Log) = (app, directory, log);

    public LogList Log { get; }

    public Uri Address { get; private set; } = new("http://localhost");

    public IServiceProvider Services => _app.Services;

    public IStore Store => Services.GetRequiredService<IStore>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TelegramDesk> StartAsync(FakeBotApi api, TelegramDeskOptions? given = null)
    {
        var options = given ?? new TelegramDeskOptions();
        var directory = options.Directory is null ? new TemporaryDirectory() : null;
        var address = $"http://127.0.0.1:{FreePort()}";
        var settings = SettingsOf(api, options, options.Directory ?? directory!.FullPath, address);
        var log = new LogList();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(settings);
        builder.Services.AddDesk(settings);
        builder.Services.AddWebChat(settings);
        builder.Services.AddTelegram(settings, options.Limits);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        if (options.Store is { } wrap)
        {
            var store = builder.Services.Single(s => s.ServiceType == typeof(IStore));
            builder.Services.Remove(store);
            builder.Services.AddSingleton(provider => wrap((IStore)store.ImplementationFactory!(provider)));
        }

        var app = builder.Build();
        DataDirectory.Ensure(settings);
        SampleShop.EnsureGenerated(settings.OrdersFile, TimeProvider.System.GetUtcNow());
        Assert.IsType<OrderFileReload.Loaded>(await app.Services.GetRequiredService<FileOrderSource>().ReloadAsync(Token));
        app.MapTelegramChannel();
        app.MapWebChannel();
        await app.StartAsync(Token);
        return new TelegramDesk(app, directory, log) { Address = new Uri(address) };
    }

    public static ConversationId ConversationOf(FakeBotApi api, FakeTelegramUser user) => new($"telegram:{api.BotId}:{user.Id}");

    public async Task<TelegramReport> ReportAsync() => await Services.GetRequiredService<TelegramHealth>().LookAsync(Token);

    public async Task<IReadOnlyList<TranscriptEntry>> TranscriptAsync(ConversationId conversation) =>
        [.. (await Store.ReadAsync(StoreNames.Transcript(conversation), 0, int.MaxValue, Token)).Entries
            .Select(e => System.Text.Json.JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.TranscriptEntry)!)];

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync() =>
        [.. (await Store.ReadAsync(StoreNames.DeadLetters, 0, int.MaxValue, Token)).Entries
            .Select(e => System.Text.Json.JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.DeadLetter)!)];

    public async Task StopAsync()
    {
        _stopped = true;
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _app.StopAsync(soon.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped) await StopAsync();
        await _app.DisposeAsync();
        _directory?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static HostSettings SettingsOf(FakeBotApi api, TelegramDeskOptions options, string directory, string address)
    {
        var all = new Dictionary<string, string?>
        {
            ["Store:DataDirectory"] = directory,
            ["Store:ConnectionString"] = options.Redis,
            ["Store:Shop"] = options.Redis is null ? null : options.Shop ?? SharedRedis.NewShop(),
            ["Telegram:BotToken"] = options.Token ?? api.Token,
            ["Telegram:ApiBaseUrl"] = api.Address.ToString(),
            ["Telegram:Mode"] = options.WebhookSecret is null ? "Polling" : "Webhook",
            ["Telegram:WebhookUrl"] = options.WebhookSecret is null ? null : address + "/telegram/webhook",
            ["Telegram:WebhookSecret"] = options.WebhookSecret,
            ["Telegram:FilesDirectory"] = options.FilesDirectory,
            ["Language:Default"] = options.Language,
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all.Where(s => s.Value is not null)).Build();
        return Assert.IsType<SettingsResult.Good>(SettingsReader.Read(configuration)).Settings;
    }
}
