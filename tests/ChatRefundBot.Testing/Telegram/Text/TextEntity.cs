using System.Text.Json.Nodes;

namespace ChatRefundBot.Testing.Telegram.Text;

/// <summary>A formatted or special part of a text.</summary>
/// <param name="Type">As in the Bot API: bold, italic, code, pre, text_link, bot_command ..</param>
/// <param name="Offset">In UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="Url">Of a text_link.</param>
/// <param name="Language">Of a pre.</param>
public sealed record TextEntity(string Type, int Offset, int Length, string? Url = null, string? Language = null)
{
    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["offset"] = Offset, ["length"] = Length, ["type"] = Type };
        if (Url is not null) json["url"] = Url;
        if (Language is not null) json["language"] = Language;
        return json;
    }
}

/// <summary>A text as a client shows it.</summary>
internal sealed record FormattedText(string Text, IReadOnlyList<TextEntity> Entities)
{
    public static FormattedText Empty { get; } = new("", []);

    public bool SameAs(FormattedText other) => Text == other.Text && Entities.SequenceEqual(other.Entities);

    public JsonArray EntitiesJson() => new([.. Entities.Select(e => (JsonNode)e.ToJson())]);

    /// <summary>White space at either end is not sent; entities move along.</summary>
    public FormattedText Trimmed()
    {
        var start = 0;
        while (start < Text.Length && char.IsWhiteSpace(Text[start])) start++;
        var end = Text.Length;
        while (end > start && char.IsWhiteSpace(Text[end - 1])) end--;
        if (start == 0 && end == Text.Length) return this;
        var moved = Entities.Select(e => (Entity: e, Begin: Math.Max(e.Offset, start), End: Math.Min(e.Offset + e.Length, end))).Where(m => m.End > m.Begin);
        return new FormattedText(Text[start..end], [.. moved.Select(m => m.Entity with { Offset = m.Begin - start, Length = m.End - m.Begin })]);
    }
}
