using System.Buffers;
using System.Buffers.Binary;

namespace ChatRefundBot.RedisStorage;

/// <summary>Writes the numbers of a unit as one MessagePack array, in a pooled buffer.</summary>
internal struct ControlWriter(int count) : IDisposable
{
    // Scripts count in doubles; no sequence or score comes near.
    private const long Largest = 1L << 53;
    private const int LargestItem = 9;

    private byte[] _buffer = Start(count);
    private int _length = 5;

    /// <summary>What was written. Valid until disposed.</summary>
    public readonly ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public void Add(long value)
    {
        value = Math.Clamp(value, -Largest, Largest);
        if (value is >= 0 and < 128)
        {
            _buffer[_length++] = (byte)value;
            return;
        }
        _buffer[_length] = 0xd3;
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(_length + 1), value);
        _length += LargestItem;
    }

    public void AddFalse() => _buffer[_length++] = 0xc2;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static byte[] Start(int count)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(5 + count * LargestItem);
        buffer[0] = 0xdd;
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(1), count);
        return buffer;
    }
}
