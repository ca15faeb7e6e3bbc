using System.Globalization;
using ChatRefundBot.Refunds.Calendar;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>Reads <c>holidays.yaml</c>.</summary>
internal static class HolidaysReader
{
    internal static WorkingCalendar Read(Reading reading, YamlMap file)
    {
        reading.CheckKeys(file, "years");
        HashSet<DateOnly> holidays = [], workdays = [];
        var years = new Dictionary<int, bool>();
        foreach (var map in reading.Maps(file, "years"))
        {
            reading.CheckKeys(map, "year", "provisional", "holidays", "workdays");
            if (!int.TryParse(reading.Text(map, "year", required: true), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 2000 or > 2200)
                reading.Fail(map.Line, "year is not a year.", "Write a year such as 2027.");
            else if (!years.TryAdd(year, reading.Flag(map, "provisional")))
                reading.Fail(map.Line, string.Create(CultureInfo.InvariantCulture, $"The year {year} is there twice."), "Put its days into one entry.");
            holidays.UnionWith(Days(reading, map, "holidays", year));
            workdays.UnionWith(Days(reading, map, "workdays", year));
        }

        foreach (var day in workdays.Where(holidays.Contains))
            reading.Fail(file.Line, $"{day:yyyy-MM-dd} is both a holiday and a working day.", "Keep one of the two.");
        return new WorkingCalendar(holidays, workdays, years);
    }

    private static IEnumerable<DateOnly> Days(Reading reading, YamlMap map, string key, int year)
    {
        foreach (var item in reading.List(map, key))
        {
            var (from, to) = Range(item.Text);
            if (from is not { } first || to is not { } last || first > last || first.Year != year || last.Year != year)
            {
                reading.Fail(item.Line, $"{key}: {item.Text} is not a day or range of that year.", "Write 2026-01-04 or 2026-02-15..2026-02-23.");
                continue;
            }

            for (var day = first; day <= last; day = day.AddDays(1))
                yield return day;
        }
    }

    private static (DateOnly? From, DateOnly? To) Range(string text)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots < 0 ? (Day(text), Day(text)) : (Day(text[..dots]), Day(text[(dots + 2)..]));
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
