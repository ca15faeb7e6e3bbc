using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Testing.Transcripts;

/// <summary>How messages of the desk look in a golden chat, and how an expectation is compared with one.</summary>
internal static partial class ExpectedText
{
    /// <summary>The text, then the buttons as a line <c>[label] [label]</c>.</summary>
    public static string Of(OutgoingMessage message) => message is OutgoingMessage.Ask { Choices.Count: > 0 } ask
        ? message.Text + "\n" + string.Join(' ', ask.Choices.Select(c => $"[{c.Label}]"))
        : message.Text;

    /// <summary>The message as lines of a chat file.</summary>
    public static IEnumerable<string> Lines(string speaker, string text) =>
        (speaker + " " + text.Replace("\n", "\n" + ChatFile.Indent, StringComparison.Ordinal)).Split('\n');

    /// <summary>True when the text is the expected one; <c>{word}</c> in it stands for any text within a line.</summary>
    public static bool Matches(string expected, string actual)
    {
        if (!expected.Contains('{', StringComparison.Ordinal)) return expected == actual;
        var pattern = new StringBuilder("^");
        var end = 0;
        foreach (var place in Placeholder().EnumerateMatches(expected))
        {
            pattern.Append(Regex.Escape(expected[end..place.Index])).Append(".+?");
            end = place.Index + place.Length;
        }

        pattern.Append(Regex.Escape(expected[end..])).Append("\\z");
        return Regex.IsMatch(actual, pattern.ToString(), RegexOptions.CultureInvariant);
    }

    /// <summary>What a buyer sends for the words in the file: <c>{empty}</c>, <c>{100000 characters}</c> and <c>{U+202E}</c> stand for what no file shows well.</summary>
    public static string Typed(string text) => Special().Replace(text, match =>
        match.Groups["n"].Success ? new string('字', int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture))
        : match.Groups["u"].Success ? char.ConvertFromUtf32(int.Parse(match.Groups["u"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        : "");

    [GeneratedRegex(@"\{\w+\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{empty\}|\{(?<n>\d+) characters\}|\{U\+(?<u>[0-9A-F]{4,6})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Special();
}
