using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using StackExchange.Redis;

namespace ChatRefundBot.Benchmarks.Turns;

/// <summary>What the kernel read and wrote in one turn of a dialog.</summary>
internal sealed record RecordedTurn(Incoming Incoming, ConversationState After, byte[] AfterBytes, IReadOnlyList<TranscriptEntry> Lines);

/// <summary>
/// The floor under a dialog: for each turn one script that reads the state and one that compares it and sets the new one, with the same
/// bytes and the same JSON as the dialog had at that turn: message written and read, state read and written, transcript lines written.
/// Nothing else: no dialog, no inbox, no transcript, no lease, no timer, no case, no ticket.
/// </summary>
internal sealed class DialogFloor
{
    private const string Get = "return redis.call('GET', KEYS[1])";

    private const string CompareAndSet = """
        local value = redis.call('GET', KEYS[1])
        local version = value and tonumber(string.match(value, '^%d+')) or 0
        if version ~= tonumber(ARGV[1]) then return {0, version} end
        redis.call('SET', KEYS[1], (version + 1) .. '\n' .. ARGV[2])
        return {1, version + 1}
        """;

    private static readonly string GetHash = Hash(Get);
    private static readonly string CompareAndSetHash = Hash(CompareAndSet);

    private readonly IDatabase _database;
    private readonly IReadOnlyList<RecordedTurn> _turns;
    private readonly (int Conversation, int Place)[] _at = new (int, int)[64];
    private int _conversations;

    private DialogFloor(IDatabase database, IReadOnlyList<RecordedTurn> turns) => (_database, _turns) = (database, turns);

    public static async Task<DialogFloor> CreateAsync(IDatabase database, IReadOnlyList<RecordedTurn> turns)
    {
        await database.ExecuteAsync("SCRIPT", "LOAD", Get);
        await database.ExecuteAsync("SCRIPT", "LOAD", CompareAndSet);
        return new DialogFloor(database, turns);
    }

    public async Task TurnAsync(int buyer)
    {
        var (conversation, place) = _at[buyer];
        if (place == 0) conversation = Interlocked.Increment(ref _conversations);
        _at[buyer] = (conversation, (place + 1) % _turns.Count);
        var turn = _turns[place];
        RedisKey key = $"crb{{floor}}:d:conversation:{conversation:x16}";

        var message = JsonSerializer.SerializeToUtf8Bytes(turn.Incoming, KernelJson.Stored.Incoming);
        using (var read = await _database.ExecuteRespAsync("EVALSHA", new RedisKeyOrValue[] { (RedisValue)GetHash, (RedisValue)1, key }))
        {
            var kept = read.Read();
            if (place > 0) ReadState(kept.ReadByteArray()!);
        }

        _ = JsonSerializer.Deserialize(message, KernelJson.Stored.Incoming);
        var state = JsonSerializer.SerializeToUtf8Bytes(turn.After, KernelJson.Stored.ConversationState);
        foreach (var line in turn.Lines) JsonSerializer.SerializeToUtf8Bytes(line, KernelJson.Stored.TranscriptEntry);
        using var written = await _database.ExecuteRespAsync(
            "EVALSHA", new RedisKeyOrValue[] { (RedisValue)CompareAndSetHash, (RedisValue)1, key, (RedisValue)(long)place, (RedisValue)state });
        var reply = written.Read();
        reply.MoveNext();
        if (reply.ReadInt64() != 1) throw new InvalidOperationException("The floor's compare-and-set failed.");
    }

    private static void ReadState(byte[] kept)
    {
        var body = kept.AsMemory()[(kept.AsSpan().IndexOf((byte)'\n') + 1)..];
        _ = ConversationState.Read(body);
    }

    private static string Hash(string script) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(script)));
}
