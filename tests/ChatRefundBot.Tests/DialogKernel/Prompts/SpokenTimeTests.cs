using System.Globalization;
using ChatRefundBot.DialogKernel.Prompts;
using Xunit;

namespace ChatRefundBot.Tests.DialogKernel.Prompts;

public sealed class SpokenTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 16, 20, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData("2026-10-01 15:30", "2026-10-01 15:30:00")]
    [InlineData("2026-10-01 15:30:45", "2026-10-01 15:30:45")]
    [InlineData("2026/10/1 5:05", "2026-10-01 05:05:00")]
    [InlineData("2026.10.1 15:30", "2026-10-01 15:30:00")]
    [InlineData("2026年10月1日15点30分", "2026-10-01 15:30:00")]
    [InlineData("2026年10月1日15:30，充值失败", "2026-10-01 15:30:00")]
    [InlineData("10月1号下午3点半", "2026-10-01 15:30:00")]
    [InlineData("10/1 15:30", "2026-10-01 15:30:00")]
    [InlineData("10月1日 15时", "2026-10-01 15:00:00")]
    [InlineData("今天15:30", "2026-11-18 15:30:00")]
    [InlineData("15:30", "2026-11-18 15:30:00")]
    [InlineData("昨天下午3点半", "2026-11-17 15:30:00")]
    [InlineData("昨晚8点", "2026-11-17 20:00:00")]
    [InlineData("昨晚11点半", "2026-11-17 23:30:00")]
    [InlineData("昨晚12点", "2026-11-18 00:00:00")]
    [InlineData("昨晚2点", "2026-11-18 02:00:00")]
    [InlineData("今晚8点", "2026-11-18 20:00:00")]
    [InlineData("昨天晚上20:30", "2026-11-17 20:30:00")]
    [InlineData("昨天下午12点半", "2026-11-17 12:30:00")]
    [InlineData("昨天晚上8点", "2026-11-17 20:00:00")]
    [InlineData("前天凌晨12:05", "2026-11-16 00:05:00")]
    [InlineData("今天上午10点", "2026-11-18 10:00:00")]
    [InlineData("中午12点", "2026-11-18 12:00:00")]
    [InlineData("今天中午1点", "2026-11-18 13:00:00")]
    [InlineData("yesterday 3:30 pm", "2026-11-17 15:30:00")]
    [InlineData("Today 9:05 AM", "2026-11-18 09:05:00")]
    [InlineData("yesterday 12:10 am", "2026-11-17 00:10:00")]
    [InlineData("yesterday 12:10 pm", "2026-11-17 12:10:00")]
    [InlineData("yesterday at 3:30 pm", "2026-11-17 15:30:00")]
    [InlineData("it failed on 2026-10-01 at 15:30", "2026-10-01 15:30:00")]
    public void Reads_what_buyers_type(string text, string expected) =>
        Assert.Equal(DateTime.ParseExact(expected, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), SpokenTime.Parse(text, Now)?.DateTime);

    [Theory]
    [InlineData("")]
    [InlineData("不知道")]
    [InlineData("yesterday")]
    [InlineData("2026-10-01")]
    [InlineData("2026-02-30 10:00")]
    [InlineData("2026-13-01 10:00")]
    [InlineData("25:00")]
    [InlineData("10:75")]
    [InlineData("下午13点70分")]
    [InlineData("999999999999")]
    public void Reads_nothing_from_what_is_no_time(string text) => Assert.Null(SpokenTime.Parse(text, Now));

    [Fact]
    public void A_date_without_its_year_after_new_year_is_of_the_year_before()
    {
        var newYear = new DateTimeOffset(2027, 1, 2, 9, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(new DateTime(2026, 12, 31, 23, 50, 0), SpokenTime.Parse("12月31日23:50", newYear)?.DateTime);
        Assert.Equal(new DateTime(2027, 1, 1, 0, 5, 0), SpokenTime.Parse("1月1日0:05", newYear)?.DateTime);
        Assert.Equal(new DateTime(2026, 12, 31, 23, 50, 0), SpokenTime.Parse("前天23:50", newYear)?.DateTime);
    }

    [Fact]
    public void A_leap_day_without_its_year_does_not_fail_in_another_year() =>
        Assert.Null(SpokenTime.Parse("2月29日10:00", new DateTimeOffset(2027, 1, 2, 9, 0, 0, TimeSpan.FromHours(8))));

    [Fact]
    public void The_zone_is_that_of_the_present() => Assert.Equal(TimeSpan.FromHours(8), SpokenTime.Parse("今天15:30", Now)?.Offset);
}
