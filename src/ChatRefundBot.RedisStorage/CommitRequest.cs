using System.Buffers;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>
/// One call of <c>commit.lua</c> with some units. Its buffers are pooled: dispose it when the reply is there, and never while the
/// request may still be on its way out.
/// </summary>
internal sealed class CommitRequest : IDisposable
{
    private readonly List<byte[]> _rented = new(4);
    private RedisKeyOrValue[] _arguments;
    private int _count;

    public CommitRequest(ReadOnlySpan<PendingCommit> commits)
    {
        var (keys, arguments) = (0, 0);
        foreach (var commit in commits) (keys, arguments) = (keys + commit.Part.KeyCount, arguments + commit.Part.ArgumentCount);
        _arguments = ArrayPool<RedisKeyOrValue>.Shared.Rent(2 + keys + arguments);
        Add(RedisScript.Commit.Hash);
        Add((RedisValue)keys);
        foreach (var commit in commits) commit.Part.AddKeys(this);
        foreach (var commit in commits) commit.Part.AddArguments(this);
    }

    /// <summary>Arguments of EVALSHA.</summary>
    public ReadOnlyMemory<RedisKeyOrValue> Arguments => _arguments.AsMemory(0, _count);

    /// <summary>Makes the request one that carries the script, for a server that does not have it.</summary>
    public void CarryScript() => _arguments[0] = RedisScript.Commit.Text;

    public void Dispose()
    {
        foreach (var buffer in _rented) ArrayPool<byte>.Shared.Return(buffer);
        _rented.Clear();
        ArrayPool<RedisKeyOrValue>.Shared.Return(_arguments, clearArray: true);
        _arguments = [];
    }

    public byte[] Rent(int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        _rented.Add(buffer);
        return buffer;
    }

    public void Add(RedisKey key) => _arguments[_count++] = key;

    public void Add(RedisValue value) => _arguments[_count++] = value;
}
