using System.Globalization;

namespace ChatRefundBot.Refunds.Calendar;

/// <summary>
/// Calendar days and printed times in Asia/Shanghai. The zone has had no daylight saving since 1991 and is UTC+8 by law, so a fixed
/// offset is exact for every date an order can have and needs no time zone data on the machine.
/// </summary>
public static class ShanghaiTime
{
    /// <summary>UTC+8.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The calendar day of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>ISO 8601 with the offset: <c>2026-11-02T10:00:00+08:00</c>; fractions of a second only where there are some.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.ToOffset(Offset).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    internal static long DayNumber(long utcTicks) => (utcTicks + Offset.Ticks) / TimeSpan.TicksPerDay;
}
