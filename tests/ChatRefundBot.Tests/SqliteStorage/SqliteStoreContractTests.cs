using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.Tests.SqliteStorage;

/// <summary>The storage contract on SQLite, each test in a directory of its own.</summary>
public sealed class SqliteStoreContractTests : StoreContract
{
    private readonly TemporaryDirectory _directory = new();

    protected override ValueTask<IStore> OpenStoreAsync() =>
        ValueTask.FromResult<IStore>(new SqliteStore(
            new SqliteStoreOptions { DataDirectory = _directory.FullPath }, TimeProvider.System, NullLogger<SqliteStore>.Instance));

    protected override ValueTask RemoveDataAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
