using System.Security.Cryptography;
using System.Text;

namespace ChatRefundBot.WebChannel.Tokens;

/// <summary>The channel's keys: the first signs, the others only verify what was signed before they were replaced.</summary>
internal sealed class SigningKeys
{
    private readonly Dictionary<string, byte[][]> _byId;
    private readonly byte[][] _links;

    public SigningKeys(IReadOnlyList<byte[]> keys)
    {
        if (keys.Count == 0) throw new ArgumentException("There is a signing key at least.", nameof(keys));
        Current = keys[0];
        CurrentId = IdOf(Current);
        _byId = keys.DistinctBy(IdOf).ToDictionary(IdOf, k => new[] { k }, StringComparer.Ordinal);
        // Links are told apart from tokens by a key of their own.
        _links = [.. keys.Select(k => HMACSHA256.HashData(k, "chatrefundbot attachment links"u8))];
    }

    public byte[] Current { get; }

    /// <summary>Goes into the token's head, so that the key is found again after a change; says nothing of the key.</summary>
    public string CurrentId { get; }

    public IReadOnlyList<byte[]> For(string? keyId) => keyId is not null && _byId.TryGetValue(keyId, out var keys) ? keys : [];

    /// <summary>Keys of links to files, in the order of the keys.</summary>
    public IReadOnlyList<byte[]> Links => _links;

    private static string IdOf(byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes("chatrefundbot key id")).AsSpan(0, 4));
}
