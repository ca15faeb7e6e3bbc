namespace ChatRefundBot.Refunds.Calendar;

/// <summary>
/// Working days in Asia/Shanghai: Monday to Friday, less public holidays, plus the make-up working days (调休) of the table.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly HashSet<DateOnly> _holidays;
    private readonly HashSet<DateOnly> _workdays;

    internal WorkingCalendar(HashSet<DateOnly> holidays, HashSet<DateOnly> workdays, IReadOnlyDictionary<int, bool> years)
    {
        _holidays = holidays;
        _workdays = workdays;
        Years = years;
    }

    /// <summary>Years the table covers; the value is true where the year is provisional.</summary>
    public IReadOnlyDictionary<int, bool> Years { get; }

    /// <summary>Whether that day is a working day; outside the covered years only weekends are free.</summary>
    public bool IsWorkingDay(DateOnly day)
    {
        if (_workdays.Contains(day))
            return true;
        return !_holidays.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    /// <summary>
    /// The number of working days after the day of <paramref name="from"/> up to and including the day of <paramref name="to"/>:
    /// 0 on the first day, for "working day n of 5".
    /// </summary>
    public int WorkingDaysBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var last = ShanghaiTime.DayOf(to);
        var count = 0;
        for (var day = ShanghaiTime.DayOf(from).AddDays(1); day <= last && count < 10_000; day = day.AddDays(1))
            count += IsWorkingDay(day) ? 1 : 0;
        return count;
    }

    /// <summary>The last second of the n-th working day after the day of <paramref name="from"/>; n is at least 1. UTC.</summary>
    public DateTimeOffset EndOfWorkingDay(DateTimeOffset from, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var day = ShanghaiTime.DayOf(from);

        // Holidays come in runs of at most a few weeks; the bound only guards against a table that makes every day free.
        for (var guard = 0; n > 0 && guard < 4_000; guard++)
        {
            day = day.AddDays(1);
            n -= IsWorkingDay(day) ? 1 : 0;
        }

        return new DateTimeOffset(day.ToDateTime(new TimeOnly(23, 59, 59)), ShanghaiTime.Offset).ToUniversalTime();
    }
}
