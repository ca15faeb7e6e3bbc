using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Turns;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatRefundBot.IntegrationTests.DialogKernel;

/// <summary>Stores on a real Redis in a shop of the test's own.</summary>
internal sealed class RedisData(SharedRedis redis)
{
    private readonly string _shop = SharedRedis.NewShop();

    public IStore Open() => new RedisStore(new RedisStoreOptions { ConnectionString = redis.Server.ConnectionString, Shop = _shop }, NullLogger<RedisStore>.Instance);
}

public sealed class TurnEngineOnRedisTests(SharedRedis redis) : TurnEngineContract
{
    private readonly RedisData _data = new(redis);

    protected override IStore OpenStore() => _data.Open();
}

public sealed class TakeOverOnRedisTests(SharedRedis redis) : TakeOverContract
{
    private readonly RedisData _data = new(redis);

    protected override IStore OpenStore() => _data.Open();
}

public sealed class TimerOnRedisTests(SharedRedis redis) : TimerContract
{
    private readonly RedisData _data = new(redis);

    protected override IStore OpenStore() => _data.Open();
}

public sealed class DeliveryOnRedisTests(SharedRedis redis) : DeliveryContract
{
    private readonly RedisData _data = new(redis);

    protected override IStore OpenStore() => _data.Open();
}

public sealed class OneCaseOnRedisTests(SharedRedis redis) : OneCaseContract
{
    private readonly RedisData _data = new(redis);

    protected override IStore OpenStore(TimeProvider clock) => _data.Open();
}
