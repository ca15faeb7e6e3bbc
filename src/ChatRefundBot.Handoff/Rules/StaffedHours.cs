namespace ChatRefundBot.Handoff.Rules;

/// <summary>Part of a day, from a minute on to another one, the second not included; at most the whole day (0 to 1440).</summary>
public readonly record struct StaffedWindow(int FromMinute, int ToMinute);

/// <summary>
/// When people are on duty: windows for each day of the week, other ones for single days (none: a holiday), in one time zone. Immutable.
/// </summary>
public sealed class StaffedHours
{
    /// <summary>Around the clock.</summary>
    public static readonly StaffedHours Always = new(
        TimeZoneInfo.Utc, Enum.GetValues<DayOfWeek>().ToDictionary(d => d, _ => (IReadOnlyList<StaffedWindow>)[new StaffedWindow(0, MinutesOfDay)]),
        new Dictionary<DateOnly, IReadOnlyList<StaffedWindow>>());

    private const int MinutesOfDay = 24 * 60;

    // The longest run of days without anybody that is looked through.
    private const int MostDays = 400;

    private readonly IReadOnlyDictionary<DayOfWeek, IReadOnlyList<StaffedWindow>> _week;
    private readonly IReadOnlyDictionary<DateOnly, IReadOnlyList<StaffedWindow>> _days;

    /// <param name="week">Windows of each day of the week in order, none overlapping; a day that is not named has none.</param>
    /// <param name="days">Windows of single days, in place of those of their day of the week.</param>
    public StaffedHours(
        TimeZoneInfo zone, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<StaffedWindow>> week, IReadOnlyDictionary<DateOnly, IReadOnlyList<StaffedWindow>> days)
    {
        (Zone, _week, _days) = (zone, week, days);
        IsAlways = days.Count == 0 && Enum.GetValues<DayOfWeek>().All(d => week.TryGetValue(d, out var windows) && windows is [{ FromMinute: 0, ToMinute: MinutesOfDay }]);
    }

    public TimeZoneInfo Zone { get; }

    /// <summary>True when there is no time without anybody.</summary>
    public bool IsAlways { get; }

    public bool IsStaffed(DateTimeOffset at) => IsAlways || WindowsOf(DayOf(at)).Any(w => At(DayOf(at), w.FromMinute) <= at && at < At(DayOf(at), w.ToMinute));

    /// <summary>The beginning of the next window, or the time itself when it lies in one; null when there is none within a year.</summary>
    public DateTimeOffset? NextStaffed(DateTimeOffset from)
    {
        if (IsStaffed(from)) return from;
        var day = DayOf(from);
        for (var i = 0; i < MostDays; i++, day = day.AddDays(1))
        {
            foreach (var window in WindowsOf(day))
            {
                if (At(day, window.FromMinute) is var start && start >= from) return start.ToUniversalTime();
            }
        }

        return null;
    }

    /// <summary>When so much staffed time has passed since a moment; null when that is not within a year.</summary>
    public DateTimeOffset? AddStaffed(DateTimeOffset from, TimeSpan span)
    {
        if (IsAlways) return from + span;
        var day = DayOf(from);
        for (var i = 0; i < MostDays; i++, day = day.AddDays(1))
        {
            foreach (var window in WindowsOf(day))
            {
                var (start, end) = (At(day, window.FromMinute), At(day, window.ToMinute));
                if (end <= from) continue;
                if (start < from) start = from;
                if (end - start >= span) return (start + span).ToUniversalTime();
                span -= end - start;
            }
        }

        return null;
    }

    /// <summary>The windows of a day; none when nobody is there.</summary>
    public IReadOnlyList<StaffedWindow> WindowsOf(DateOnly day) =>
        _days.TryGetValue(day, out var own) ? own : _week.TryGetValue(day.DayOfWeek, out var windows) ? windows : [];

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    private DateTimeOffset At(DateOnly day, int minute)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        // An hour that a change to summer time leaves out begins when the clock goes on.
        while (Zone.IsInvalidTime(local)) local = local.AddMinutes(30);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }
}
