using System.Diagnostics;
using System.Globalization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.TelegramChannel;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.Benchmarks.Telegram;

/// <summary>
/// Many chats that write in the same moment: how soon their updates are in the store, how soon all of them are answered against what the
/// budget of sends allows, how long the last one waits for its first word, and what memory it takes. The Bot API is the fake, over HTTP,
/// in the same process.
/// </summary>
internal static class TelegramLoad
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var chats = arguments is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 1000;
        Console.WriteLine("| store | chats | intake s | first words s | last chat's first word s | all answered s | sends | budget allows s | over it | peak a second | heap before MB | most MB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        await OneAsync("SQLite", chats, (directory, _) => new SqliteStore(new SqliteStoreOptions { DataDirectory = directory }, TimeProvider.System, NullLogger<SqliteStore>.Instance), null);
        if (!RedisServer.IsInstalled) return 0;
        await using var server = await RedisServer.StartAsync();
        await OneAsync("Redis", chats, (_, redis) => new RedisStore(new RedisStoreOptions { ConnectionString = redis!, Shop = "load" }, NullLogger<RedisStore>.Instance), server.ConnectionString);
        return 0;
    }

    private static async Task OneAsync(string name, int chats, Func<string, string?, IStore> open, string? redis)
    {
        using var directory = new TemporaryDirectory();
        await using var api = await FakeBotApi.StartAsync();
        SampleShop.EnsureGenerated(DeskParts.OrdersFile(directory.FullPath), TimeProvider.System.GetUtcNow());
        await using var services = Build(directory.FullPath, open(directory.FullPath, redis), api);
        await services.GetRequiredService<FileOrderSource>().ReloadAsync(CancellationToken.None);
        var background = services.GetServices<IHostedService>().ToArray();
        foreach (var service in background) await service.StartAsync(CancellationToken.None);
        // Warm: what is compiled at the first message is not the channel's speed.
        var first = api.NewUser("Warm", languageCode: "en");
        first.SendCommand("/start");
        await first.UntilAsync(m => m.Labels.Contains("Agree"));
        await Task.Delay(2000);
        var sentBefore = api.Calls.Count("sendMessage");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var buyers = Enumerable.Range(1, chats).Select(n => api.NewUser(string.Create(CultureInfo.InvariantCulture, $"Buyer {n}"), languageCode: "en")).ToList();
        api.Updates.Hold();
        foreach (var buyer in buyers) buyer.SendCommand("/start");
        var watch = Stopwatch.StartNew();
        api.Updates.Release();
        var most = before;
        using var over = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
                await Task.Delay(500, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        await api.Updates.UntilConfirmedAsync(Patience);
        var intake = watch.Elapsed;
        var words = await Task.WhenAll(buyers.Select(b => FirstWordAsync(b, watch)));
        await Task.WhenAll(buyers.Select(b => b.UntilAsync(m => m.Labels.Contains("Agree"), Patience)));
        var all = watch.Elapsed;
        await over.CancelAsync();
        await watching;
        var sends = api.Calls.Count("sendMessage") - sentBefore;
        var allowed = sends / new TelegramLimits().SendsPerSecond;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {chats} | {intake.TotalSeconds:0.00} | {words.Min():0.00} | {words.Max():0.0} | {all.TotalSeconds:0.0} | {sends} | {allowed:0.0} | {(all.TotalSeconds / allowed) - 1:+0.0 %;-0.0 %} | {api.Rates.PeakPerSecond:0} | {before >> 20} | {most >> 20} |"));
        foreach (var service in background.Reverse()) await service.StopAsync(CancellationToken.None);
    }

    private static async Task<double> FirstWordAsync(FakeTelegramUser buyer, Stopwatch watch)
    {
        await buyer.UntilAsync(_ => true, Patience);
        return watch.Elapsed.TotalSeconds;
    }

    private static ServiceProvider Build(string directory, IStore store, FakeBotApi api)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(store);
        services.AddSingleton<IAttachmentStore, NoAttachments>();
        services.AddDesk(directory, Language.English, autoConfirmLimit: 0);
        services.AddTelegramChannel(new TelegramChannelOptions { BotToken = api.Token, ApiBaseUrl = api.Address }, Language.English);
        return services.BuildServiceProvider();
    }

    private sealed class NoAttachments : IAttachmentStore
    {
        public Task<AttachmentWrite> SaveAsync(ConversationId conversation, Stream content, long maxBytes, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nobody sends files here.");

        public Task<Stream?> OpenAsync(ConversationId conversation, string sha256, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);
    }
}
