using System.Globalization;
using ChatRefundBot.Refunds.Evidence;

namespace ChatRefundBot.Refunds.Facts;

/// <summary>
/// The value of a fact: a concrete value, <see cref="Absent"/> (known to be absent, <c>null</c> in files) or <see cref="Unknown"/>
/// (asked everywhere and not to be found out). "Not yet asked" is not a value: the fact is then missing from the <see cref="FactSet"/>.
/// </summary>
public readonly struct FactValue : IEquatable<FactValue>
{
    // Numbers of every kind share one fixed scale, so that a comparison is one comparison of two longs.
    internal const long NumberScale = 10_000;

    private FactValue(Shape shape, long bits = 0, object? reference = null)
    {
        Kind = shape;
        Bits = bits;
        Reference = reference;
    }

    internal enum Shape : byte
    {
        None,
        Absent,
        Unknown,
        Flag,
        Number,
        Time,
        Span,
        Symbol,
        Text,
        Parts,
        Items,
    }

    /// <summary>Known to be absent: <c>null</c> in files.</summary>
    public static FactValue Absent { get; } = new(Shape.Absent);

    /// <summary>Asked everywhere and not to be found out; allowed only for facts whose definition says so.</summary>
    public static FactValue Unknown { get; } = new(Shape.Unknown, 0, "unknown");

    /// <summary>Whether the value is <see cref="Absent"/>.</summary>
    public bool IsAbsent => Kind == Shape.Absent;

    /// <summary>Whether the value is <see cref="Unknown"/>.</summary>
    public bool IsUnknown => Kind == Shape.Unknown;

    internal Shape Kind { get; }

    internal long Bits { get; }

    internal object? Reference { get; }

    /// <summary>A flag.</summary>
    public static FactValue Of(bool value) => new(Shape.Flag, value ? 1 : 0);

    /// <summary>A count.</summary>
    public static FactValue Of(int value) => new(Shape.Number, value * NumberScale);

    /// <summary>An amount or a number; more than four decimals are refused with <see cref="ArgumentException"/>.</summary>
    public static FactValue Of(decimal value)
    {
        var scaled = value * NumberScale;
        if (scaled != decimal.Truncate(scaled) || Math.Abs(scaled) > long.MaxValue / 4)
            throw new ArgumentException("A number has at most four decimals and 13 digits before the point.", nameof(value));
        return new(Shape.Number, (long)scaled);
    }

    /// <summary>An instant.</summary>
    public static FactValue Of(DateTimeOffset value) => new(Shape.Time, value.UtcTicks);

    /// <summary>A word of the fact's closed list, or free text: which of the two, the fact's definition says.</summary>
    public static FactValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value == "unknown" ? Unknown : new(Shape.Symbol, 0, value);
    }

    /// <summary>Evidence parts, such as <c>E4.time</c>; order is kept.</summary>
    public static FactValue Of(IReadOnlyList<string> parts) => new(Shape.Parts, 0, parts.ToArray());

    /// <summary>The evidence received so far; order is kept.</summary>
    public static FactValue Of(IReadOnlyList<EvidenceItem> items) => new(Shape.Items, 0, items.ToArray());

    /// <summary>The flag, or null where the value is something else.</summary>
    public bool? AsFlag() => Kind == Shape.Flag ? Bits != 0 : null;

    /// <summary>The number, or null where the value is something else.</summary>
    public decimal? AsNumber() => Kind == Shape.Number ? (decimal)Bits / NumberScale : null;

    /// <summary>The instant in UTC, or null where the value is something else.</summary>
    public DateTimeOffset? AsTime() => Kind == Shape.Time ? new DateTimeOffset(Bits, TimeSpan.Zero) : null;

    /// <summary>The word or text, <c>unknown</c> for <see cref="Unknown"/>, or null where the value is something else.</summary>
    public string? AsText() => Reference as string;

    /// <summary>The evidence parts, empty where the value is something else.</summary>
    public IReadOnlyList<string> AsParts() => Reference as string[] ?? [];

    /// <summary>The evidence items, empty where the value is something else.</summary>
    public IReadOnlyList<EvidenceItem> AsItems() => Reference as EvidenceItem[] ?? [];

    /// <inheritdoc/>
    public bool Equals(FactValue other)
    {
        if (Kind != other.Kind || Bits != other.Bits)
            return false;
        return (Reference, other.Reference) switch
        {
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (string[] a, string[] b) => a.AsSpan().SequenceEqual(b),
            (EvidenceItem[] a, EvidenceItem[] b) => a.AsSpan().SequenceEqual(b),
            _ => ReferenceEquals(Reference, other.Reference),
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FactValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Bits, Reference is string text ? StringComparer.Ordinal.GetHashCode(text) : 0);

    /// <summary>For logs and messages; files are written by <see cref="FactJson"/>.</summary>
    public override string ToString() => Kind switch
    {
        Shape.None => "(none)",
        Shape.Absent => "null",
        Shape.Flag => Bits != 0 ? "true" : "false",
        Shape.Number => AsNumber()!.Value.ToString("0.####", CultureInfo.InvariantCulture),
        Shape.Time => Calendar.ShanghaiTime.Format(AsTime()!.Value),
        Shape.Span => TimeSpan.FromTicks(Bits).ToString("c", CultureInfo.InvariantCulture),
        Shape.Parts => string.Join(", ", AsParts()),
        Shape.Items => string.Join(", ", AsItems().Select(item => item.Kind)),
        _ => (string)Reference!,
    };

    /// <summary>Equality by value.</summary>
    public static bool operator ==(FactValue left, FactValue right) => left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(FactValue left, FactValue right) => !left.Equals(right);

    internal static FactValue OfSpan(long ticks) => new(Shape.Span, ticks);
}
