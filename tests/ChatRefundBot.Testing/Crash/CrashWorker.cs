using System.Globalization;
using System.Text;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Chats;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.Testing.Crash;

/// <summary>
/// The process that is killed: a whole desk with its background work. Reads messages from standard input, one a line, and answers each
/// with <c>ack</c> once it is accepted, as a channel acknowledges, or with <c>nak</c> when the store is away.
/// </summary>
public static class CrashWorker
{
    /// <param name="arguments">Data directory, Redis connection string or <c>-</c> for SQLite, shop, deaths per thousand.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (directory, redis, shop, deaths) = (arguments[0], arguments[1], arguments[2], int.Parse(arguments[3], CultureInfo.InvariantCulture));
        await using var services = Build(directory, OpenStore(directory, redis, shop), deaths);
        await services.GetRequiredService<FileOrderSource>().ReloadAsync(CancellationToken.None);
        var host = services.GetRequiredService<TurnHost>();
        await ((IHostedService)host).StartAsync(CancellationToken.None);
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        var answers = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await answers.WriteLineAsync("ready");
        while (await input.ReadLineAsync() is { } line) _ = AnswerAsync(host, line.Split('\t'), answers);
        return 0;
    }

    /// <summary>A store as the worker and the audit open it.</summary>
    internal static IStore OpenStore(string directory, string redis, string shop) => redis == "-"
        ? new SqliteStore(new SqliteStoreOptions { DataDirectory = directory }, TimeProvider.System, NullLogger<SqliteStore>.Instance)
        : new RedisStore(new RedisStoreOptions { ConnectionString = redis, Shop = shop }, NullLogger<RedisStore>.Instance);

    private static ServiceProvider Build(string directory, IStore store, int deaths)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IStore>(new MortalStore(store, deaths));
        services.AddSingleton<IOutboxHandler>(new EffectFile(directory, deaths / 3));
        services.AddDesk(directory, Language.Chinese, autoConfirmLimit: 0);
        return services.BuildServiceProvider();
    }

    private static async Task AnswerAsync(TurnHost host, string[] parts, TextWriter answers)
    {
        var (conversation, id, text) = (parts[0], parts[1], parts[2]);
        var incoming = new Incoming(id, new ConversationId(conversation), TimeProvider.System.GetUtcNow(), conversation, new IncomingMessage.Text(text));
        var word = "ack";
        try
        {
            await host.AcceptAsync(incoming, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            word = "nak";
        }

        await answers.WriteLineAsync($"{word}\t{conversation}\t{id}");
    }
}
