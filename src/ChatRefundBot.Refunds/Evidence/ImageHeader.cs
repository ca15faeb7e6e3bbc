using System.Buffers.Binary;

namespace ChatRefundBot.Refunds.Evidence;

/// <summary>
/// What a picture's first bytes say of it, read before any decoder sees it, so that a small file with a giant size costs nothing.
/// </summary>
/// <param name="Mime">By magic bytes.</param>
/// <param name="Width">Pixels; 0 when the header is cut or broken.</param>
/// <param name="Height">Pixels; 0 when the header is cut or broken.</param>
/// <param name="DecodesWhole">A decoder must hold the whole picture: progressive JPEG, WebP.</param>
/// <param name="Moving">Holds more than one frame.</param>
internal readonly record struct ImageHeader(string Mime, long Width, long Height, bool DecodesWhole, bool Moving)
{
    private const int PngHeaderEnd = 33, WebpHeaderEnd = 30;

    /// <summary>Null when the bytes are none of the three kinds.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ReadJpeg(bytes);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return ReadPng(bytes);
        return bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? ReadWebp(bytes) : null;
    }

    private static ImageHeader Broken(string mime) => new(mime, 0, 0, false, false);

    private static ImageHeader ReadJpeg(ReadOnlySpan<byte> bytes)
    {
        var header = Broken("image/jpeg");
        var components = 0;
        for (var at = 2; at + 4 <= bytes.Length && bytes[at] == 0xFF;)
        {
            var marker = bytes[at + 1];
            // 0xFF may be repeated before a marker.
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            var segment = bytes[(at + 4)..];
            if (IsFrame(marker) && segment.Length >= 6)
            {
                components = segment[5];
                header = header with
                {
                    Height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]),
                    Width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]),
                    DecodesWhole = marker is 0xC2 or 0xC6 or 0xCA or 0xCE,
                };
            }

            // Colours in separate scans are gathered like a progressive picture.
            if (marker == 0xDA)
                return header with { DecodesWhole = header.DecodesWhole || (segment.Length > 0 && segment[0] < components) };
            at += 2 + Math.Max(length, (ushort)2);
        }

        return Broken("image/jpeg");
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static ImageHeader ReadPng(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PngHeaderEnd || !bytes[12..].StartsWith("IHDR"u8))
            return Broken("image/png");
        return new(
            "image/png", BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]),
            DecodesWhole: false, IsMovingPng(bytes));
    }

    // The chunk that makes a PNG move stands before the picture's data.
    private static bool IsMovingPng(ReadOnlySpan<byte> bytes)
    {
        for (long at = PngHeaderEnd; at + 8 <= bytes.Length;)
        {
            var chunk = bytes[(int)at..];
            if (chunk[4..].StartsWith("acTL"u8))
                return true;
            if (chunk[4..].StartsWith("IDAT"u8))
                return false;
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }

        return false;
    }

    private static ImageHeader ReadWebp(ReadOnlySpan<byte> bytes)
    {
        // The container says how long it is; a shorter file was cut.
        if (bytes.Length < WebpHeaderEnd || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L > bytes.Length)
            return Broken("image/webp");
        var kind = bytes.Slice(12, 4);
        if (kind.SequenceEqual("VP8X"u8))
            return new("image/webp", Read24(bytes[24..]) + 1, Read24(bytes[27..]) + 1, DecodesWhole: true, Moving: (bytes[20] & 0x02) != 0);
        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
            return new("image/webp", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1, DecodesWhole: true, Moving: false);
        }

        if (!kind.SequenceEqual("VP8 "u8))
            return Broken("image/webp");
        return new(
            "image/webp", BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF,
            DecodesWhole: true, Moving: false);
    }

    private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
