using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ChatRefundBot.SqliteStorage;

/// <summary>A few read connections, made when first needed. Readers never wait for the writer.</summary>
internal sealed class ReaderPool(SqliteStoreOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(options.Readers);
    private readonly ConcurrentStack<ReaderConnection> _idle = new();

    /// <summary>Runs reads on a connection of its own.</summary>
    public async Task<T> ReadAsync<T>(Func<StoreReader, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var connection = _idle.TryPop(out var idle) ? idle : new ReaderConnection(options);
            try
            {
                var result = read(connection.Reader);
                _idle.Push(connection);
                return result;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw SqliteFailures.Translate(e, options.FilePath, atCommit: false);
        }
        finally
        {
            _free.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < options.Readers; i++) await _free.WaitAsync();
        while (_idle.TryPop(out var connection)) connection.Dispose();
    }

    private sealed class ReaderConnection : IDisposable
    {
        private readonly SqliteConnection _connection;

        public ReaderConnection(SqliteStoreOptions options)
        {
            _connection = SqliteConnectionFactory.OpenReader(options);
            Reader = new StoreReader(_connection.Handle!);
        }

        public StoreReader Reader { get; }

        public void Dispose()
        {
            Reader.Dispose();
            _connection.Dispose();
        }
    }
}
