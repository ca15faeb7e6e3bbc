using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatRefundBot.Refunds.Facts;

/// <summary>What a value of a fact may be; one place for values from files and from dialogs.</summary>
internal static partial class FactRules
{
    internal const int MaxCount = 10_000_000;
    internal const int MaxText = 20_000;
    internal const decimal MaxAmount = 999_999_999.99m;

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What is wrong with the value, naming fact, value and what is expected; null when it is good.</summary>
    internal static string? Problem(FactDefinition definition, FactValue value)
    {
        if (value.IsAbsent && definition.AbsentAllowed)
            return null;
        if (value.IsUnknown && definition.UnknownAllowed)
            return null;
        return IsGood(definition, value) ? null : $"{definition.Name}: {Show(value)} is not {Expected(definition)}.";
    }

    /// <summary>What the fact expects, for messages: "one of a, b or null".</summary>
    internal static string Expected(FactDefinition definition)
    {
        var expected = definition.Kind switch
        {
            FactKind.Flag => "true or false",
            FactKind.Count => "a whole number from 0 to 10000000",
            FactKind.Amount => "an amount such as \"100.00\", not negative, at most two decimals",
            FactKind.Number => "a number such as \"100\", not negative, at most four decimals",
            FactKind.Time => "a time with its offset such as \"2026-11-02T10:00:00+08:00\", between 2000 and 2200",
            FactKind.Symbol => "one of " + string.Join(", ", definition.Words),
            FactKind.Text when definition == FactCatalogue.Currency => "a currency of three capital letters such as \"CNY\"",
            FactKind.Text => "text of at most 20000 characters",
            FactKind.Parts => "a list of evidence parts such as [\"E4.time\"]",
            _ => "a list of evidence such as [{\"kind\": \"E4\", \"checks\": [\"time\"]}]",
        };
        if (definition.UnknownAllowed)
            expected += ", unknown";
        return definition.AbsentAllowed ? expected + " or null" : expected;
    }

    [GeneratedRegex(@"\AE([1-9]|10)(\.[a-z]{1,20})?(\|E([1-9]|10))*\z", RegexOptions.CultureInvariant)]
    internal static partial Regex Part();

    private static bool IsGood(FactDefinition definition, FactValue value) => (definition.Kind, value.Kind) switch
    {
        (FactKind.Flag, FactValue.Shape.Flag) => true,
        (FactKind.Count, FactValue.Shape.Number) => value.AsNumber() is >= 0 and <= MaxCount and var number && number == decimal.Truncate(number),
        (FactKind.Amount, FactValue.Shape.Number) => value.AsNumber() is >= 0 and <= MaxAmount and var amount && decimal.Round(amount, 2) == amount,
        (FactKind.Number, FactValue.Shape.Number) => value.AsNumber() is >= 0 and <= MaxAmount,
        (FactKind.Time, FactValue.Shape.Time) => value.AsTime() >= Earliest && value.AsTime() < Latest,
        (FactKind.Symbol, FactValue.Shape.Symbol) => definition.Words.Contains(value.AsText(), StringComparer.Ordinal),
        (FactKind.Text, FactValue.Shape.Symbol) when definition == FactCatalogue.Currency => Money.IsCurrency(value.AsText()),
        (FactKind.Text, FactValue.Shape.Symbol) => value.AsText()!.Length <= MaxText,
        (FactKind.Parts, FactValue.Shape.Parts) => value.AsParts().Count <= 100 && value.AsParts().All(part => Part().IsMatch(part)),
        (FactKind.Items, FactValue.Shape.Items) => value.AsItems().Count <= 1_000 && value.AsItems().All(item => Part().IsMatch(item.Kind)),
        _ => false,
    };

    private static string Show(FactValue value)
    {
        var text = value.ToString();
        return text.Length <= 60 ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 60)}…");
    }
}
