namespace ChatRefundBot.Refunds;

/// <summary>
/// A sum of money: an amount with at most two decimals and its currency. Rounding is always half-up (away from zero), done by
/// <see cref="Rounded"/>; there is no conversion between currencies.
/// </summary>
/// <param name="Amount">The amount, two decimals.</param>
/// <param name="Currency">ISO 4217 code, <c>CNY</c> where the order names none.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>The currency of an order that names none.</summary>
    public const string DefaultCurrency = "CNY";

    /// <summary>A sum rounded half-up to two decimals.</summary>
    public static Money Rounded(decimal amount, string currency = DefaultCurrency) =>
        new(decimal.Round(amount, 2, MidpointRounding.AwayFromZero), currency);

    /// <summary>The amount with exactly two decimals and a point, as in files: <c>100.00</c>.</summary>
    public string ToAmountString() => Amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => $"{ToAmountString()} {Currency}";
}
