namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>A YAML value with the line it begins on.</summary>
internal abstract record YamlNode(int Line);

internal sealed record YamlScalar(int Line, string Text) : YamlNode(Line);

internal sealed record YamlList(int Line, IReadOnlyList<YamlNode> Items) : YamlNode(Line);

internal sealed record YamlMap(int Line, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line)
{
    internal YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
}

internal sealed record YamlEntry(int Line, string Key, YamlNode Value);
