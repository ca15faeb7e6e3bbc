using System.Globalization;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>How far a client has read: the sequence of the last transcript entry it got. Opaque to clients; it never goes back.</summary>
internal static class Watermark
{
    /// <summary>Null for an empty one and for anything that was not made here: the client then gets the newest entries.</summary>
    public static long? Parse(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && sequence < 1L << 53 ? sequence : null;

    public static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);
}
