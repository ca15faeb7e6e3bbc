namespace ChatRefundBot.Refunds.Evidence;

/// <summary>Why a file is not taken as evidence. Each has its own wording for the buyer.</summary>
public enum EvidenceRefusal
{
    /// <summary>No bytes.</summary>
    Empty,

    /// <summary>Above 10 MB (<see cref="EvidenceLimits.MostBytes"/>).</summary>
    TooLarge,

    /// <summary>Nothing that is known as a picture or as another kind of file.</summary>
    NotAnImage,

    /// <summary>A known kind of file that is not taken: PDF, GIF, SVG, HTML, HEIC, a moving picture and so on.</summary>
    UnsupportedType,

    /// <summary>Called a picture by its name or declared type, and not one.</summary>
    TypeMismatch,

    /// <summary>Shorter side below 320 pixels.</summary>
    TooSmall,

    /// <summary>More pixels than are ever decoded.</summary>
    TooManyPixels,

    /// <summary>The picture breaks off or is damaged.</summary>
    Truncated,

    /// <summary>More files than the channel takes in one message, or of one conversation.</summary>
    TooMany,

    /// <summary>The channel could not get the file; the buyer is asked to send it again.</summary>
    NotFetched,
}

/// <summary>A picture that passed.</summary>
/// <param name="Mime">The real type: <c>image/jpeg</c>, <c>image/png</c> or <c>image/webp</c>. Serve it as this and nothing else.</param>
/// <param name="Width">Pixels, as stored (before any EXIF turn).</param>
/// <param name="Height">Pixels, as stored.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of the bytes as received.</param>
public sealed record EvidenceImage(string Mime, int Width, int Height, long Size, EvidenceHash Sha256);

/// <summary>The answer of <see cref="EvidenceInspector"/>.</summary>
public abstract record EvidenceInspection
{
    private EvidenceInspection()
    {
    }

    /// <summary>Taken.</summary>
    /// <param name="Image">What it is.</param>
    /// <param name="DeclaredTypeWasWrong">The sender called it another type; the real one was taken.</param>
    public sealed record Accepted(EvidenceImage Image, bool DeclaredTypeWasWrong) : EvidenceInspection;

    /// <summary>Not taken.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="FoundType">The kind of file recognised, such as <c>application/pdf</c>; null when none was.</param>
    public sealed record Refused(EvidenceRefusal Reason, string? FoundType = null) : EvidenceInspection;
}

/// <summary>Bounds of evidence pictures.</summary>
public static class EvidenceLimits
{
    /// <summary>10 MB: the largest picture taken as evidence.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>20 MB: the largest file ever written to disk, of any kind (Telegram's own bound for bots).</summary>
    public const int MostStoredBytes = 20 * 1024 * 1024;

    /// <summary>Shorter side, pixels.</summary>
    public const int ShortestSide = 320;

    /// <summary>Width times height of a picture that can be decoded row by row.</summary>
    public const long MostPixels = 50_000_000;

    /// <summary>Width times height of a picture that must be decoded whole: progressive JPEG, WebP.</summary>
    public const long MostPixelsWhole = 24_000_000;
}
