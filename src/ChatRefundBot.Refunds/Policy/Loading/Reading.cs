using System.Globalization;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>Reads values of one file and collects what is wrong with them; every getter goes on with a harmless value after an error.</summary>
internal sealed class Reading(string file, List<PolicyError> errors)
{
    internal string File => file;

    internal void Fail(int line, string problem, string fix)
    {
        // A file with ten thousand mistakes is told the first few hundred; more helps nobody.
        if (errors.Count < 500)
            errors.Add(new PolicyError(file, line, problem, fix));
    }

    internal void CheckKeys(YamlMap map, params string[] allowed)
    {
        foreach (var entry in map.Entries)
        {
            if (!allowed.Contains(entry.Key, StringComparer.Ordinal))
                Fail(entry.Line, $"There is no key {entry.Key} here.", $"Use one of {string.Join(", ", allowed)}.{Spelling.Hint(entry.Key, allowed)}");
        }
    }

    internal string? Text(YamlMap map, string key, bool required = false)
    {
        if (map.Find(key) is not { } entry)
        {
            if (required)
                Fail(map.Line, $"{key} is missing.", $"Add `{key}:`.");
            return null;
        }

        if (entry.Value is YamlScalar { Text.Length: > 0 and <= 200 } scalar)
            return scalar.Text;
        Fail(entry.Line, $"{key} is not a word.", "Write one value of at most 200 characters.");
        return null;
    }

    internal bool Flag(YamlMap map, string key)
    {
        var text = Text(map, key);
        if (text is null || Words.Flag(text) is { } flag && !flag)
            return false;
        if (Words.Flag(text) is true)
            return true;
        Fail(map.Find(key)!.Line, $"{key}: {text} is neither yes nor no.", "Write yes or no.");
        return false;
    }

    /// <summary>A word, or a list of words; empty where the key is not there.</summary>
    internal IReadOnlyList<YamlScalar> List(YamlMap map, string key)
    {
        switch (map.Find(key)?.Value)
        {
            case null:
                return [];
            case YamlScalar scalar:
                return [scalar];
            case YamlList list when list.Items.All(item => item is YamlScalar):
                return [.. list.Items.Cast<YamlScalar>()];
            default:
                Fail(map.Find(key)!.Line, $"{key} is not a list of words.", $"Write `{key}: [a, b]`.");
                return [];
        }
    }

    internal IReadOnlyList<YamlMap> Maps(YamlMap map, string key, bool required = true)
    {
        var entry = map.Find(key);
        if (entry?.Value is YamlList list)
        {
            foreach (var item in list.Items.Where(item => item is not YamlMap))
                Fail(item.Line, $"This entry of {key} is not a mapping.", "Write `- {id: …}`.");
            return [.. list.Items.OfType<YamlMap>()];
        }

        if (entry is not null || required)
            Fail(entry?.Line ?? map.Line, $"{key} is not a list.", $"Write `{key}:` and entries that begin with `- `.");
        return [];
    }

    internal YamlMap? Map(YamlMap map, string key)
    {
        var entry = map.Find(key);
        if (entry is null)
            return null;
        if (entry.Value is YamlMap inner)
            return inner;
        Fail(entry.Line, $"{key} is not a mapping.", $"Write `{key}: {{name: value}}`.");
        return null;
    }
}

/// <summary>Small words of the table's language.</summary>
internal static class Words
{
    internal static bool? Flag(string text) => text switch
    {
        "yes" or "true" => true,
        "no" or "false" => false,
        _ => null,
    };

    /// <summary>A span such as 5min, 24h or 2d; at most ten years.</summary>
    internal static TimeSpan? Span(string text)
    {
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits is 0 or > 6)
            return null;
        var number = int.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        TimeSpan? span = text[digits..].Trim() switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "min" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" => TimeSpan.FromDays(number),
            _ => null,
        };
        return span <= TimeSpan.FromDays(3_660) ? span : null;
    }

    internal static decimal? Number(string text) =>
        text.Length is > 0 and <= 16 && char.IsAsciiDigit(text[0])
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && decimal.Round(number, 4) == number && number <= Facts.FactRules.MaxAmount
            ? number
            : null;
}
