using System.Text;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>The desk's plain text as Telegram takes it.</summary>
internal static class MessageText
{
    /// <summary>UTF-16 units of one message, counted after the markup was read.</summary>
    public const int MaxLength = 4096;

    /// <summary>
    /// Cuts a text at natural places: between paragraphs, else lines, sentences, words, and never inside a character. The blanks at a cut
    /// go, nothing else does.
    /// </summary>
    public static IReadOnlyList<string> Split(string text, int max = MaxLength)
    {
        var parts = new List<string>();
        var rest = text.AsSpan();
        while (rest.Length > max)
        {
            var cut = CutOf(rest, max);
            Add(parts, rest[..cut].TrimEnd());
            rest = rest[cut..].TrimStart();
        }

        Add(parts, rest);
        return parts;
    }

    /// <summary>Text in Telegram's HTML, in which only three characters are special.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny("&<>") < 0) return text;
        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            switch (c)
            {
                case '&':
                    result.Append("&amp;");
                    break;
                case '<':
                    result.Append("&lt;");
                    break;
                case '>':
                    result.Append("&gt;");
                    break;
                default:
                    result.Append(c);
                    break;
            }
        }

        return result.ToString();
    }

    private static void Add(List<string> parts, ReadOnlySpan<char> part)
    {
        if (!part.IsWhiteSpace()) parts.Add(part.ToString());
    }

    private static int CutOf(ReadOnlySpan<char> rest, int max)
    {
        var window = rest[..max];
        // A cut in the first half would leave a crumb.
        var least = max / 2;
        if (window.LastIndexOf("\n\n") is var paragraph && paragraph >= least) return paragraph + 2;
        if (window.LastIndexOf('\n') is var line && line >= least) return line + 1;
        if (window.LastIndexOfAny("。！？；") is var full && full >= least) return full + 1;
        if (SentenceEnd(window) is var sentence && sentence >= least) return sentence;
        if (window.LastIndexOfAny(" \t　，、") is var space && space >= least) return space + 1;
        return WholeCharacters(rest, max);
    }

    private static int SentenceEnd(ReadOnlySpan<char> window)
    {
        for (var i = window.Length - 2; i > 0; i--)
        {
            if (window[i] is '.' or '!' or '?' && window[i + 1] == ' ') return i + 1;
        }

        return -1;
    }

    /// <summary>Not inside a surrogate pair, and not before what joins on to the character before it.</summary>
    private static int WholeCharacters(ReadOnlySpan<char> rest, int max)
    {
        var cut = max;
        while (cut > max - 32 && Joins(rest, cut)) cut--;
        if (Joins(rest, cut)) cut = max;
        return char.IsLowSurrogate(rest[cut]) && char.IsHighSurrogate(rest[cut - 1]) ? cut - 1 : cut;
    }

    private static bool Joins(ReadOnlySpan<char> rest, int cut) =>
        char.IsLowSurrogate(rest[cut])
        || rest[cut] is '\u200d' or (>= '\ufe00' and <= '\ufe0f')
        || rest[cut - 1] == '\u200d'
        || char.GetUnicodeCategory(rest[cut]) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark;
}
