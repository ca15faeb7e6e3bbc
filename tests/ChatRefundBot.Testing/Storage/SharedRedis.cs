using System.Globalization;
using Xunit;

namespace ChatRefundBot.Testing.Storage;

/// <summary>One server for all tests that only need some Redis; each takes a shop of its own. Use as an assembly fixture.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private static int s_shops;
    private RedisServer? _server;

    /// <summary>The server. Skips the running test, or fails it in CI, when there is none.</summary>
    public RedisServer Server
    {
        get
        {
            RedisServer.Require();
            return _server!;
        }
    }

    /// <summary>A shop that no other test of this run has.</summary>
    public static string NewShop() => string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref s_shops)}");

    public async ValueTask InitializeAsync()
    {
        // A fixture cannot skip; the tests that ask for the server do.
        if (RedisServer.IsInstalled) _server = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
