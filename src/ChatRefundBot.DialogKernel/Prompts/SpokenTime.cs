using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatRefundBot.DialogKernel.Prompts;

/// <summary>Reads the times that buyers type: 2026-10-01 15:30, 2026年10月1日15点30分, 10/1 15:30, 今天15:30, 昨天下午3点半, yesterday 3:30 pm.</summary>
public static partial class SpokenTime
{
    /// <param name="text">Cleaned text.</param>
    /// <param name="now">The present in the zone in which the text is meant.</param>
    /// <returns>Null when no time can be read, or it is no time of the calendar.</returns>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        var day = ReadDay(text, now, out var dayEnd);
        if (day is null && dayEnd < 0) return null;
        var clock = Clock().Match(text, Math.Max(0, dayEnd));
        if (!clock.Success) return null;

        var hour = Number(clock.Groups["h"]);
        var minute = clock.Groups["m"].Success ? Number(clock.Groups["m"]) : clock.Groups["half"].Success ? 30 : 0;
        var second = clock.Groups["s"].Success ? Number(clock.Groups["s"]) : 0;
        var part = (clock.Groups["part"].Value + clock.Groups["ampm"].Value).ToLowerInvariant();
        var date = day ?? now.Date;
        if (part == "晚上" || NightWord().IsMatch(text))
        {
            // A night reaches past midnight: at twelve, one or four it is the next day already.
            if (hour is 12 or < 5) date = date.AddDays(1);
            hour = hour is 12 ? 0 : hour is >= 5 and < 12 ? hour + 12 : hour;
        }

        if (part is "下午" or "傍晚" or "pm" && hour < 12) hour += 12;
        if (part is "中午" && hour < 3) hour += 12;
        if (part is "凌晨" or "am" && hour == 12) hour = 0;
        if (hour > 23 || minute > 59 || second > 59) return null;
        return new DateTimeOffset(date.Year, date.Month, date.Day, hour, minute, second, now.Offset);
    }

    /// <summary>The day the text begins with; <paramref name="end"/> is where it ends, 0 when the text names none, -1 when it names an impossible one.</summary>
    private static DateTime? ReadDay(string text, DateTimeOffset now, out int end)
    {
        end = 0;
        var word = DayWord().Match(text);
        if (word.Success)
        {
            end = word.Index + word.Length;
            return now.Date.AddDays(word.Value.ToLowerInvariant() switch { "昨天" or "昨日" or "昨晚" or "yesterday" => -1, "前天" => -2, _ => 0 });
        }

        var date = Date().Match(text);
        if (!date.Success) return null;
        end = date.Index + date.Length;
        var year = date.Groups["y"].Success ? Number(date.Groups["y"]) : now.Year;
        var (month, dayOfMonth) = (Number(date.Groups["mo"]), Number(date.Groups["d"]));
        if (month is < 1 or > 12 || dayOfMonth < 1 || year is < 2000 or > 2200 || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            end = -1;
            return null;
        }

        var result = new DateTime(year, month, dayOfMonth, 0, 0, 0, DateTimeKind.Unspecified);
        // Around New Year a date without its year means the one that is past.
        return date.Groups["y"].Success || result <= now.Date ? result : result.AddYears(-1);
    }

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"今天|今日|今晚|昨天|昨日|昨晚|前天|刚刚|刚才|today|yesterday|just now", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DayWord();

    [GeneratedRegex("今晚|昨晚", RegexOptions.CultureInvariant)]
    private static partial Regex NightWord();

    [GeneratedRegex(@"(?:(?<y>\d{4})\s?[年/.\-]\s?)?(?<mo>\d{1,2})\s?[月/.\-]\s?(?<d>\d{1,2})\s?[日号]?", RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<part>凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*(?<h>\d{1,2})\s*(?:[:点时](?:\s*(?<m>\d{1,2})(?:\s*[:分]\s*(?<s>\d{1,2}))?|(?<half>半))?)?\s*(?<ampm>am|pm)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Clock();
}
