using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedRedis))]

namespace ChatRefundBot.IntegrationTests.RedisStorage;

/// <summary>The storage contract on a real Redis, each test in a shop of its own.</summary>
public sealed class RedisStoreContractTests(SharedRedis redis) : StoreContract
{
    private readonly string _shop = SharedRedis.NewShop();

    protected override ValueTask<IStore> OpenStoreAsync() =>
        ValueTask.FromResult<IStore>(new RedisStore(
            new RedisStoreOptions { ConnectionString = redis.Server.ConnectionString, Shop = _shop }, NullLogger<RedisStore>.Instance));
}
