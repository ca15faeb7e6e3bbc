using ChatRefundBot.Testing.Storage;

namespace ChatRefundBot.IntegrationTests.WebChannel;

public sealed class DirectLineOnSqliteTests : DirectLineContract
{
    protected override string? Redis => null;
}

public sealed class DirectLineOnRedisTests(SharedRedis redis) : DirectLineContract
{
    protected override string? Redis => redis.Server.ConnectionString;
}
