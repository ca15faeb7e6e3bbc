using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.WebChannel.Tokens;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>
/// Links to buyers' files: an image tag sends no Authorization header, so the link itself is the key. It names file and day of expiry under
/// a 128-bit authentication code of the conversation, and stays the same for a day so that browsers may keep what they fetched.
/// </summary>
internal sealed class AttachmentLinks(SigningKeys keys, TimeProvider time)
{
    public const string Root = "/v3/directline/attachments/";

    /// <summary>Shortest and, but for a day, longest life of a link; whoever may read the conversation gets fresh ones with it.</summary>
    public const int LifeDays = 7;

    private const int HashBytes = 32;
    private const int CodeBytes = 16;
    private const int NameBytes = 4 + HashBytes + CodeBytes;

    /// <summary>The path of a link, to be put behind scheme and host.</summary>
    public string PathOf(string conversation, string sha256)
    {
        Span<byte> name = stackalloc byte[NameBytes];
        BinaryPrimitives.WriteInt32BigEndian(name, Today() + LifeDays + 1);
        Convert.FromHexString(sha256, name.Slice(4, HashBytes), out _, out _);
        Code(keys.Links[0], conversation, name[..(4 + HashBytes)], name[(4 + HashBytes)..]);
        return $"{Root}{conversation}/{Base64Url.EncodeToString(name)}";
    }

    /// <summary>The hash of the file that a link is for; null when the link was not made here for this conversation, or has expired.</summary>
    public string? Read(string conversation, string name)
    {
        Span<byte> bytes = stackalloc byte[NameBytes];
        if (name.Length != Base64Url.GetEncodedLength(NameBytes)) return null;
        if (Base64Url.DecodeFromChars(name, bytes, out _, out var length) != OperationStatus.Done || length != NameBytes) return null;
        Span<byte> expected = stackalloc byte[CodeBytes];
        var matches = false;
        foreach (var key in keys.Links)
        {
            Code(key, conversation, bytes[..(4 + HashBytes)], expected);
            matches |= CryptographicOperations.FixedTimeEquals(expected, bytes[(4 + HashBytes)..]);
        }

        return matches && BinaryPrimitives.ReadInt32BigEndian(bytes) > Today() ? Convert.ToHexStringLower(bytes.Slice(4, HashBytes)) : null;
    }

    private static void Code(byte[] key, string conversation, ReadOnlySpan<byte> signed, Span<byte> code)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(64) + signed.Length];
        var length = Encoding.UTF8.GetBytes(conversation.AsSpan(0, Math.Min(64, conversation.Length)), text);
        signed.CopyTo(text[length..]);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text[..(length + signed.Length)], whole);
        whole[..CodeBytes].CopyTo(code);
    }

    private int Today() => (int)(time.GetUtcNow().ToUnixTimeSeconds() / 86_400);
}
