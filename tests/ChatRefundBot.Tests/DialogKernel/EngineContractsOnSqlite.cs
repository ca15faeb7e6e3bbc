using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Turns;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.Tests.DialogKernel;

/// <summary>Stores on SQLite in a directory of the test's own.</summary>
internal sealed class SqliteData : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public IStore Open() => new SqliteStore(new SqliteStoreOptions { DataDirectory = _directory.FullPath }, TimeProvider.System, NullLogger<SqliteStore>.Instance);

    public void Dispose() => _directory.Dispose();
}

public sealed class TurnEngineOnSqliteTests : TurnEngineContract
{
    private readonly SqliteData _data = new();

    protected override IStore OpenStore() => _data.Open();

    protected override void RemoveData() => _data.Dispose();
}

public sealed class TakeOverOnSqliteTests : TakeOverContract
{
    private readonly SqliteData _data = new();

    protected override IStore OpenStore() => _data.Open();

    protected override void RemoveData() => _data.Dispose();
}

public sealed class TimerOnSqliteTests : TimerContract
{
    private readonly SqliteData _data = new();

    protected override IStore OpenStore() => _data.Open();

    protected override void RemoveData() => _data.Dispose();
}

public sealed class DeliveryOnSqliteTests : DeliveryContract
{
    private readonly SqliteData _data = new();

    protected override IStore OpenStore() => _data.Open();

    protected override void RemoveData() => _data.Dispose();
}

public sealed class OneCaseOnSqliteTests : OneCaseContract, IDisposable
{
    private readonly SqliteData _data = new();

    protected override IStore OpenStore(TimeProvider clock) => _data.Open();

    public void Dispose() => _data.Dispose();
}
