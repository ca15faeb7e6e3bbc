using System.Globalization;
using System.Text;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Chat;

/// <summary>Entries of a transcript as lines of a terminal.</summary>
internal static class TranscriptText
{
    /// <summary>Every line of the desk's words behind its speaker, then the numbered buttons; empty for what the buyer said.</summary>
    public static string Of(TranscriptEntry entry)
    {
        if (entry.Out is not { } message) return "";
        var speaker = entry.Author == Author.Agent ? "agent> " : "bot> ";
        var text = new StringBuilder();
        foreach (var line in Visible(message.Text, keepLines: true).Split('\n')) text.Append(speaker).Append(line).Append('\n');
        if (message is OutgoingMessage.Ask ask)
        {
            for (var i = 0; i < ask.Choices.Count; i++)
                text.Append(CultureInfo.InvariantCulture, $"{speaker}  {i + 1}) {Visible(ask.Choices[i].Label, keepLines: false)}\n");
        }

        return text.ToString();
    }

    /// <summary>Without control and direction characters: words that others wrote must not steer this terminal or turn its lines around.</summary>
    private static string Visible(string text, bool keepLines)
    {
        if (!text.Any(c => char.IsControl(c) || IsHidden(c))) return text;
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (IsHidden(c)) continue;
            if (!char.IsControl(c) || c == '\t' || (c == '\n' && keepLines)) result.Append(c);
            else if (c == '\n') result.Append(' ');
        }

        return result.ToString();
    }

    // The zero-width joiner holds emoji together and turns nothing around.
    private static bool IsHidden(char c) => c != '\u200D' && char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
