using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>
/// One JSON object of an order file, read member by member. A member that is missing or wrong is put down as an error and reads as
/// null (or the default), so that one pass finds every error.
/// </summary>
internal sealed class OrderRow
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly OrderFileErrors _errors;
    private readonly string _path;

    public OrderRow(JsonElement element, string path, FrozenSet<string> known, OrderFileErrors errors)
    {
        _errors = errors;
        _path = path;
        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name) && !IsIgnored(member.Name))
                Wrong(member.Name, "is not known here; remove it, or begin its name with x_ to have it passed over.");
            else if (!_members.TryAdd(member.Name, member.Value))
                Wrong(member.Name, "appears twice; keep one.");
        }
    }

    /// <summary>Members a shop may add for itself.</summary>
    public static bool IsIgnored(string name) => name.StartsWith("x_", StringComparison.Ordinal);

    public bool Has(string name) => _members.ContainsKey(name);

    public void Wrong(string name, string fix) => _errors.Add($"{_path}.{name}", fix);

    /// <summary>Puts an error down when a rule over several members is broken.</summary>
    public void Require(bool holds, string name, string fix)
    {
        if (!holds)
            Wrong(name, fix);
    }

    public string? Text(string name, int longest, bool required = false, bool lines = false)
    {
        var fix = FormattableString.Invariant($"must be text of 1 to {longest} characters without control characters.");
        if (Value(name, required, JsonValueKind.String, fix) is not { } value)
            return null;
        var text = value.GetString()!.Trim();
        if (text.Length > 0 && text.Length <= longest && !text.Any(character => char.IsControl(character) && !(lines && character is '\n' or '\t')))
            return text;
        Wrong(name, fix);
        return null;
    }

    public DateTimeOffset? Time(string name, bool required = false)
    {
        const string fix = "must be a time with its offset, such as \"2026-11-02T10:00:00+08:00\", or null.";
        if (required && !Has(name))
            Wrong(name, "missing; write null when it has not happened.");
        if (Value(name, required: false, JsonValueKind.String, fix) is not { } value)
            return null;
        // A time without offset would be read as this machine's own.
        var text = value.GetString()!;
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        if (hasOffset && value.TryGetDateTimeOffset(out var time))
            return time.ToUniversalTime();
        Wrong(name, fix);
        return null;
    }

    public int? Integer(string name, int least, int most, bool required = false)
    {
        var fix = FormattableString.Invariant($"must be a whole number from {least} to {most}.");
        if (Value(name, required, JsonValueKind.Number, fix) is not { } value)
            return null;
        if (value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Wrong(name, fix);
        return null;
    }

    public bool? Flag(string name, bool required = false)
    {
        const string fix = "must be true or false.";
        if (!_members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            Require(!required, name, $"missing; {fix}");
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Wrong(name, fix);
        return null;
    }

    public TEnum? Choice<TEnum>(string name, bool required = false) where TEnum : struct, Enum
    {
        var fix = $"must be one of {string.Join(", ", EnumSpelling.All<TEnum>())}.";
        if (Value(name, required, JsonValueKind.String, fix) is not { } value)
            return null;
        if (EnumSpelling.TryParse<TEnum>(value.GetString(), out var choice))
            return choice;
        Wrong(name, fix);
        return null;
    }

    /// <summary>A decimal written as text, so that no reader in between turns it into a binary fraction.</summary>
    public decimal? Amount(string name, int decimals, decimal most, bool required = false)
    {
        var example = decimals == 2 ? "100.00" : "100";
        var fix = FormattableString.Invariant($"must be text such as \"{example}\", from 0 to {most}.");
        if (Value(name, required, JsonValueKind.String, fix) is not { } value)
            return null;
        var text = value.GetString()!;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var places = point < 0 ? 0 : text.Length - point - 1;
        var placesFit = decimals == 2 ? places == 2 : places <= decimals;
        if (placesFit && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= most)
            return amount;
        Wrong(name, fix);
        return null;
    }

    public OrderRow? Object(string name, FrozenSet<string> known, bool required = false) =>
        Value(name, required, JsonValueKind.Object, "must be an object: {...}.") is { } value ? new OrderRow(value, $"{_path}.{name}", known, _errors) : null;

    /// <summary>The elements of a list with their names (<c>refunds[0]</c>); none when it is left out.</summary>
    public IEnumerable<(string Name, JsonElement Value)> List(string name, int most)
    {
        var fix = FormattableString.Invariant($"must be a list of at most {most}.");
        if (Value(name, required: false, JsonValueKind.Array, fix) is not { } value)
            return [];
        if (value.GetArrayLength() <= most)
            return value.EnumerateArray().Select((element, index) => (FormattableString.Invariant($"{name}[{index}]"), element));
        Wrong(name, fix);
        return [];
    }

    public OrderRow? Item((string Name, JsonElement Value) item, FrozenSet<string> known)
    {
        if (item.Value.ValueKind == JsonValueKind.Object)
            return new OrderRow(item.Value, $"{_path}.{item.Name}", known, _errors);
        Wrong(item.Name, "must be an object: {...}.");
        return null;
    }

    private JsonElement? Value(string name, bool required, JsonValueKind kind, string fix)
    {
        if (!_members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            Require(!required, name, $"missing; {fix}");
            return null;
        }

        if (value.ValueKind == kind)
            return value;
        Wrong(name, fix);
        return null;
    }
}
