using System.Security.Cryptography;

namespace ChatRefundBot.Handoff.Accounts;

/// <summary>A password to be shown once and changed at the first sign-in: 20 characters of 32, 100 random bits.</summary>
public static class OneTimePassword
{
    // Without letters and digits that are read for one another: l and 1, o and 0.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    public static string Make() => string.Join('-', RandomNumberGenerator.GetString(Letters, 20).Chunk(5).Select(part => new string(part)));
}
