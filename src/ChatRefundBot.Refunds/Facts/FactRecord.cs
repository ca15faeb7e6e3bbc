using System.Text.Encodings.Web;
using System.Text.Json;
using ChatRefundBot.Refunds.Evidence;

namespace ChatRefundBot.Refunds.Facts;

/// <summary>
/// A set of facts as a case keeps it: the flat object of <see cref="FactJson"/>, so that any table can decide it again. Of free text only
/// that it was there is kept, because rules can ask nothing else of it, and of evidence only what was to be seen in it.
/// </summary>
public static class FactRecord
{
    /// <summary>Stands for a text that was there.</summary>
    public const string Present = "(recorded)";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Everything that was asked, without the defaults of what was not.</summary>
    public static JsonElement Of(FactSet facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Plain))
        {
            writer.WriteStartObject();
            foreach (var fact in facts.Known.Where(fact => fact.Definition.Group != FactGroup.Result))
            {
                writer.WritePropertyName(fact.Name);
                FactJson.WriteValue(writer, fact.Definition, Reduced(fact));
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.GetBuffer().AsMemory(0, (int)stream.Length));
        return document.RootElement.Clone();
    }

    /// <summary>Reads a record of any age.</summary>
    /// <param name="json">What <see cref="Of"/> wrote.</param>
    /// <param name="gone">Receives the names of facts that do not exist any more, or whose value is none of theirs any more.</param>
    /// <returns>The facts that still are; null where this is no record at all.</returns>
    public static FactSet? Read(JsonElement json, ICollection<string> gone)
    {
        ArgumentNullException.ThrowIfNull(gone);
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        var facts = new List<Fact>();
        foreach (var property in json.EnumerateObject())
        {
            if (FactCatalogue.Find(property.Name) is { } definition && FactJson.ReadValue(definition, property.Value) is { } value)
                facts.Add(new Fact(definition, value, definition.Suppliers[0], null));
            else
                gone.Add(property.Name);
        }

        return FactSet.FromFacts(facts);
    }

    private static FactValue Reduced(Fact fact) => fact.Definition.Kind switch
    {
        FactKind.Text when !fact.Value.IsAbsent && fact.Definition != FactCatalogue.Currency => FactValue.Of(Present),
        FactKind.Items => FactValue.Of(fact.Value.AsItems().Select(item => new EvidenceItem(item.Kind, item.Checks) { AgentVerdict = item.AgentVerdict }).ToArray()),
        _ => fact.Value,
    };
}
