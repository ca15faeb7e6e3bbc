using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Refunds.Verbs;

/// <summary>Decisions as JSON, in the one form that <c>policy decide</c> prints and golden files expect.</summary>
public static class PolicyJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Readable = Plain with { Indented = true };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>
    /// Writes a decision as one object. What does not apply is left out: the reason is there on a reject, the amount on a refund, the
    /// priority on an escalation, the advice with R13. Undecided: <c>{"outcome":"undecided","next":"FACT"}</c>.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, Decision decision)
    {
        writer.WriteStartObject();
        WriteBody(writer, decision);
        writer.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter writer, Decision decision)
    {
        if (decision is Decision.Decided { Verdict: var verdict })
        {
            WriteFields(writer, verdict);
            writer.WriteString("policyVersion", verdict.PolicyVersion);
            WriteProof(writer, verdict.Facts);
        }
        else if (decision is Decision.Undecided { Next: var next })
        {
            writer.WriteString("outcome", "undecided");
            writer.WriteString("next", next[0].Name);
        }
    }

    /// <summary>The decision as one line of JSON.</summary>
    public static string ToJson(Decision decision)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Plain))
            Write(writer, decision);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>
    /// Writes why a decision came out so as one object: <c>ruledOut</c>, the rows before it in their order, each with the test that failed and
    /// the facts it read; <c>changes</c>, single facts that would have made a difference, each with its other value and the decision then.
    /// </summary>
    public static void WriteExplanation(Utf8JsonWriter writer, Explanation explanation)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("ruledOut");
        foreach (var row in explanation.RuledOut)
        {
            writer.WriteStartObject();
            writer.WriteString("row", row.Row.Id);
            writer.WriteString("test", row.Test);
            WriteProof(writer, row.Facts);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("changes");
        // Of several other values of a fact with the same effect, one says it.
        foreach (var change in explanation.Changes.DistinctBy(change => (change.Fact.Name, Effect(change.Decision))))
        {
            writer.WriteStartObject();
            writer.WriteString("fact", change.Fact.Name);
            writer.WritePropertyName("is");
            FactJson.WriteValue(writer, change.Fact.Definition, change.Fact.Value);
            writer.WritePropertyName("instead");
            FactJson.WriteValue(writer, change.Fact.Definition, change.Instead);
            if (change.Decision is Decision.Decided { Verdict: var verdict })
                WriteFields(writer, verdict);
            else if (change.Decision is Decision.Undecided { Next: var next })
                writer.WriteString("next", next[0].Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A decision with its explanation under <c>explanation</c>, indented for reading.</summary>
    public static string ToJson(Explanation explanation)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStartObject();
            WriteBody(writer, explanation.Decision);
            writer.WritePropertyName("explanation");
            WriteExplanation(writer, explanation);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static string Effect(Decision decision) => decision switch
    {
        Decision.Decided { Verdict: var verdict } => $"{verdict.Row.Id} {verdict.Amount} {verdict.Advice?.Rule}",
        Decision.Undecided { Next: var next } => next[0].Name,
        _ => "",
    };

    internal static JsonDocument? Parse(string json, ICollection<string> problems)
    {
        try
        {
            return JsonDocument.Parse(json.TrimStart('\uFEFF'), Strict);
        }
        catch (JsonException broken)
        {
            problems.Add($"This is not JSON: {broken.Message}");
            return null;
        }
    }

    private static void WriteFields(Utf8JsonWriter writer, Verdict verdict)
    {
        writer.WriteString("outcome", verdict.Outcome.Word());
        writer.WriteString("rule", verdict.Rule);
        if (verdict.Outcome == Outcome.Reject)
            writer.WriteString("reason", verdict.Reason);
        if (verdict.Amount is { } amount)
            writer.WriteString("amount", amount.ToAmountString());
        if (verdict.Priority is { } priority)
            writer.WriteString("priority", priority.Word());
        if (verdict.Advice is { } advice)
        {
            writer.WriteStartObject("advice");
            writer.WriteString("outcome", advice.Outcome.Word());
            writer.WriteString("rule", advice.Rule);
            writer.WriteEndObject();
        }

        if (verdict.Reissue is { } reissue)
            writer.WriteString("reissue", reissue.Word());
    }

    private static void WriteProof(Utf8JsonWriter writer, IReadOnlyList<Fact> facts)
    {
        writer.WriteStartArray("facts");
        foreach (var fact in facts)
        {
            writer.WriteStartObject();
            writer.WriteString("name", fact.Name);
            writer.WritePropertyName("value");
            FactJson.WriteValue(writer, fact.Definition, fact.Value);
            writer.WriteString("supplier", fact.Supplier.Letter());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
