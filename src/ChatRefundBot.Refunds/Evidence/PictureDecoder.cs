using SkiaSharp;

namespace ChatRefundBot.Refunds.Evidence;

/// <summary>Decodes a picture to its end and throws the pixels away: the only sure way to know that none is missing.</summary>
internal static class PictureDecoder
{
    private const int StripBytes = 4 * 1024 * 1024;

    /// <summary>False when the picture breaks off, is damaged, or differs from what its header said.</summary>
    public static bool DecodesToTheEnd(ReadOnlySpan<byte> content, ImageHeader header, CancellationToken cancellationToken)
    {
        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width != header.Width || codec.Info.Height != header.Height)
            return false;
        var info = codec.Info.WithColorType(SKColorType.Rgba8888).WithAlphaType(codec.Info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Premul);
        if (codec.EncodedFormat == SKEncodedImageFormat.Png)
            return DecodeLastRow(codec, info);
        return codec.StartScanlineDecode(info) == SKCodecResult.Success
            ? DecodeRows(codec, info, cancellationToken)
            : DecodeWhole(codec, info);
    }

    // A PNG unpacks from its first byte on: to reach the last row the decoder passes every other, but hands over this one alone.
    private static bool DecodeLastRow(SKCodec codec, SKImageInfo info)
    {
        using var row = new SKBitmap();
        if (!row.TryAllocPixels(info.WithSize(info.Width, 1)))
            return false;
        var last = SKRectI.Create(0, info.Height - 1, info.Width, 1);
        return codec.StartIncrementalDecode(info, row.GetPixels(), row.RowBytes, new SKCodecOptions(last)) == SKCodecResult.Success
            && codec.IncrementalDecode(out _) == SKCodecResult.Success;
    }

    private static bool DecodeRows(SKCodec codec, SKImageInfo info, CancellationToken cancellationToken)
    {
        var rows = Math.Clamp(StripBytes / info.RowBytes, 1, info.Height);
        using var strip = new SKBitmap();
        if (!strip.TryAllocPixels(info.WithSize(info.Width, rows)))
            return false;
        for (var done = 0; done < info.Height; done += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wanted = Math.Min(rows, info.Height - done);
            if (codec.GetScanlines(strip.GetPixels(), wanted, strip.RowBytes) != wanted)
                return false;
        }

        return true;
    }

    // WebP comes in one piece; asked for small, since nobody looks at the result.
    private static bool DecodeWhole(SKCodec codec, SKImageInfo info)
    {
        var scaled = codec.GetScaledDimensions(0.125f);
        using var bitmap = new SKBitmap();
        return bitmap.TryAllocPixels(info.WithSize(scaled.Width, scaled.Height))
            && codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success;
    }
}
