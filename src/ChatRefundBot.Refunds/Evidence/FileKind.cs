using System.Text;

namespace ChatRefundBot.Refunds.Evidence;

/// <summary>Names kinds of files that are not taken, so that the sender can be told what was sent; and reads declared types.</summary>
internal static class FileKind
{
    private const int TextLookedAt = 512;

    private static readonly (int At, byte[] Magic, string Mime)[] Magics =
    [
        (0, "GIF8"u8.ToArray(), "image/gif"),
        (0, "BM"u8.ToArray(), "image/bmp"),
        (0, "II*\0"u8.ToArray(), "image/tiff"),
        (0, "MM\0*"u8.ToArray(), "image/tiff"),
        (0, [0, 0, 1, 0], "image/x-icon"),
        (0, [0xFF, 0x0A], "image/jxl"),
        (4, "ftypheic"u8.ToArray(), "image/heic"),
        (4, "ftypheix"u8.ToArray(), "image/heic"),
        (4, "ftypmif1"u8.ToArray(), "image/heif"),
        (4, "ftypavif"u8.ToArray(), "image/avif"),
        (4, "ftypqt"u8.ToArray(), "video/quicktime"),
        (4, "ftyp"u8.ToArray(), "video/mp4"),
        (0, [0x1A, 0x45, 0xDF, 0xA3], "video/webm"),
        (0, "%PDF"u8.ToArray(), "application/pdf"),
        (0, "PK\u0003\u0004"u8.ToArray(), "application/zip"),
        (0, "Rar!"u8.ToArray(), "application/vnd.rar"),
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        (0, [0x1F, 0x8B], "application/gzip"),
        (0, [0xD0, 0xCF, 0x11, 0xE0], "application/msword"),
        (0, "MZ"u8.ToArray(), "application/x-msdownload"),
        (0, [0x7F, (byte)'E', (byte)'L', (byte)'F'], "application/x-executable"),
        (0, "OggS"u8.ToArray(), "audio/ogg"),
        (0, "ID3"u8.ToArray(), "audio/mpeg"),
    ];

    /// <summary>The MIME type of a known kind; null when none is known.</summary>
    public static string? Recognise(ReadOnlySpan<byte> bytes)
    {
        foreach (var (at, magic, mime) in Magics)
        {
            if (bytes.Length >= at + magic.Length && bytes[at..].StartsWith(magic))
                return mime;
        }

        var start = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, TextLookedAt)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (!start.StartsWith('<'))
            return null;
        if (start.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return "image/svg+xml";
        return start.Contains("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            ? "text/html"
            : null;
    }

    /// <summary>The picture type that a MIME type or a file name stands for; null when it stands for none of the three.</summary>
    public static string? PictureDeclared(string? declared)
    {
        var text = (declared ?? "").Trim();
        var type = text.Split(';')[0].TrimEnd();
        return Is(type, "image/jpeg", "image/jpg", "image/pjpeg") || Ends(text, ".jpg", ".jpeg") ? "image/jpeg"
            : Is(type, "image/png") || Ends(text, ".png") ? "image/png"
            : Is(type, "image/webp") || Ends(text, ".webp") ? "image/webp"
            : null;
    }

    /// <summary>True when the sender said nothing, or nothing that says what it is.</summary>
    public static bool SaysNothing(string? declared) =>
        string.IsNullOrWhiteSpace(declared) || Is(declared.Trim(), "application/octet-stream", "image/*") || !declared.AsSpan().ContainsAny('/', '.');

    private static bool Is(string text, params ReadOnlySpan<string> types) => Any(text, types, string.Equals);

    private static bool Ends(string text, params ReadOnlySpan<string> endings) => Any(text, endings, (name, ending, how) => name.EndsWith(ending, how));

    private static bool Any(string text, ReadOnlySpan<string> candidates, Func<string, string, StringComparison, bool> matches)
    {
        foreach (var candidate in candidates)
        {
            if (matches(text, candidate, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
