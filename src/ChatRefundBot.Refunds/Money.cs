using System.Globalization;

namespace ChatRefundBot.Refunds;

/// <summary>
/// An amount of one currency, always with two decimals. Rounding is half up (away from zero), as the refund rules say.
/// </summary>
/// <remarks>Arithmetic over two currencies throws <see cref="InvalidOperationException"/>: an order has one currency, so it is a fault.</remarks>
public readonly record struct Money : IComparable<Money>
{
    /// <summary>The largest amount accepted from outside, in units of the currency: 1,000,000.00.</summary>
    public const decimal LargestAccepted = 1_000_000.00m;

    /// <summary>The currency where nothing names one.</summary>
    public const string DefaultCurrency = "CNY";

    private readonly string? _currency;

    /// <summary>Rounds <paramref name="amount"/> half up to two decimals.</summary>
    /// <param name="amount">In units of the currency (yuan, not fen); may be negative as a difference.</param>
    /// <param name="currency">ISO 4217, three capital letters.</param>
    public Money(decimal amount, string currency)
    {
        if (!IsCurrency(currency))
            throw new ArgumentException("A currency is three capital letters (ISO 4217), such as CNY.", nameof(currency));
        Amount = decimal.Round(amount, 2, MidpointRounding.AwayFromZero);
        _currency = currency;
    }

    /// <summary>Units of the currency, two decimals.</summary>
    public decimal Amount { get; }

    /// <summary>ISO 4217 code; <c>CNY</c> for a default value.</summary>
    public string Currency => _currency ?? DefaultCurrency;

    /// <summary>Nothing, in the given currency.</summary>
    public static Money Zero(string currency) => new(0m, currency);

    /// <summary>An amount of yuan.</summary>
    public static Money Yuan(decimal amount) => new(amount, DefaultCurrency);

    /// <summary>The same as the constructor, for places where the rounding is the point.</summary>
    public static Money Rounded(decimal amount, string currency = DefaultCurrency) => new(amount, currency);

    /// <summary>True for three capital letters A-Z.</summary>
    public static bool IsCurrency(string? text) => text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);

    /// <summary>This amount x <paramref name="part"/> / <paramref name="whole"/>, multiplied first and rounded once.</summary>
    public Money Share(decimal part, decimal whole) =>
        whole > 0 ? new Money(Amount * part / whole, Currency) : throw new ArgumentOutOfRangeException(nameof(whole), whole, "The whole must be above zero.");

    /// <inheritdoc/>
    public int CompareTo(Money other) => Amount.CompareTo(SameCurrency(other).Amount);

    /// <summary>The form used in files and facts: two decimals, invariant, no currency. Example: <c>100.00</c>.</summary>
    public string ToAmountString() => Amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Amount and currency for logs, not for buyers: <c>100.00 CNY</c>.</summary>
    public override string ToString() => $"{ToAmountString()} {Currency}";

    public static Money operator +(Money left, Money right) => new(left.Amount + left.SameCurrency(right).Amount, left.Currency);

    public static Money operator -(Money left, Money right) => new(left.Amount - left.SameCurrency(right).Amount, left.Currency);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    private Money SameCurrency(Money other) =>
        string.Equals(Currency, other.Currency, StringComparison.Ordinal)
            ? other
            : throw new InvalidOperationException($"Amounts in {Currency} and {other.Currency} cannot be combined; convert one of them first.");
}
