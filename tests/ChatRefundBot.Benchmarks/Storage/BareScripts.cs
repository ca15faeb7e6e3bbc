using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace ChatRefundBot.Benchmarks.Storage;

/// <summary>
/// The floor: what a turn costs at the very least. One script reads the state, one compares its version and sets it; the same bytes
/// as the store's turn, the same client, no log, no id, no lease, no wake.
/// </summary>
internal sealed class BareScripts(IDatabase database)
{
    private const string Get = "return redis.call('GET', KEYS[1])";
    private const string CompareAndSet = """
        local value = redis.call('GET', KEYS[1])
        local version = value and tonumber(string.match(value, '^%d+')) or 0
        if version ~= tonumber(ARGV[1]) then return {0, version} end
        redis.call('SET', KEYS[1], ARGV[2])
        return {1, version + 1}
        """;

    private static readonly string s_getHash = Hash(Get);
    private static readonly string s_compareAndSetHash = Hash(CompareAndSet);

    public async Task LoadAsync()
    {
        await database.ExecuteAsync("SCRIPT", "LOAD", Get);
        await database.ExecuteAsync("SCRIPT", "LOAD", CompareAndSet);
    }

    /// <summary>The usual way to call a script.</summary>
    public async Task TurnAsync(RedisKey key, long version, byte[] value)
    {
        await database.ScriptEvaluateAsync(Get, [key]);
        var reply = (long[]?)await database.ScriptEvaluateAsync(CompareAndSet, [key], [version, value]);
        if (reply![0] != 1) throw new InvalidOperationException("The floor's compare-and-set failed.");
    }

    /// <summary>The same with replies left undecoded, which is how the store sends its own.</summary>
    public async Task LeanTurnAsync(RedisKey key, long version, byte[] value)
    {
        using var read = await database.ExecuteRespAsync("EVALSHA", new RedisKeyOrValue[] { (RedisValue)s_getHash, (RedisValue)1, key });
        using var written = await database.ExecuteRespAsync(
            "EVALSHA", new RedisKeyOrValue[] { (RedisValue)s_compareAndSetHash, (RedisValue)1, key, (RedisValue)version, (RedisValue)value });
        var reader = written.Read();
        reader.MoveNext();
        if (reader.ReadInt64() != 1) throw new InvalidOperationException("The floor's compare-and-set failed.");
    }

    private static string Hash(string script) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(script)));
}
