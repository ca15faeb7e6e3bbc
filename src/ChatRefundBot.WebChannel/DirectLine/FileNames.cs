namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>What senders say of their files, as far as it is fit to be kept and shown. Never used as a path, never served as a type.</summary>
internal static class FileNames
{
    private const int MaxName = 120;
    private const int MaxType = 100;

    /// <summary>The last part of a name, without control and direction characters.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").AsSpan();
        last = last[(last.LastIndexOfAny('/', '\\') + 1)..];
        var clean = new System.Text.StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            if (System.Text.Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator || rune.Value == 0xFFFD) continue;
            if (clean.Length + rune.Utf16SequenceLength > MaxName) break;
            clean.Append(rune.ToString());
        }

        var text = clean.ToString().Trim(' ', '.');
        return text.Length == 0 ? "file" : text;
    }

    /// <summary>A declared MIME type without its parameters; <c>application/octet-stream</c> for what is none.</summary>
    public static string TypeOf(string? declared)
    {
        var type = (declared ?? "").Split(';')[0].Trim().ToLowerInvariant();
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        var isType = slash > 0 && slash < type.Length - 1 && type.Length <= MaxType
            && type.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '+' or '.') && type.LastIndexOf('/') == slash;
        return isType ? type : "application/octet-stream";
    }
}
