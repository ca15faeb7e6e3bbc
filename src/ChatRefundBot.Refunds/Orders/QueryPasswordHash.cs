using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>
/// An order's query password as PBKDF2-HMAC-SHA-256, written <c>pbkdf2-sha256$ITERATIONS$SALT$HASH</c> (salt and hash in Base64).
/// </summary>
public sealed record QueryPasswordHash
{
    /// <summary>Iterations accepted from a file: fewer protect nothing, more would let a file stall a turn.</summary>
    public const int FewestIterations = 10_000, MostIterations = 600_000;

    /// <summary>Iterations of hashes made here; about 30 ms of one core.</summary>
    public const int DefaultIterations = 100_000;

    private const string Scheme = "pbkdf2-sha256";
    private const int SaltLength = 16, HashLength = 32;

    private readonly byte[] _salt;
    private readonly byte[] _hash;
    private readonly int _iterations;

    private QueryPasswordHash(int iterations, byte[] salt, byte[] hash) => (_iterations, _salt, _hash) = (iterations, salt, hash);

    /// <summary>Hashes a password.</summary>
    /// <param name="password">As the buyer will type it; spaces around it are dropped.</param>
    /// <param name="salt">16 bytes, one per order.</param>
    public static QueryPasswordHash Create(string password, ReadOnlySpan<byte> salt)
    {
        if (salt.Length != SaltLength)
            throw new ArgumentException($"The salt must have {SaltLength} bytes.", nameof(salt));
        return new(DefaultIterations, salt.ToArray(), Derive(password, salt, DefaultIterations));
    }

    /// <summary>Reads the written form; false when any part is not as documented.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out QueryPasswordHash? hash)
    {
        hash = null;
        if (text is null || text.Length > 200 || text.Split('$') is not [Scheme, var iterationsText, var saltText, var hashText])
            return false;
        if (!int.TryParse(iterationsText, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations))
            return false;
        if (iterations is < FewestIterations or > MostIterations || !TryDecode(saltText, SaltLength, out var salt) || !TryDecode(hashText, HashLength, out var key))
            return false;
        hash = new QueryPasswordHash(iterations, salt, key);
        return true;
    }

    /// <summary>Compares in a time that does not depend on the password.</summary>
    public bool Verify(string password) => CryptographicOperations.FixedTimeEquals(Derive(password, _salt, _iterations), _hash);

    /// <summary>The written form, for files only.</summary>
    public string ToFile() =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}${_iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}");

    /// <summary>Says nothing, so that a hash never reaches a log.</summary>
    public override string ToString() => "query password withheld";

    private static byte[] Derive(string password, ReadOnlySpan<byte> salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password.Trim(), salt, iterations, HashAlgorithmName.SHA256, HashLength);

    private static bool TryDecode(string text, int length, out byte[] bytes)
    {
        bytes = new byte[length];
        // One byte more than wanted would fail to fit and one less would show in the count.
        return Convert.TryFromBase64String(text, bytes, out var written) && written == length;
    }
}
