using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>
/// The one connection of this process, made at the first call and kept; it comes back by itself. Before its first use the format of
/// the data is compared, so that an older program never writes what a newer one has laid out.
/// </summary>
internal sealed partial class RedisConnection(RedisStoreOptions options, RedisKeys keys, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private IConnectionMultiplexer? _multiplexer;
    private volatile IDatabase? _ready;
    private bool _disposed;

    /// <summary>Called after a connection was lost and is back.</summary>
    public event Action? Restored;

    /// <summary>Runs a request; a failure of the store becomes the port's exception.</summary>
    public async Task<T> RunAsync<TState, T>(TState state, Func<IDatabase, TState, Task<T>> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await request(_ready ?? await ConnectAsync(cancellationToken), state);
        }
        catch (Exception e) when (RedisFailures.Translate(e) is { } unavailable)
        {
            throw unavailable;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        _disposed = true;
        _ready = null;
        if (_multiplexer is not null) await _multiplexer.DisposeAsync();
        _multiplexer = null;
        _gate.Release();
    }

    private async Task<IDatabase> ConnectAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(RedisStore));
            if (_ready is { } ready) return ready;
            _multiplexer ??= await OpenAsync();
            var database = _multiplexer.GetDatabase();
            await CheckFormatAsync(database);
            _ready = database;
            return database;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IConnectionMultiplexer> OpenAsync()
    {
        var configuration = ConfigurationOptions.Parse(options.ConnectionString);
        configuration.AbortOnConnectFail = false;
        configuration.AllowAdmin = true; // INFO, which tells how durable the server is, counts as administration in the client.
        configuration.ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds;
        configuration.ConnectRetry = 1;
        configuration.AsyncTimeout = (int)options.CommandTimeout.TotalMilliseconds;
        configuration.SyncTimeout = configuration.AsyncTimeout;
        configuration.ReconnectRetryPolicy = new LinearRetry(500);
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration);
        multiplexer.ConnectionFailed += (_, e) => LogLost(logger, e.EndPoint?.ToString() ?? "", e.ConnectionType.ToString(), e.FailureType.ToString());
        multiplexer.ConnectionRestored += (_, e) =>
        {
            LogRestored(logger, e.EndPoint?.ToString() ?? "", e.ConnectionType.ToString());
            Restored?.Invoke();
        };
        return multiplexer;
    }

    private async Task CheckFormatAsync(IDatabase database)
    {
        await database.StringSetAsync(keys.Format, RedisKeys.FormatVersion, when: When.NotExists);
        var format = (long)await database.StringGetAsync(keys.Format);
        if (format > RedisKeys.FormatVersion)
        {
            throw new StoreTooNewException(
                string.Create(CultureInfo.InvariantCulture, $"The Redis data of shop {options.Shop}"), format, RedisKeys.FormatVersion);
        }
    }

    [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "Lost the {Kind} connection to Redis at {EndPoint}: {Reason}")]
    private static partial void LogLost(ILogger logger, string endPoint, string kind, string reason);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Information, Message = "The {Kind} connection to Redis at {EndPoint} is back")]
    private static partial void LogRestored(ILogger logger, string endPoint, string kind);
}
