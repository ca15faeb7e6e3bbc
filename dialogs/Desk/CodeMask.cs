using System.Text.RegularExpressions;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>Hides what may be a card code when a buyer's words are repeated to them: all but its last four.</summary>
internal static partial class CodeMask
{
    public static string Hide(string text) => LongCode().Replace(text, match =>
    {
        var plain = match.Value.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return plain.Length >= 12 && plain.Count(char.IsAsciiDigit) >= 3 ? "****" + plain[^4..] : match.Value;
    });

    // As cards print them: letters and digits in one piece or in groups with dashes, or groups of four digits with blanks.
    [GeneratedRegex(@"\d{4}(?: \d{4}){2,}|[A-Za-z0-9]{3,}(?:-[A-Za-z0-9]{3,})*", RegexOptions.CultureInvariant)]
    private static partial Regex LongCode();
}
