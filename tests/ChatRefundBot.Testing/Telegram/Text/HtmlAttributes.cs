using System.Net;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Text;

/// <summary>The attributes of a start tag, up to and including its end.</summary>
internal static class HtmlAttributes
{
    public static IReadOnlyDictionary<string, string> Read(string html, ref int at, string tag, Func<int> tagOffset)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            SkipSpace(html, ref at);
            if (at == html.Length) throw Unparsable($"Unclosed start tag \"{tag}\" at byte offset {tagOffset()}");
            if (html[at] == '>')
            {
                at++;
                return found;
            }

            var begin = at;
            while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] is not ('=' or '>' or '/' or '"' or '\'')) at++;
            var name = html[begin..at].ToLowerInvariant();
            if (name.Length == 0) throw Unparsable($"Empty attribute name in the tag \"{tag}\" at byte offset {tagOffset()}");
            SkipSpace(html, ref at);
            if (at == html.Length || html[at] != '=')
            {
                // Only blockquote has an attribute without a value.
                if (name != "expandable") throw Unparsable($"Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {tagOffset()}");
                found[name] = "";
                continue;
            }

            at++;
            SkipSpace(html, ref at);
            found[name] = Value(html, ref at, tag, tagOffset);
        }
    }

    private static string Value(string html, ref int at, string tag, Func<int> tagOffset)
    {
        if (at == html.Length) throw Unparsable($"Unclosed start tag at byte offset {tagOffset()}");
        if (html[at] is not ('"' or '\''))
        {
            var begin = at;
            while (at < html.Length && (char.IsAsciiLetterOrDigit(html[at]) || html[at] is '.' or '-')) at++;
            if (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] != '>')
            {
                throw Unparsable($"Unexpected end of name token at byte offset {tagOffset()}");
            }

            return html[begin..at].ToLowerInvariant();
        }

        var quote = html[at++];
        var end = html.IndexOf(quote, at);
        if (end < 0) throw Unparsable($"Unclosed start tag at byte offset {tagOffset()}");
        var value = WebUtility.HtmlDecode(html[at..end]);
        at = end + 1;
        return value;
    }

    private static void SkipSpace(string html, ref int at)
    {
        while (at < html.Length && char.IsWhiteSpace(html[at])) at++;
    }

    private static ApiRefusal Unparsable(string why) => ApiRefusal.Bad("can't parse entities: " + why);
}
