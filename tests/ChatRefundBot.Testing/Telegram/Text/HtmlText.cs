using System.Globalization;
using System.Text;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Text;

/// <summary>
/// The subset of HTML that <c>parse_mode=HTML</c> allows, as the documentation and the real server's messages have it: tags nest and close, attributes only
/// where they mean something, four named entities. Anything else is "can't parse entities".
/// </summary>
internal sealed class HtmlText
{
    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        ["b"] = "bold",
        ["strong"] = "bold",
        ["i"] = "italic",
        ["em"] = "italic",
        ["u"] = "underline",
        ["ins"] = "underline",
        ["s"] = "strikethrough",
        ["strike"] = "strikethrough",
        ["del"] = "strikethrough",
        ["span"] = "spoiler",
        ["tg-spoiler"] = "spoiler",
        ["tg-emoji"] = "custom_emoji",
        ["a"] = "text_link",
        ["code"] = "code",
        ["pre"] = "pre",
        ["blockquote"] = "blockquote",
    };

    private readonly string _html;
    private readonly StringBuilder _text = new();
    private readonly List<TextEntity> _entities = [];
    private readonly Stack<OpenTag> _open = new();
    private int _at;

    private HtmlText(string html) => _html = html;

    /// <exception cref="ApiRefusal">It is not what the server can parse.</exception>
    public static FormattedText Parse(string html)
    {
        var parser = new HtmlText(html);
        parser.Run();
        return new FormattedText(parser._text.ToString(), [.. parser._entities.OrderBy(e => e.Offset).ThenByDescending(e => e.Length)]);
    }

    private void Run()
    {
        while (_at < _html.Length)
        {
            var c = _html[_at];
            if (c == '&' && TryReadEntity() is { } decoded) _text.Append(decoded);
            else if (c != '<') _text.Append(_html[_at++]);
            else if (_at + 1 < _html.Length && _html[_at + 1] == '/') Close();
            else Open();
        }

        if (_open.TryPeek(out var left)) throw Unparsable($"Can't find end tag corresponding to start tag \"{left.Name}\"");
    }

    /// <summary>A named or numbered character; null: the ampersand is only an ampersand.</summary>
    private string? TryReadEntity()
    {
        var end = _at + 1;
        while (end < _html.Length && (char.IsAsciiLetterOrDigit(_html[end]) || _html[end] == '#')) end++;
        var decoded = _html[(_at + 1)..end] switch
        {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "quot" => "\"",
            ['#', 'x' or 'X', .. var hex] when int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rune) => Character(rune),
            ['#', .. var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var rune) => Character(rune),
            _ => null,
        };
        if (decoded is null) return null;
        _at = end < _html.Length && _html[end] == ';' ? end + 1 : end;
        return decoded;
    }

    private static string? Character(int rune) => rune != 0 && Rune.IsValid(rune) ? new Rune(rune).ToString() : null;

    private void Open()
    {
        var begin = _at++;
        var nameBegin = _at;
        while (_at < _html.Length && !char.IsWhiteSpace(_html[_at]) && _html[_at] != '>') _at++;
        if (_at == _html.Length) throw Unparsable($"Unclosed start tag at byte offset {Bytes(begin)}");
        var name = _html[nameBegin.._at].ToLowerInvariant();
        if (!s_types.ContainsKey(name)) throw Unparsable($"Unsupported start tag \"{name}\" at byte offset {Bytes(begin)}");
        var attributes = HtmlAttributes.Read(_html, ref _at, name, () => Bytes(begin));
        if (name == "span" && attributes.GetValueOrDefault("class") != "tg-spoiler")
        {
            throw Unparsable($"Tag \"span\" must have class \"tg-spoiler\" at byte offset {Bytes(begin)}");
        }

        _open.Push(new OpenTag(name, _text.Length, attributes));
    }

    private void Close()
    {
        var begin = _at;
        _at += 2;
        var nameBegin = _at;
        while (_at < _html.Length && !char.IsWhiteSpace(_html[_at]) && _html[_at] != '>') _at++;
        var name = _html[nameBegin.._at].ToLowerInvariant();
        while (_at < _html.Length && char.IsWhiteSpace(_html[_at])) _at++;
        if (_at == _html.Length || _html[_at] != '>') throw Unparsable($"Unclosed end tag at byte offset {Bytes(begin)}");
        _at++;
        if (!_open.TryPop(out var tag)) throw Unparsable($"Unexpected end tag at byte offset {Bytes(begin)}");
        if (name.Length > 0 && name != tag.Name)
        {
            throw Unparsable($"Unmatched end tag at byte offset {Bytes(begin)}, expected \"</{tag.Name}>\", found \"</{name}>\"");
        }

        var length = _text.Length - tag.Begin;
        if (length > 0) Add(tag, length);
    }

    private void Add(OpenTag tag, int length)
    {
        var entity = new TextEntity(s_types[tag.Name], tag.Begin, length);
        if (tag.Name == "a")
        {
            var url = tag.Attributes.GetValueOrDefault("href") ?? _text.ToString(tag.Begin, length);
            // A link that is none is shown as plain text.
            if (!Uri.TryCreate(url.Contains(':', StringComparison.Ordinal) ? url : "http://" + url, UriKind.Absolute, out var uri) || !IsLink(uri)) return;
            entity = entity with { Url = uri.ToString() };
        }
        else if (tag.Name == "code" && _open.TryPeek(out var outer) && outer.Name == "pre" && tag.Attributes.TryGetValue("class", out var language))
        {
            // <pre><code class="language-x"> is one block.
            outer.Language = language.StartsWith("language-", StringComparison.Ordinal) ? language[9..] : null;
            return;
        }
        else if (tag.Name == "pre") entity = entity with { Language = tag.Language };
        else if (tag.Name == "blockquote" && tag.Attributes.ContainsKey("expandable")) entity = entity with { Type = "expandable_blockquote" };

        _entities.Add(entity);
    }

    private static bool IsLink(Uri uri) => uri.Scheme is "http" or "https" or "tg" or "ton" or "tonsite" or "mailto" or "tel";

    private int Bytes(int at) => Encoding.UTF8.GetByteCount(_html.AsSpan(0, at));

    private static ApiRefusal Unparsable(string why) => ApiRefusal.Bad("can't parse entities: " + why);

    private sealed record OpenTag(string Name, int Begin, IReadOnlyDictionary<string, string> Attributes)
    {
        public string? Language { get; set; }
    }
}
