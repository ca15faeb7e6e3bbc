using System.Diagnostics.CodeAnalysis;

namespace ChatRefundBot.Refunds.Evidence;

/// <summary>SHA-256 of a file's bytes, 64 lower-case hex digits: its identity, and the only name it is stored under.</summary>
public sealed record EvidenceHash
{
    private EvidenceHash(string hex) => Hex = hex;

    /// <summary>64 lower-case hex digits.</summary>
    public string Hex { get; }

    /// <summary>Reads 64 hex digits of either case; anything else, such as a path, is false.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EvidenceHash? hash)
    {
        hash = text is { Length: 64 } && text.All(char.IsAsciiHexDigit) ? new EvidenceHash(text.ToLowerInvariant()) : null;
        return hash is not null;
    }

    /// <summary>Wraps a computed digest.</summary>
    /// <param name="sha256">32 bytes.</param>
    public static EvidenceHash From(ReadOnlySpan<byte> sha256) =>
        sha256.Length == 32 ? new(Convert.ToHexStringLower(sha256)) : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(sha256));

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
