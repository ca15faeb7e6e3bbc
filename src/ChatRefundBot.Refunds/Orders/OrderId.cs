using System.Diagnostics.CodeAnalysis;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>
/// A shop's order number: 16 letters or digits, or 18 digits. Held in capitals, so case never matters.
/// </summary>
public sealed record OrderId
{
    /// <summary>Length of the form made of letters and digits.</summary>
    public const int AlphanumericLength = 16;

    /// <summary>Length of the form made of digits alone.</summary>
    public const int DigitsLength = 18;

    private OrderId(string value) => Value = value;

    /// <summary>The number in its only written form: ASCII capitals and digits, no separators.</summary>
    public string Value { get; }

    /// <summary>The form that may be shown before ownership is proven and written to logs: the last four alone.</summary>
    public string Masked => $"****{Value[^4..]}";

    /// <summary>
    /// Reads what a buyer typed: spaces, dashes, full-width characters and words around the number are passed over
    /// (<c>订单号：１２３４-…</c>). False when there is no number of either form, or more than one.
    /// </summary>
    /// <remarks>Only the form is checked: a good form may still be of no known order. Cost grows with the text's length alone.</remarks>
    public static bool TryParse(string? text, [NotNullWhen(true)] out OrderId? id)
    {
        id = OrderIdText.Find(text) is { } value ? new OrderId(value) : null;
        return id is not null;
    }

    /// <summary>Reads a number that is nothing but the number, as in the order file; lower case is accepted.</summary>
    public static bool TryParseExact(string? text, [NotNullWhen(true)] out OrderId? id)
    {
        id = text is not null && OrderIdText.HasForm(text) ? new OrderId(text.ToUpperInvariant()) : null;
        return id is not null;
    }

    /// <summary>Masked, so that a number never reaches a log by accident; use <see cref="Value"/> where it is meant.</summary>
    public override string ToString() => Masked;
}
