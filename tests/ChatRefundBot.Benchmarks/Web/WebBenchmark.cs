using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ChatRefundBot.Benchmarks.Storage;
using ChatRefundBot.Benchmarks.Turns;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.WebChannel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.Benchmarks.Web;

/// <summary>From the POST of a message until its reply arrives on an open WebSocket: the desk beside a floor that answers the same way without a bot.</summary>
internal static class WebBenchmark
{
    private const int Buyers = 8;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var duration = TimeSpan.FromSeconds(arguments is [var text] ? double.Parse(text, CultureInfo.InvariantCulture) : 4);
        if (!RedisServer.IsInstalled)
        {
            await Console.Error.WriteLineAsync("redis-server is not installed.");
            return 2;
        }

        await using var server = await RedisServer.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var redis = new RedisStore(new RedisStoreOptions { ConnectionString = server.ConnectionString }, NullLogger<RedisStore>.Instance);
        await using var sqlite = new SqliteStore(new SqliteStoreOptions { DataDirectory = directory.FullPath }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        var orders = new EndlessOrders();
        await using var onRedis = await DeskAsync(redis, orders, directory.FullPath);
        await using var onSqlite = await DeskAsync(sqlite, orders, directory.FullPath);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20) });
        ImmutableArray<string> Script() => DialogLoad.Script(orders.NewNumber());
        var replies = await RecordAsync(new WebBuyer(http, AddressOf(onRedis), Script));
        await using var floor = await StartAsync(_ => { }, app => FloorHost.Map(app, replies));
        Console.WriteLine(TurnBenchmark.Line(
            $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {Buyers} buyers with an open WebSocket each, {TurnBenchmark.Runs} alternating runs of {duration.TotalSeconds:0.#} s; hosts and buyers in one process."));
        Console.WriteLine();
        await TurnBenchmark.CompareAsync(duration,
        [
            ("floor: same requests and frames, no bot", Turns(http, floor, Script)),
            ("desk on Redis", Turns(http, onRedis, Script)),
            ("desk on SQLite", Turns(http, onSqlite, Script)),
        ]);
        return 0;
    }

    /// <summary>The desk on Redis and nothing else, for a profiler to look at.</summary>
    public static async Task<int> LoopAsync(string seconds)
    {
        await using var server = await RedisServer.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var redis = new RedisStore(new RedisStoreOptions { ConnectionString = server.ConnectionString }, NullLogger<RedisStore>.Instance);
        var orders = new EndlessOrders();
        await using var desk = await DeskAsync(redis, orders, directory.FullPath);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20) });
        var turns = Turns(http, desk, () => DialogLoad.Script(orders.NewNumber()));
        var rate = await TurnRate.MeasureAsync(Buyers, TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)), turns);
        Console.WriteLine(TurnBenchmark.Line($"{rate.PerSecond:N0} turns/s, {rate.BytesPerTurn:N0} managed bytes per turn"));
        return 0;
    }

    private static Func<int, Task> Turns(HttpClient http, WebApplication host, Func<ImmutableArray<string>> script)
    {
        var address = AddressOf(host);
        var buyers = Enumerable.Range(0, Buyers).Select(_ => new WebBuyer(http, address, script)).ToArray();
        return buyer => buyers[buyer].TurnAsync();
    }

    /// <summary>The frames of one dialog: the greeting, then those with the reply to each message.</summary>
    private static async Task<List<string>> RecordAsync(WebBuyer buyer)
    {
        await using var _ = buyer;
        await buyer.BeginAsync();
        var replies = new List<string> { Encoding.UTF8.GetString(buyer.Reply.Span) };
        for (var i = 0; i < DialogLoad.Script("").Length; i++)
        {
            await buyer.TurnAsync();
            replies.Add(Encoding.UTF8.GetString(buyer.Reply.Span));
        }

        return replies;
    }

    private static Task<WebApplication> DeskAsync(IStore store, EndlessOrders orders, string directory) => StartAsync(
        services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(store);
            services.AddDesk(directory, Language.English, autoConfirmLimit: 0);
            services.AddSingleton<IOrderSource>(orders);
            services.AddSingleton<IAttachmentStore, NoAttachments>();
            // The eight buyers come from one address, at a rate that no buyer has.
            var any = new Rate(1e6, int.MaxValue / 2, TimeSpan.Zero);
            services.AddWebChannel(_ => new WebChannelOptions
            {
                SigningKeys = [new byte[32]],
                Limits = new WebLimits { Starts = any, MessagesPerConversation = any, MessagesPerAddress = any, ReadsPerConversation = any, ReadsPerAddress = any },
            });
        },
        app => app.MapWebChannel());

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        add(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    private static Uri AddressOf(WebApplication app) => new(app.Urls.First());

    private sealed class NoAttachments : IAttachmentStore
    {
        public Task<AttachmentWrite> SaveAsync(ConversationId conversation, Stream content, long maxBytes, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The script sends no files.");

        public Task<Stream?> OpenAsync(ConversationId conversation, string sha256, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);
    }
}
