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

    // Groups of letters and digits as cards print them, with dashes or single blanks between groups of four or more.
    [GeneratedRegex(@"[A-Za-z0-9]{4,}(?:[- ]?[A-Za-z0-9]{4,})*", RegexOptions.CultureInvariant)]
    private static partial Regex LongCode();
}
