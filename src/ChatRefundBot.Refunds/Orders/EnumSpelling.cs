using System.Collections.Frozen;
using System.Text.Json;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>How a value of an order's closed sets is written in files and facts: <c>used_after</c>, and <c>CARD_CODE</c> for product types.</summary>
public static class EnumSpelling
{
    /// <summary>The file spelling of a value.</summary>
    public static string ToFile<TEnum>(this TEnum value) where TEnum : struct, Enum =>
        Table<TEnum>.Names.TryGetValue(value, out var name)
            ? name
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Not a value of {typeof(TEnum).Name}.");

    /// <summary>Reads a file spelling; exact, case matters.</summary>
    public static bool TryParse<TEnum>(string? text, out TEnum value) where TEnum : struct, Enum
    {
        value = default;
        return text is not null && Table<TEnum>.Values.TryGetValue(text, out value);
    }

    /// <summary>All spellings in the order of declaration.</summary>
    public static IReadOnlyList<string> All<TEnum>() where TEnum : struct, Enum => Table<TEnum>.Ordered;

    private static class Table<TEnum> where TEnum : struct, Enum
    {
        private static readonly JsonNamingPolicy Policy =
            typeof(TEnum) == typeof(ProductKind) ? JsonNamingPolicy.SnakeCaseUpper : JsonNamingPolicy.SnakeCaseLower;

        public static readonly IReadOnlyList<string> Ordered = [.. Enum.GetValues<TEnum>().Select(Write)];
        public static readonly FrozenDictionary<TEnum, string> Names = Enum.GetValues<TEnum>().ToFrozenDictionary(value => value, Write);
        public static readonly FrozenDictionary<string, TEnum> Values = Enum.GetValues<TEnum>().ToFrozenDictionary(Write, StringComparer.Ordinal);

        private static string Write(TEnum value) => Policy.ConvertName(value.ToString());
    }
}
