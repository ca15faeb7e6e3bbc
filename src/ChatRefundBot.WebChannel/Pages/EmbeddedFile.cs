using System.IO.Compression;
using System.Security.Cryptography;

namespace ChatRefundBot.WebChannel.Pages;

/// <summary>A file of the widget as it is served: plain, and compressed when somebody first asks for it so.</summary>
internal sealed class EmbeddedFile
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".webmanifest"] = "application/manifest+json; charset=utf-8",
        [".svg"] = "image/svg+xml; charset=utf-8",
        [".txt"] = "text/plain; charset=utf-8",
        [".ts"] = "text/plain; charset=utf-8",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".webp"] = "image/webp",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".mp3"] = "audio/mpeg",
        [".ogg"] = "audio/ogg",
        [".wav"] = "audio/wav",
    };

    private readonly Lazy<byte[]?> _brotli;
    private readonly Lazy<byte[]?> _gzip;

    /// <param name="path">Below <c>wwwroot</c>, with forward slashes.</param>
    public EmbeddedFile(string path, byte[] content)
    {
        Path = path;
        Plain = content;
        ContentType = Types.GetValueOrDefault(System.IO.Path.GetExtension(path), "application/octet-stream");
        ETag = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 10));
        _brotli = new Lazy<byte[]?>(() => Smaller(output => new BrotliStream(output, CompressionLevel.SmallestSize)));
        _gzip = new Lazy<byte[]?>(() => Smaller(output => new GZipStream(output, CompressionLevel.SmallestSize)));
    }

    public string Path { get; }

    public string ContentType { get; }

    /// <summary>Without quotes and without the suffix of an encoding.</summary>
    public string ETag { get; }

    public byte[] Plain { get; }

    /// <summary>Null when it would not be smaller.</summary>
    public byte[]? Brotli => _brotli.Value;

    /// <inheritdoc cref="Brotli"/>
    public byte[]? Gzip => _gzip.Value;

    private bool IsText => ContentType.Contains("charset", StringComparison.Ordinal);

    private byte[]? Smaller(Func<Stream, Stream> compressor)
    {
        if (!IsText) return null;
        using var output = new MemoryStream();
        using (var stream = compressor(output)) stream.Write(Plain);
        var smaller = output.ToArray();
        return smaller.Length < Plain.Length ? smaller : null;
    }
}
