using ChatRefundBot.Refunds.Calendar;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

public sealed class WorkingCalendarTests
{
    private static WorkingCalendar Calendar => PolicyFiles.Table.Calendar;

    [Theory]
    [InlineData("2026-02-13", true)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-15", false)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-24", true)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-01", false)]
    [InlineData("2026-10-08", true)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-10-11", false)]
    [InlineData("2027-02-05", false)]
    [InlineData("2031-05-03", false)]
    [InlineData("2031-05-05", true)]
    public void Holidays_are_free_and_make_up_days_are_worked(string day, bool works) =>
        Assert.Equal(works, Calendar.IsWorkingDay(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Five_working_days_over_the_national_holiday_end_after_it()
    {
        var from = new DateTimeOffset(2026, 9, 30, 10, 0, 0, ShanghaiTime.Offset);
        Assert.Equal("2026-10-13T23:59:59+08:00", ShanghaiTime.Format(PolicyFiles.Table.Limits.VerdictDue.AddTo(from, Calendar)));
        Assert.Equal(0, Calendar.WorkingDaysBetween(from, from.AddDays(7)));
        Assert.Equal(1, Calendar.WorkingDaysBetween(from, from.AddDays(8)));
    }

    [Fact]
    public void A_day_is_a_day_in_Shanghai()
    {
        Assert.Equal(new DateOnly(2026, 11, 3), ShanghaiTime.DayOf(new DateTimeOffset(2026, 11, 2, 16, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateOnly(2026, 11, 2), ShanghaiTime.DayOf(new DateTimeOffset(2026, 11, 2, 15, 59, 59, TimeSpan.Zero)));
    }

    [Fact]
    public void A_year_that_is_not_official_yet_says_so() => Assert.True(Calendar.Years[2027] && !Calendar.Years[2026]);
}
