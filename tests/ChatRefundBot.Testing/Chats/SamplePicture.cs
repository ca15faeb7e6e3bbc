using System.Buffers.Binary;
using System.IO.Compression;

namespace ChatRefundBot.Testing.Chats;

/// <summary>Pictures that a buyer might send, made on the spot.</summary>
public static class SamplePicture
{
    /// <summary>A PNG of one colour; pictures of different <paramref name="shade"/> have different hashes.</summary>
    public static byte[] Png(int width = 640, int height = 480, byte shade = 0)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        // Eight bits of grey.
        header[8] = 8;
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, Pixels(width, height, shade));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Pixels(int width, int height, byte shade)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            // Each row begins with its filter: none.
            var row = new byte[width + 1];
            row.AsSpan(1).Fill(shade);
            for (var y = 0; y < height; y++) zlib.Write(row);
        }

        return packed.ToArray();
    }

    private static void Chunk(Stream png, ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        png.Write(number);
        png.Write(name);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc([.. name, .. body]));
        png.Write(number);
    }

    /// <summary>CRC-32 of the PNG specification, annex D.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
