using System.Diagnostics.CodeAnalysis;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>
/// The last four characters of a delivered card code: enough to tell two units apart and to compare with a screenshot, too little to redeem.
/// The whole code never enters this program.
/// </summary>
public sealed record CodeTail
{
    /// <summary>Exactly this many characters of a code are kept.</summary>
    public const int Length = 4;

    private CodeTail(string tail) => Tail = tail;

    /// <summary>Four capitals or digits.</summary>
    public string Tail { get; }

    /// <summary>Accepts exactly four ASCII letters or digits; anything longer is refused rather than cut, so that nobody hands in whole codes.</summary>
    public static bool TryCreate(string? text, [NotNullWhen(true)] out CodeTail? tail)
    {
        tail = text is { Length: Length } && text.All(char.IsAsciiLetterOrDigit) ? new CodeTail(text.ToUpperInvariant()) : null;
        return tail is not null;
    }

    /// <summary>The only form to show: <c>****7Q2K</c>.</summary>
    public override string ToString() => $"****{Tail}";
}
