using System.Globalization;
using System.Text;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>Finds an order number in what a buyer typed.</summary>
internal static class OrderIdText
{
    /// <summary>True when the text is exactly one number of either form.</summary>
    public static bool HasForm(string text) => text.Length switch
    {
        OrderId.AlphanumericLength => text.All(char.IsAsciiLetterOrDigit),
        OrderId.DigitsLength => text.All(char.IsAsciiDigit),
        _ => false,
    };

    /// <summary>The one number in the text, in capitals; null when there is none or when it is not clear which is meant.</summary>
    public static string? Find(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        string? found = null;
        foreach (var pieces in Segments(text))
        {
            foreach (var candidate in Candidates(pieces))
            {
                if (found is not null && found != candidate)
                    return null;
                found = candidate;
            }
        }

        return found;
    }

    // A segment is what stands between Chinese text or punctuation; its pieces are what stands between spaces and dashes.
    private static IEnumerable<List<string>> Segments(string text)
    {
        List<string> pieces = [];
        var piece = new StringBuilder();
        foreach (var raw in text)
        {
            var character = ToAscii(raw);
            if (char.IsAsciiLetterOrDigit(character))
            {
                piece.Append(char.ToUpperInvariant(character));
                continue;
            }

            if (IsInvisible(character))
                continue;
            EndPiece(piece, pieces);
            if (IsSeparator(character))
                continue;
            if (pieces.Count > 0)
                yield return pieces;
            pieces = [];
        }

        EndPiece(piece, pieces);
        if (pieces.Count > 0)
            yield return pieces;
    }

    private static IEnumerable<string> Candidates(List<string> pieces)
    {
        // First the plainest reading: the segment is the number, with or without a label before and words after it.
        if (Joined(pieces, 0, pieces.Count) is { } whole)
            return [whole];
        var first = pieces.FindIndex(HasDigit);
        if (first < 0)
            return [];
        if (Joined(pieces, first, pieces.FindLastIndex(HasDigit) + 1) is { } inner)
            return [inner];
        var single = pieces.Where(piece => HasForm(piece) && HasDigit(piece)).ToList();
        return single.Count > 0 ? single : Runs(pieces);
    }

    private static IEnumerable<string> Runs(List<string> pieces)
    {
        for (var start = 0; start < pieces.Count; start++)
        {
            var length = 0;
            for (var end = start; end < pieces.Count && length < OrderId.DigitsLength; end++)
            {
                length += pieces[end].Length;
                if (Joined(pieces, start, end + 1) is { } run && HasDigit(run))
                    yield return run;
            }
        }
    }

    private static string? Joined(List<string> pieces, int start, int end)
    {
        var length = 0;
        for (var index = start; index < end && length <= OrderId.DigitsLength; index++)
            length += pieces[index].Length;
        if (length is not (OrderId.AlphanumericLength or OrderId.DigitsLength))
            return null;
        var joined = string.Concat(pieces[start..end]);
        return HasForm(joined) ? joined : null;
    }

    private static void EndPiece(StringBuilder piece, List<string> pieces)
    {
        if (piece.Length > 0)
            pieces.Add(piece.ToString());
        piece.Clear();
    }

    private static bool HasDigit(string text) => text.Any(char.IsAsciiDigit);

    // Full-width forms (U+FF01 to U+FF5E) are ASCII moved by a constant.
    private static char ToAscii(char character) => character is >= '\uFF01' and <= '\uFF5E' ? (char)(character - 0xFEE0) : character;

    private static bool IsInvisible(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.Format;

    private static bool IsSeparator(char character) =>
        char.IsWhiteSpace(character) || character is '_' or 'ー' || char.GetUnicodeCategory(character) is UnicodeCategory.DashPunctuation;
}
