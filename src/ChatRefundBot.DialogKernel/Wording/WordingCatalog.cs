using System.Collections.Frozen;
using System.Text;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Wording;

/// <summary>A value for a placeholder of a text.</summary>
public readonly record struct Arg(string Name, string Value)
{
    public static implicit operator Arg((string Name, string Value) pair) => new(pair.Name, pair.Value);
}

/// <summary>
/// All texts of all languages; its keys and placeholders are checked when it is loaded, not when a buyer waits. Safe for concurrent use;
/// <see cref="Take"/> replaces texts all at once.
/// </summary>
public sealed class WordingCatalog
{
    private FrozenDictionary<string, WordingTemplate>[] _texts;

    /// <param name="texts">For each language its templates by key; every language must have the same keys.</param>
    public WordingCatalog(IReadOnlyDictionary<Language, IReadOnlyDictionary<string, WordingTemplate>> texts)
    {
        _texts = new FrozenDictionary<string, WordingTemplate>[Enum.GetValues<Language>().Length];
        foreach (var (language, templates) in texts) _texts[(int)language] = templates.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Takes over the texts of some keys from a catalogue that was loaded and checked since. No key goes: older cases still ask for theirs.</summary>
    public void Take(WordingCatalog newer, IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(newer);
        var (mine, theirs) = (Volatile.Read(ref _texts), Volatile.Read(ref newer._texts));
        var merged = new FrozenDictionary<string, WordingTemplate>[mine.Length];
        for (var i = 0; i < mine.Length; i++)
        {
            var texts = new Dictionary<string, WordingTemplate>(mine[i], StringComparer.Ordinal);
            foreach (var key in keys)
            {
                if (theirs[i].TryGetValue(key, out var text)) texts[key] = text;
            }

            merged[i] = texts.ToFrozenDictionary(StringComparer.Ordinal);
        }

        Volatile.Write(ref _texts, merged);
    }

    /// <summary>The text of a key, its placeholders filled.</summary>
    /// <exception cref="KeyNotFoundException">No such key: one that the start-up check was not told of.</exception>
    public string Text(Language language, string key, params ReadOnlySpan<Arg> args) =>
        Of(language).TryGetValue(key, out var template)
            ? template.Fill(args)
            : throw new KeyNotFoundException($"There is no wording '{key}' in {language.Tag()}; add it to the wording file and to the keys that are checked at start.");

    public bool Has(Language language, string key) => Of(language).ContainsKey(key);

    public IEnumerable<string> Keys(Language language) => Of(language).Keys;

    public WordingTemplate Template(Language language, string key) => Of(language)[key];

    private FrozenDictionary<string, WordingTemplate> Of(Language language) => Volatile.Read(ref _texts)[(int)language];
}

/// <summary>A text with placeholders such as <c>{n}</c>, taken apart once. A doubled brace is a brace.</summary>
public sealed class WordingTemplate
{
    private readonly (string Text, bool IsPlaceholder)[] _parts;

    private WordingTemplate((string, bool)[] parts) => _parts = parts;

    public IEnumerable<string> Placeholders => _parts.Where(p => p.IsPlaceholder).Select(p => p.Text).Distinct(StringComparer.Ordinal);

    /// <exception cref="FormatException">A brace is left open, or a placeholder has no name.</exception>
    public static WordingTemplate Parse(string text)
    {
        var parts = new List<(string, bool)>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var doubled = i + 1 < text.Length && text[i + 1] == text[i];
            if (text[i] is '{' or '}' && doubled) literal.Append(text[i++]);
            else if (text[i] == '}') throw new FormatException("a '}' has no '{' before it; write '}}' for a brace");
            else if (text[i] != '{') literal.Append(text[i]);
            else
            {
                var end = text.IndexOf('}', i);
                if (end <= i + 1) throw new FormatException("a '{' is not closed or names nothing; write '{{' for a brace");
                if (literal.Length > 0) parts.Add((literal.ToString(), false));
                literal.Clear();
                parts.Add((text[(i + 1)..end], true));
                i = end;
            }
        }

        if (literal.Length > 0 || parts.Count == 0) parts.Add((literal.ToString(), false));
        return new WordingTemplate([.. parts]);
    }

    /// <exception cref="ArgumentException">A placeholder got no value.</exception>
    public string Fill(ReadOnlySpan<Arg> args)
    {
        if (_parts is [(var only, false)]) return only;
        var result = new StringBuilder();
        foreach (var (text, isPlaceholder) in _parts) result.Append(isPlaceholder ? ValueOf(text, args) : text);
        return result.ToString();
    }

    private static string ValueOf(string name, ReadOnlySpan<Arg> args)
    {
        foreach (var arg in args)
        {
            if (arg.Name == name) return arg.Value;
        }

        throw new ArgumentException($"The placeholder {{{name}}} got no value.", nameof(args));
    }
}
