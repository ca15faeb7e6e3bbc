using System.Globalization;
using System.Text;

namespace ChatRefundBot.DialogKernel.Prompts;

/// <summary>Makes typed text comparable: what a buyer's keyboard adds by accident must not decide anything.</summary>
public static class TextCleaner
{
    private static readonly char[] Around = [' ', '.', '!', '?', ',', '。', '！', '？', '，', '~', '、', '[', ']', '【', '】', '"', '“', '”', '\'', '(', ')'];

    /// <summary>
    /// Full-width forms become ASCII, control, zero-width and direction characters go, runs of blanks become one, ends are trimmed.
    /// Line breaks stay. The original stays in the transcript.
    /// </summary>
    public static string Clean(string text)
    {
        if (IsClean(text)) return text;
        var result = new StringBuilder(Math.Min(text.Length, 4096));
        Span<char> utf16 = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            var mapped = Map(rune);
            if (mapped is null) continue;
            var blank = mapped.Value.Value == ' ';
            if (blank && (result.Length == 0 || result[^1] is ' ' or '\n')) continue;
            result.Append(utf16[..mapped.Value.EncodeToUtf16(utf16)]);
        }

        return result.ToString().Trim();
    }

    /// <summary>For comparing with buttons and words: cleaned, lower case, without the punctuation around it.</summary>
    public static string Fold(string text) => Clean(text).ToLowerInvariant().Trim(Around);

    /// <summary>True for what most buyers type most of the time: letters, digits, Chinese, single blanks between them. Says no when in doubt.</summary>
    private static bool IsClean(string text)
    {
        var afterBlank = true;
        foreach (var c in text)
        {
            if (c == ' ')
            {
                if (afterBlank) return false;
                afterBlank = true;
                continue;
            }

            if (c is not ((> ' ' and < '\u007F') or (>= '\u3001' and <= '\u3020') or (>= '\u4E00' and <= '\u9FFF'))) return false;
            afterBlank = false;
        }

        return !afterBlank;
    }

    private static Rune? Map(Rune rune)
    {
        if (rune.Value == '\n') return rune;
        if (rune.Value is >= 0xFF01 and <= 0xFF5E) return new Rune(rune.Value - 0xFEE0);
        if (rune.Value is '\t' or '\r' or 0x3000 || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator) return new Rune(' ');
        // Zero-width joiner holds emoji together; every other format character is invisible noise or a direction trick.
        if (rune.Value == 0x200D) return rune;
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? null
            : rune;
    }
}
