using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ChatRefundBot.WebChannel.Tokens;

/// <summary>JSON Web Tokens (RFC 7519) with HMAC-SHA256 and nothing else: what the head says of another algorithm is refused, not followed.</summary>
internal static class Jwt
{
    /// <summary>Longer ones are refused without being looked at.</summary>
    public const int MaxLength = 4096;

    private const string Algorithm = "HS256";

    public static string Sign<T>(T claims, JsonTypeInfo<T> type, byte[] key, string? keyId)
    {
        var head = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new JwtHeader(Algorithm, keyId, "JWT"), TokenJson.Default.JwtHeader));
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, type));
        var signed = $"{head}.{body}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>The claims of a token whose signature one of the keys made; null for anything else. Times are the caller's to check.</summary>
    /// <param name="keysFor">The keys to try for a key id, which is null when the token names none; few.</param>
    public static T? Verify<T>(string? token, JsonTypeInfo<T> type, Func<string?, IReadOnlyList<byte[]>> keysFor) where T : class
    {
        if (token is null || token.Length > MaxLength || !Ascii.IsValid(token)) return null;
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var last = token.LastIndexOf('.');
        if (first <= 0 || last <= first + 1 || last == token.Length - 1 || token.AsSpan(first + 1, last - first - 1).Contains('.')) return null;
        try
        {
            var head = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(token.AsSpan(0, first)), TokenJson.Default.JwtHeader);
            if (head?.Algorithm != Algorithm) return null;
            var signature = Base64Url.DecodeFromChars(token.AsSpan(last + 1));
            return IsSigned(token.AsSpan(0, last), signature, keysFor(head.KeyId))
                ? JsonSerializer.Deserialize(Base64Url.DecodeFromChars(token.AsSpan(first + 1, last - first - 1)), type)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return null;
        }
    }

    private static bool IsSigned(ReadOnlySpan<char> signed, byte[] signature, IReadOnlyList<byte[]> keys)
    {
        var bytes = new byte[signed.Length];
        Ascii.FromUtf16(signed, bytes, out _);
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var matches = false;
        foreach (var key in keys)
        {
            HMACSHA256.HashData(key, bytes, expected);
            matches |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return matches;
    }
}
