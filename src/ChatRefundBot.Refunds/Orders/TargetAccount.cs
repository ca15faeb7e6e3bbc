namespace ChatRefundBot.Refunds.Orders;

/// <summary>The account a top-up went to, masked when it is read: the whole account is never held.</summary>
public sealed record TargetAccount
{
    private TargetAccount(string masked) => Masked = masked;

    /// <summary>The first and last two characters around stars (<c>13*******78</c>); fewer of a short account.</summary>
    public string Masked { get; }

    /// <summary>Masks an account; one that carries a star already is kept as it is.</summary>
    public static TargetAccount From(string account)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        var trimmed = account.Trim();
        if (trimmed.Contains('*', StringComparison.Ordinal))
            return new TargetAccount(trimmed);
        var shown = trimmed.Length >= 7 ? 2 : trimmed.Length >= 4 ? 1 : 0;
        return new TargetAccount($"{trimmed[..shown]}{new string('*', trimmed.Length - (2 * shown))}{trimmed[^shown..]}");
    }

    /// <inheritdoc/>
    public override string ToString() => Masked;
}
