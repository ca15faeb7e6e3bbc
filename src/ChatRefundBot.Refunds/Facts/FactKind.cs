namespace ChatRefundBot.Refunds.Facts;

/// <summary>The type of a fact's value.</summary>
public enum FactKind
{
    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A whole number from 0 to 10,000,000.</summary>
    Count,

    /// <summary>An amount of money, not negative, at most two decimals; a string with two decimals in files.</summary>
    Amount,

    /// <summary>A number, not negative, at most four decimals (face values).</summary>
    Number,

    /// <summary>An instant; ISO 8601 with its offset in files, UTC inside.</summary>
    Time,

    /// <summary>One word of a closed list.</summary>
    Symbol,

    /// <summary>Free text of at most 20,000 characters.</summary>
    Text,

    /// <summary>A list of evidence parts, such as <c>E4.time</c>.</summary>
    Parts,

    /// <summary>The list of evidence items received.</summary>
    Items,
}
