using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.WebChannel.Tokens;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>
/// Links to files that the desk offers, such as a buyer's case file. The link itself is the key: it ends with its hour of expiry under a
/// 128-bit authentication code of conversation and file. Whoever may read the conversation gets a fresh one with it.
/// </summary>
internal sealed class OfferedFileLinks(SigningKeys keys, TimeProvider time)
{
    public const string Root = "/v3/directline/files/";

    /// <summary>Longest life of a link; the shortest is an hour less.</summary>
    public const int LifeHours = 3;

    private const int LongestKey = 80;
    private const int CodeBytes = 16;
    private const int TokenBytes = 4 + CodeBytes;

    /// <summary>The path of a link, to be put behind scheme and host.</summary>
    public string PathOf(string conversation, string key)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        BinaryPrimitives.WriteInt32BigEndian(token, Hour() + LifeHours);
        Code(keys.Links[0], conversation, key, token[..4], token[4..]);
        return $"{Root}{conversation}/{key}/{Base64Url.EncodeToString(token)}";
    }

    /// <summary>True for a link that was made here for this file of this conversation, and has not expired.</summary>
    public bool IsGood(string conversation, string key, string token)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        if (key.Length > LongestKey || token.Length != Base64Url.GetEncodedLength(TokenBytes)) return false;
        if (Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done || length != TokenBytes) return false;
        Span<byte> expected = stackalloc byte[CodeBytes];
        var matches = false;
        foreach (var signing in keys.Links)
        {
            Code(signing, conversation, key, bytes[..4], expected);
            matches |= CryptographicOperations.FixedTimeEquals(expected, bytes[4..]);
        }

        return matches && BinaryPrimitives.ReadInt32BigEndian(bytes) > Hour();
    }

    private static void Code(byte[] signing, string conversation, string key, ReadOnlySpan<byte> expiry, Span<byte> code)
    {
        // A word that no link to an attachment begins with, because both are signed with the same keys.
        var text = Encoding.UTF8.GetBytes($"offered file\n{conversation}\n{key}\n");
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(signing, (byte[])[.. text, .. expiry], whole);
        whole[..CodeBytes].CopyTo(code);
    }

    private int Hour() => (int)(time.GetUtcNow().ToUnixTimeSeconds() / 3600);
}
