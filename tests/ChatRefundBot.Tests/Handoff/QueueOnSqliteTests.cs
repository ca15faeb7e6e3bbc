using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Testing.Queue;
using ChatRefundBot.Tests.DialogKernel;

namespace ChatRefundBot.Tests.Handoff;

public sealed class QueueOnSqliteTests : QueueContract
{
    private readonly SqliteData _data = new();

    protected override IStore OpenStore(TimeProvider clock) => _data.Open();

    protected override void RemoveData() => _data.Dispose();
}
