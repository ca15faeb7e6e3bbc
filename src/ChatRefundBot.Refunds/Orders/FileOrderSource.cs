using Microsoft.Extensions.Logging;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>
/// Orders from one JSON file (docs/orders-file.md), held in memory and indexed. A changed file is read again; one with errors is
/// reported and the last good version stays in use. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Call <see cref="ReloadAsync"/> once at the start and refuse to serve on <see cref="OrderFileReload.Refused"/>; then run
/// <see cref="WatchAsync"/>. Until the first good load every lookup is <see cref="OrderLookup.Unavailable"/>.
/// </remarks>
public sealed partial class FileOrderSource(string path, TimeProvider time, ILogger<FileOrderSource> logger) : IOrderSource, IDisposable
{
    /// <summary>How often <see cref="WatchAsync"/> looks at the file unless told otherwise.</summary>
    public static readonly TimeSpan DefaultWatchInterval = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reloading = new(1, 1);
    private OrderBook? _book;
    private FileStamp? _seen;

    /// <summary>Raised after each reading that changed something or failed, on the reloading thread; for health checks and consoles.</summary>
    public event Action<OrderFileReload>? Reloaded;

    /// <summary>SHA-256 of the version in use, to be recorded with a decision; null before the first good load.</summary>
    public string? Version => Volatile.Read(ref _book)?.Version;

    /// <inheritdoc/>
    public Task<OrderLookup> FindAsync(OrderId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(id);
        if (Volatile.Read(ref _book) is not { } book)
            return Task.FromResult(NotLoaded());
        return Task.FromResult<OrderLookup>(book.Find(id) is { } order ? new OrderLookup.Found(order) : OrderLookup.NotFound.Instance);
    }

    /// <inheritdoc/>
    public Task<OrderLookup> FindByPaymentAsync(string tradeNo, string contact, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Volatile.Read(ref _book) is not { } book)
            return Task.FromResult(NotLoaded());
        var candidates = string.IsNullOrWhiteSpace(tradeNo) || tradeNo.Length > OrderFile.LongestTradeNo * 2 ? [] : book.FindByTradeNo(tradeNo).Take(20).ToList();
        // An unknown number does the work of one comparison, so that its answer takes no less time.
        if (candidates.Count == 0)
            _ = OrderOwnership.Matches(null, contact);
        return Task.FromResult<OrderLookup>(
            candidates.Find(order => OrderOwnership.Matches(order, contact)) is { } found ? new OrderLookup.Found(found) : OrderLookup.NotFound.Instance);
    }

    /// <summary>Reads the file now if it differs from the version in use (or from the one last refused).</summary>
    public async Task<OrderFileReload> ReloadAsync(CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            return await ReadIfChangedAsync(cancellationToken);
        }
        finally
        {
            _reloading.Release();
        }
    }

    /// <summary>Looks at the file again and again until cancelled; returns then, without throwing.</summary>
    public async Task WatchAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await ReloadAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reloading.Dispose();

    private async Task<OrderFileReload> ReadIfChangedAsync(CancellationToken cancellationToken)
    {
        // Taken before reading: a file that changes while it is read differs from its stamp and is read again at the next look.
        var stamp = FileStamp.Of(path);
        if (_seen == stamp && stamp is not null)
            return OrderFileReload.Unchanged.Instance;
        // A file that is still missing was reported when it went.
        if (stamp is null && _seen is null && _book is not null)
            return OrderFileReload.Unchanged.Instance;
        var result = await OrderFile.ReadAsync(path, cancellationToken);
        _seen = stamp;
        var reload = Take(result);
        Reloaded?.Invoke(reload);
        return reload;
    }

    private OrderFileReload Take(OrderFileResult result)
    {
        if (result is OrderFileResult.Good(var book))
        {
            Volatile.Write(ref _book, book);
            LogLoaded(path, book.Count, book.Version);
            return new OrderFileReload.Loaded(book.Count, book.Version);
        }

        var errors = ((OrderFileResult.Bad)result).Errors;
        var kept = _book is not null;
        LogRefused(path, errors.Length, errors[0].ToString(), kept);
        return new OrderFileReload.Refused(errors, kept);
    }

    private static OrderLookup NotLoaded() => new OrderLookup.Unavailable("The order file has not been loaded.");

    [LoggerMessage(2101, LogLevel.Information, "Order file {Path} in use: {Orders} orders, version {Version}.")]
    private partial void LogLoaded(string path, int orders, string version);

    [LoggerMessage(2102, LogLevel.Error, "Order file {Path} refused with {Errors} errors, the first: {FirstError} Last good version still in use: {KeptPrevious}.")]
    private partial void LogRefused(string path, int errors, string firstError, bool keptPrevious);

    private readonly record struct FileStamp(DateTime WrittenUtc, long Length)
    {
        public static FileStamp? Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : null;
        }
    }
}
