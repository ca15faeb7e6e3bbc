using System.Globalization;
using System.Text.Json;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Evidence;

namespace ChatRefundBot.Refunds.Facts;

/// <summary>Facts in files: a flat JSON object of name and value. Strict: every problem is named, none is guessed away.</summary>
public static class FactJson
{
    /// <summary>
    /// Reads a flat object of facts; each counts as supplied by its most natural supplier. <c>null</c> is known to be absent,
    /// <c>"unknown"</c> is unknown, a name that is not there was not yet asked.
    /// </summary>
    /// <param name="json">The object.</param>
    /// <param name="problems">Receives one line per problem: name, value, what is expected.</param>
    /// <returns>The good facts; use them only when <paramref name="problems"/> stayed empty.</returns>
    public static FactSet Read(JsonElement json, ICollection<string> problems)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"facts: {json.ValueKind} is not a flat object of facts such as {{\"claim\": \"UNUSED\"}}.");
            return FactSet.Empty;
        }

        var facts = new List<Fact>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            if (!seen.Add(property.Name))
                problems.Add($"{property.Name}: given twice; give it once.");
            else if (FactCatalogue.Find(property.Name) is not { } definition)
                problems.Add($"{Clip(property.Name)}: there is no such fact{Suggest(property.Name)}");
            else if (Parse(definition, property.Value) is { } value && FactRules.Problem(definition, value) is null)
                facts.Add(new Fact(definition, value, definition.Suppliers[0], null));
            else
                problems.Add($"{definition.Name}: {Clip(property.Value.GetRawText())} is not {FactRules.Expected(definition)}.");
        }

        return FactSet.FromFacts(facts);
    }

    /// <summary>Writes the value as files have it: amounts as strings with two decimals, times in Asia/Shanghai with offset.</summary>
    public static void WriteValue(Utf8JsonWriter writer, FactDefinition definition, FactValue value)
    {
        switch (value.Kind)
        {
            case FactValue.Shape.Flag:
                writer.WriteBooleanValue(value.Bits != 0);
                break;
            case FactValue.Shape.Number when definition.Kind == FactKind.Count:
                writer.WriteNumberValue((long)value.AsNumber()!.Value);
                break;
            case FactValue.Shape.Number:
                writer.WriteStringValue(value.AsNumber()!.Value.ToString(definition.Kind == FactKind.Amount ? "0.00" : "0.####", CultureInfo.InvariantCulture));
                break;
            case FactValue.Shape.Time:
                writer.WriteStringValue(ShanghaiTime.Format(value.AsTime()!.Value));
                break;
            case FactValue.Shape.Parts:
                WriteWords(writer, value.AsParts());
                break;
            case FactValue.Shape.Items:
                WriteItems(writer, value.AsItems());
                break;
            case FactValue.Shape.Absent:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(value.AsText());
                break;
        }
    }

    /// <summary>
    /// Reads one value as <see cref="WriteValue"/> wrote it (for stored facts); null where it is not a value of the fact.
    /// </summary>
    public static FactValue? ReadValue(FactDefinition definition, JsonElement json) =>
        Parse(definition, json) is { } value && FactRules.Problem(definition, value) is null ? value : null;

    private static FactValue? Parse(FactDefinition definition, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return FactValue.Absent;
        if (json.ValueKind == JsonValueKind.String && definition.UnknownAllowed && json.ValueEquals("unknown"))
            return FactValue.Unknown;
        return definition.Kind switch
        {
            FactKind.Flag => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? FactValue.Of(json.GetBoolean()) : null,
            FactKind.Count => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var count) ? FactValue.Of(count) : null,
            FactKind.Amount => ParseNumber(json, 2),
            FactKind.Number => ParseNumber(json, 4),
            FactKind.Time => ParseTime(json),
            FactKind.Symbol or FactKind.Text => json.ValueKind == JsonValueKind.String ? FactValue.Of(json.GetString()!) : null,
            FactKind.Parts => ParseWords(json) is { } words ? FactValue.Of(words) : null,
            _ => ParseItems(json),
        };
    }

    // Digits and at most one point: no exponent, no sign, no spaces, so that what is written is what is meant.
    private static FactValue? ParseNumber(JsonElement json, int decimals)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.String => json.GetString()!,
            JsonValueKind.Number => json.GetRawText(),
            _ => "",
        };
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var tooFine = point >= 0 && text.Length - point - 1 > decimals;
        if (text.Length is 0 or > 16 || tooFine || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[^1]))
            return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= FactRules.MaxAmount
            ? FactValue.Of(number)
            : null;
    }

    private static FactValue? ParseTime(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String)
            return null;
        var text = json.GetString()!;
        string[] formats = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];
        if (text.EndsWith('Z'))
            text = text[..^1] + "+00:00";
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? FactValue.Of(time)
            : null;
    }

    private static List<string>? ParseWords(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > 100)
            return null;
        var words = new List<string>();
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                return null;
            words.Add(item.GetString()!);
        }

        return words;
    }

    private static FactValue? ParseItems(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > 1_000)
            return null;
        var items = new List<EvidenceItem>();
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || Text(item, "kind") is not { } kind)
                return null;
            List<string>? checks = item.TryGetProperty("checks", out var list) ? ParseWords(list) : [];
            if (checks is null)
                return null;
            items.Add(new EvidenceItem(kind, checks)
            {
                Sha256 = Text(item, "sha256"),
                PHash = Text(item, "phash"),
                Mime = Text(item, "mime"),
                Size = item.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) ? bytes : 0,
                ReceivedAt = item.TryGetProperty("received_at", out var at) ? ParseTime(at)?.AsTime() : null,
                AgentVerdict = Text(item, "agent_verdict"),
            });
        }

        return FactValue.Of(items);
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void WriteWords(Utf8JsonWriter writer, IReadOnlyList<string> words)
    {
        writer.WriteStartArray();
        foreach (var word in words)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }

    private static void WriteItems(Utf8JsonWriter writer, IReadOnlyList<EvidenceItem> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", item.Kind);
            writer.WritePropertyName("checks");
            WriteWords(writer, item.Checks);
            WriteText(writer, "sha256", item.Sha256);
            WriteText(writer, "phash", item.PHash);
            WriteText(writer, "mime", item.Mime);
            if (item.Size > 0)
                writer.WriteNumber("size", item.Size);
            if (item.ReceivedAt is { } at)
                writer.WriteString("received_at", ShanghaiTime.Format(at));
            WriteText(writer, "agent_verdict", item.AgentVerdict);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static string Clip(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static string Suggest(string name) =>
        Spelling.Closest(name, FactCatalogue.All.Select(fact => fact.Name)) is { } close
            ? $"; did you mean {close}?"
            : "; see docs/policy-guide.md for the list.";
}
