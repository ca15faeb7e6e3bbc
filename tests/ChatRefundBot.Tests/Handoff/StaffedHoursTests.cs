using ChatRefundBot.Dialogs.TalkToHuman;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Handoff.Tickets;
using Xunit;

namespace ChatRefundBot.Tests.Handoff;

public sealed class StaffedHoursTests
{
    private const string File = """
        timezone: "+08:00"
        hours:
          monday: ["09:00-12:00", "13:30-18:00"]
          tuesday: ["09:00-12:00", "13:30-18:00"]
          wednesday: ["09:00-24:00"]
          thursday: ["00:00-02:00"]
        days:
          2026-11-24: []
          2026-11-28: ["10:00-11:00"]
        """;

    private readonly StaffedHours _hours = Read(File).Hours;

    [Theory]
    [InlineData("2026-11-23T08:59:59", false)]
    [InlineData("2026-11-23T09:00:00", true)]
    [InlineData("2026-11-23T12:00:00", false)]
    [InlineData("2026-11-23T17:59:59", true)]
    [InlineData("2026-11-24T10:00:00", false)]
    [InlineData("2026-11-25T23:59:59", true)]
    [InlineData("2026-11-26T01:59:59", true)]
    [InlineData("2026-11-28T10:30:00", true)]
    public void People_are_on_duty_in_the_windows_of_the_day_and_not_on_holidays(string at, bool expected) => Assert.Equal(expected, _hours.IsStaffed(At(at)));

    [Theory]
    [InlineData("2026-11-23T07:00:00", "2026-11-23T09:00:00")]
    [InlineData("2026-11-23T12:30:00", "2026-11-23T13:30:00")]
    [InlineData("2026-11-23T20:00:00", "2026-11-25T09:00:00")]
    [InlineData("2026-11-26T03:00:00", "2026-11-28T10:00:00")]
    [InlineData("2026-11-23T10:00:00", "2026-11-23T10:00:00")]
    public void The_next_staffed_time_passes_over_nights_and_holidays(string from, string expected) => Assert.Equal(At(expected), _hours.NextStaffed(At(from)));

    [Fact]
    public void A_promise_counts_staffed_time_only()
    {
        Assert.Equal(At("2026-11-23T11:00:00"), _hours.AddStaffed(At("2026-11-23T09:00:00"), TimeSpan.FromHours(2)));
        Assert.Equal(At("2026-11-23T14:30:00"), _hours.AddStaffed(At("2026-11-23T11:00:00"), TimeSpan.FromHours(2)));
        Assert.Equal(At("2026-11-25T10:00:00"), _hours.AddStaffed(At("2026-11-23T17:00:00"), TimeSpan.FromHours(2)));
        Assert.Equal(At("2026-11-26T01:00:00"), _hours.AddStaffed(At("2026-11-25T23:00:00"), TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Nobody_for_a_year_is_not_known_rather_than_guessed()
    {
        var never = Read("hours: {}").Hours;
        Assert.Null(never.NextStaffed(At("2026-11-23T09:00:00")));
        Assert.Null(never.AddStaffed(At("2026-11-23T09:00:00"), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Every_error_of_the_file_is_said_at_once_with_its_line_and_its_fix()
    {
        var errors = new List<string>();
        QueueRulesFile.Read("queue.yaml", """
            timezone: Mars/Olympus
            hours:
              someday: ["09:00-12:00"]
              monday: ["12:00-09:00", "10:00-11:00", "10:30-12:00"]
            days:
              2026-13-01: []
            offers: maybe
            accept-within: 3
            lease-grace: 5s
            weights:
              confirm: 0
              chat: 2
            colour: red
            """, errors);
        Assert.Equal(11, errors.Count);
        foreach (var (line, part) in new[] { (1, "no time zone"), (3, "no day of the week"), (4, "no window"), (6, "no day"), (7, "neither true nor false"), (8, "no span"), (9, "from 30s to 1h"), (11, "no weight"), (12, "no kind"), (13, "there is no 'colour'") })
            Assert.Contains(errors, e => e.StartsWith($"queue.yaml:{line}:", StringComparison.Ordinal) && e.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_that_comes_with_the_program_is_good_and_staffed_around_the_clock()
    {
        var errors = new List<string>();
        var path = Path.Combine(Testing.Chats.RepositoryFiles.Dialogs, "policy", QueueRulesFile.Name);
        var rules = QueueRulesFile.Read(path, System.IO.File.ReadAllText(path), errors);
        Assert.Empty(errors);
        Assert.True(rules.Hours.IsAlways && rules.Offers);
        Assert.Equal(2, rules.Weight(TicketKind.TakeOver));
    }

    [Theory]
    [InlineData(0, 4, null)]
    [InlineData(0, 60, "0-3")]
    [InlineData(9, 60, "5-15")]
    [InlineData(3, 6, "5-75")]
    public void A_range_follows_from_what_was_taken_in_the_last_hour_and_is_none_when_that_says_nothing(long ahead, long claims, string? expected)
    {
        var range = QueueRate.Of(ahead, claims, QueueRate.Window);
        Assert.Equal(expected, range is null ? null : $"{range.From}-{range.To}");
    }

    [Fact]
    public void Four_of_five_waits_lie_in_the_range_that_was_told()
    {
        var random = new Random(7);
        var (inside, told) = (0, 0);
        for (var i = 0; i < 4000; i++)
        {
            var (rate, ahead) = (0.2 + (random.NextDouble() * 2), random.Next(20));
            if (QueueRate.Of(ahead, Claims(rate), QueueRate.Window) is not { } range) continue;
            double wait = 0;
            for (var k = 0; k <= ahead; k++) wait += -Math.Log(1 - random.NextDouble()) / rate;
            told++;
            inside += wait >= range.From && wait <= range.To ? 1 : 0;
        }

        Assert.InRange((double)inside / told, 0.78, 0.95);

        int Claims(double rate)
        {
            var (count, at) = (0, 0.0);
            while ((at += -Math.Log(1 - random.NextDouble()) / rate) < QueueRate.Window.TotalMinutes) count++;
            return count;
        }
    }

    private static QueueRules Read(string content)
    {
        var errors = new List<string>();
        var rules = QueueRulesFile.Read("queue.yaml", content, errors);
        Assert.Empty(errors);
        return rules;
    }

    private static DateTimeOffset At(string local) => DateTimeOffset.Parse(local + "+08:00", System.Globalization.CultureInfo.InvariantCulture);
}
