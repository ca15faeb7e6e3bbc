using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatRefundBot.Tests.Refunds.Orders;

/// <summary>The part of JSON Schema that docs/orders.schema.json uses; an unknown keyword is an error, so that nothing goes unchecked.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Known =
    [
        "$schema", "title", "description", "type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "maxItems", "items",
        "properties", "patternProperties", "additionalProperties", "required",
    ];

    public static List<string> Errors(JsonElement schema, JsonElement value, string path = "$")
    {
        List<string> errors = [];
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Known.Contains(keyword.Name))
                errors.Add($"{path}: the check does not know {keyword.Name}");
            else if (!Holds(keyword, schema, value))
                errors.Add($"{path}: {keyword.Name}");
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            foreach (var member in value.EnumerateObject())
            {
                if (properties.TryGetProperty(member.Name, out var inner))
                    errors.AddRange(Errors(inner, member.Value, $"{path}.{member.Name}"));
            }
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            errors.AddRange(value.EnumerateArray().SelectMany((item, index) => Errors(items, item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"))));
        return errors;
    }

    private static bool Holds(JsonProperty keyword, JsonElement schema, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return keyword.Name switch
        {
            "type" => keyword.Value.ValueKind == JsonValueKind.Array
                ? keyword.Value.EnumerateArray().Any(type => IsOf(type.GetString()!, value))
                : IsOf(keyword.Value.GetString()!, value),
            "enum" => keyword.Value.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)),
            "pattern" => text is null || Regex.IsMatch(text, keyword.Value.GetString()!, RegexOptions.CultureInvariant),
            "minLength" => text is null || text.Length >= keyword.Value.GetInt32(),
            "maxLength" => text is null || text.Length <= keyword.Value.GetInt32(),
            "minimum" => value.ValueKind != JsonValueKind.Number || value.GetInt32() >= keyword.Value.GetInt32(),
            "maximum" => value.ValueKind != JsonValueKind.Number || value.GetInt32() <= keyword.Value.GetInt32(),
            "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= keyword.Value.GetInt32(),
            "required" => value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
            "additionalProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(member =>
                schema.GetProperty("properties").TryGetProperty(member.Name, out _) || member.Name.StartsWith("x_", StringComparison.Ordinal)),
            _ => true,
        };
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
