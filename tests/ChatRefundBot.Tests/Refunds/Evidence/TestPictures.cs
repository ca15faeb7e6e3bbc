using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace ChatRefundBot.Tests.Refunds.Evidence;

/// <summary>Pictures made on the spot; noise, so that they do not compress to nothing.</summary>
internal static class TestPictures
{
    public static byte[] Make(SKEncodedImageFormat format, int width = 640, int height = 480, bool plain = false)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(SKColors.SteelBlue);
        if (!plain)
        {
            var noise = new Random(7);
            noise.NextBytes(bitmap.GetPixelSpan());
        }

        using var data = bitmap.Encode(format, 80);
        return data.ToArray();
    }

    /// <summary>A PNG of zeros with any size said in its header; interlaced (Adam7) when asked.</summary>
    public static byte[] HandMadePng(uint width, uint height, bool interlaced = false, bool moving = false, bool withPixels = true)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (8, 2, interlaced ? (byte)1 : (byte)0);
        Chunk(png, "IHDR", header);
        if (moving)
            Chunk(png, "acTL", [0, 0, 0, 2, 0, 0, 0, 0]);
        Chunk(png, "IDAT", withPixels ? Zeros(width, height, interlaced) : []);
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    /// <summary>An extended WebP container with nothing in it.</summary>
    public static byte[] HeaderOfWebp(int width, int height, bool moving = false)
    {
        var (w, h) = (width - 1, height - 1);
        byte[] size = [(byte)w, (byte)(w >> 8), (byte)(w >> 16), (byte)h, (byte)(h >> 8), (byte)(h >> 16)];
        return [.. "RIFF"u8, 22, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, moving ? (byte)0x02 : (byte)0, 0, 0, 0, .. size];
    }

    /// <summary>A JPEG of three colours that ends where its pixels would begin.</summary>
    public static byte[] HeaderOfJpeg(int width, int height, bool progressive)
    {
        byte[] size = [(byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width];
        return
        [
            0xFF, 0xD8, 0xFF, progressive ? (byte)0xC2 : (byte)0xC0, 0, 17, 8, .. size, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0,
            0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0,
        ];
    }

    private static byte[] Zeros(uint width, uint height, bool interlaced)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            (uint X, uint Y, uint StepX, uint StepY)[] passes = interlaced
                ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
                : [(0, 0, 1, 1)];
            foreach (var (x, y, stepX, stepY) in passes)
            {
                var row = new byte[1 + (3 * ((width - x + stepX - 1) / stepX))];
                for (var line = y; line < height; line += stepY)
                    zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(Stream png, string name, ReadOnlySpan<byte> data)
    {
        var body = new byte[4 + data.Length];
        System.Text.Encoding.ASCII.GetBytes(name, body);
        data.CopyTo(body.AsSpan(4));
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFF_FFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320u;
        }

        return ~crc;
    }
}
