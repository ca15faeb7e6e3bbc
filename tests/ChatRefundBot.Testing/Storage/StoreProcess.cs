using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.SqliteStorage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.Testing.Storage;

/// <summary>What the second process of a storage test does: <c>store sqlite DIRECTORY VERB</c> or <c>store redis CONNECTION SHOP VERB</c>.</summary>
internal static class StoreProcess
{
    public static async Task<int> MainAsync(string[] arguments)
    {
        if (arguments is ["lock", var directory]) return await HoldLockAsync(directory);
        await using var store = arguments switch
        {
            ["sqlite", var path, ..] => NewSqlite(path),
            ["redis", var connection, var shop, ..] => NewRedis(connection, shop),
            _ => throw new ArgumentException("sqlite DIRECTORY or redis CONNECTION SHOP"),
        };
        switch (arguments[^1])
        {
            case "crash":
                await Task.WhenAll(Enumerable.Range(0, CrashLedger.Writers).Select(n => CrashLedger.WriteAsync(store, n, Report, CancellationToken.None)));
                return 0;
            case "count":
                await CrashLedger.CountAsync(store, "sum", 100);
                return 0;
            case "wake":
                await store.CommitAsync(new CommitUnit().Wake("topic"), CancellationToken.None);
                return 0;
            default:
                return 2;
        }
    }

    public static IStore NewSqlite(string directory) =>
        new SqliteStore(new SqliteStoreOptions { DataDirectory = directory }, TimeProvider.System, NullLogger<SqliteStore>.Instance);

    public static IStore NewRedis(string connection, string shop) =>
        new RedisStore(new RedisStoreOptions { ConnectionString = connection, Shop = shop }, NullLogger<RedisStore>.Instance);

    private static async Task<int> HoldLockAsync(string directory)
    {
        var result = DataDirectoryLock.TryTake(directory);
        Console.WriteLine(result is DataDirectoryLockResult.Taken ? "taken" : "held");
        await Console.In.ReadToEndAsync();
        (result as DataDirectoryLockResult.Taken)?.Lock.Dispose();
        return 0;
    }

    private static void Report(int writer, long number) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{writer} {number}"));
}
