using SkiaSharp;

namespace ChatRefundBot.Testing.Telegram.Files;

/// <summary>What Telegram makes of a picture that is sent as a photo: JPEGs of several sizes, none with a side above 1280.</summary>
internal static class Photos
{
    private static readonly int[] s_sides = [90, 320, 800, 1280];

    /// <summary>Width and height; null when it is no picture.</summary>
    public static (int Width, int Height)? Measure(byte[] picture)
    {
        using var data = SKData.CreateCopy(picture);
        using var codec = SKCodec.Create(data);
        return codec is null ? null : (codec.Info.Width, codec.Info.Height);
    }

    /// <summary>The sizes, smallest first; the bytes of each differ.</summary>
    /// <exception cref="ArgumentException">No client can send this as a photo.</exception>
    public static IReadOnlyList<(byte[] Jpeg, int Width, int Height)> Sizes(byte[] picture)
    {
        using var bitmap = (Measure(picture) is null ? null : SKBitmap.Decode(picture)) ?? throw new ArgumentException("A client can only send a picture as a photo; send it as a document.");
        var largest = Math.Max(bitmap.Width, bitmap.Height);
        var sides = s_sides.Where(side => side < largest).Append(Math.Min(largest, s_sides[^1])).Distinct();
        return [.. sides.Select(side => Scaled(bitmap, (double)side / largest))];
    }

    private static (byte[] Jpeg, int Width, int Height) Scaled(SKBitmap bitmap, double factor)
    {
        var (width, height) = (Math.Max(1, (int)Math.Round(bitmap.Width * factor)), Math.Max(1, (int)Math.Round(bitmap.Height * factor)));
        using var small = bitmap.Resize(new SKImageInfo(width, height), new SKSamplingOptions(SKFilterMode.Linear));
        using var jpeg = small.Encode(SKEncodedImageFormat.Jpeg, 87);
        return (jpeg.ToArray(), width, height);
    }
}
