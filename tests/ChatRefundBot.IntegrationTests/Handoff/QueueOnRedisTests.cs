using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.IntegrationTests.DialogKernel;
using ChatRefundBot.Testing.Queue;
using ChatRefundBot.Testing.Storage;

namespace ChatRefundBot.IntegrationTests.Handoff;

public sealed class QueueOnRedisTests(SharedRedis redis) : QueueContract
{
    private readonly RedisData _data = new(redis);

    protected override IStore OpenStore(TimeProvider clock) => _data.Open();
}
