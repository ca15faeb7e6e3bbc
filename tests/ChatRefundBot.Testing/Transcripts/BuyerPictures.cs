using System.Buffers.Binary;
using ChatRefundBot.Testing.Chats;

namespace ChatRefundBot.Testing.Transcripts;

/// <summary>Files that buyers of golden chats send, by name.</summary>
internal static class BuyerPictures
{
    private static readonly Dictionary<string, (string File, Func<byte[]> Make)> Known = new(StringComparer.Ordinal)
    {
        ["good"] = ("screenshot.png", () => SamplePicture.Png(shade: 1)),
        ["good-2"] = ("screenshot-2.png", () => SamplePicture.Png(shade: 2)),
        ["good-3"] = ("screenshot-3.png", () => SamplePicture.Png(shade: 3)),
        ["small"] = ("thumbnail.png", () => SamplePicture.Png(120, 90)),
        ["truncated"] = ("broken.png", () => SamplePicture.Png(shade: 4)[..^40]),
        ["empty"] = ("empty.png", () => []),
        ["pdf"] = ("receipt.pdf", () => "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"u8.ToArray()),
        ["liar"] = ("photo.png", () => "MZ this is a program that is called a picture"u8.ToArray()),
        ["huge"] = ("film.png", () => new byte[30 * 1024 * 1024]),
        ["bomb"] = ("bomb.png", Bomb),
    };

    public static string FileName(string name) => Find(name).File;

    public static byte[] Bytes(string name) => Find(name).Make();

    private static (string File, Func<byte[]> Make) Find(string name) => Known.TryGetValue(name, out var picture)
        ? picture
        : throw new FormatException($"there is no picture '{name}', but {string.Join(", ", Known.Keys)}");

    /// <summary>A picture whose header says 60,000 by 60,000.</summary>
    private static byte[] Bomb()
    {
        var png = SamplePicture.Png();
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);
        return png;
    }
}
