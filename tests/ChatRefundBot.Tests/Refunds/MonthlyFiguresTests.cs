using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Published;
using Xunit;

namespace ChatRefundBot.Tests.Refunds;

public sealed class MonthlyFiguresTests
{
    private static readonly DateOnly Month = new(2026, 11, 1);
    private static readonly DateTimeOffset Opened = new(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly MonthlyCount _count = new(Month);

    [Fact]
    public void Cases_are_counted_by_outcome_group_and_rule_the_most_frequent_first()
    {
        Add(9, "approve", "R61", "PLATFORM");
        Add(12, "reject", "R64", "BUYER");
        Add(6, null, "", "");
        var figures = _count.ToFigures(isCut: false);
        Assert.Equal(27, figures.Cases.Count);
        Assert.Equal([("reject", 12), ("approve", 9), ("undecided", 6)], figures.Outcomes.Select(figure => (figure.Name, figure.Figure.Count!.Value)));
        Assert.Equal(["BUYER", "PLATFORM"], figures.Groups.Select(figure => figure.Name));
        Assert.Equal(["R64", "R61"], figures.Rules.Select(figure => figure.Name));
        Assert.False(figures.IsCut);
    }

    [Fact]
    public void A_number_below_five_is_not_said_and_cannot_be_had_from_the_others()
    {
        Add(20, "approve", "R61", "PLATFORM");
        Add(8, "reject", "R64", "BUYER");
        Add(1, "wait", "R22", "PLATFORM");
        var figures = _count.ToFigures(isCut: false);
        Assert.Equal([new Figure(20, false), Figure.Hidden, new Figure(null, true)], figures.Outcomes.Select(figure => figure.Figure));
        // 21 and 8: nothing of them is small.
        Assert.Equal([21, 8], figures.Groups.Select(figure => figure.Figure.Count!.Value));
    }

    [Fact]
    public void Two_small_numbers_hide_each_other()
    {
        Add(20, "approve", "R61", "PLATFORM");
        Add(2, "reject", "R64", "BUYER");
        Add(1, "wait", "R22", "PLATFORM");
        Assert.Equal([20, null, null], _count.ToFigures(isCut: false).Outcomes.Select(figure => figure.Figure.Count));
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3, 4, 50 }, 3.0)]
    [InlineData(new[] { 1, 2, 3, 5, 8, 60 }, 4.0)]
    [InlineData(new[] { 1, 2, 3, 4 }, null)]
    public void The_median_time_to_answer_is_that_of_the_first_answer_and_unsaid_for_few(int[] minutes, double? expected)
    {
        foreach (var after in minutes)
        {
            var kept = Case("approve", "R61", "PLATFORM");
            _count.Add(kept with { AnsweredAt = Opened.AddMinutes(after), Verdict = kept.Verdict! with { At = Opened.AddDays(9) } });
        }

        Assert.Equal(expected, _count.ToFigures(isCut: false).MedianToAnswer?.TotalMinutes);
    }

    [Fact]
    public void The_share_overturned_is_of_what_persons_decided_and_unsaid_for_few()
    {
        Add(50, "approve", "R61", "PLATFORM");
        for (var i = 0; i < 4; i++)
            _count.Add(Case("reject", "R64", "BUYER") with { Overturned = i == 0 });
        Assert.Null(_count.ToFigures(isCut: false).OverturnedShare);
        _count.Add(Case("reject", "R64", "BUYER") with { Overturned = false });
        Assert.Equal(0.2, _count.ToFigures(isCut: false).OverturnedShare);
    }

    [Fact]
    public void A_month_without_cases_says_zero()
    {
        var figures = _count.ToFigures(isCut: false);
        Assert.Equal(0, figures.Cases.Count);
        Assert.Null(figures.MedianToAnswer);
        Assert.Empty(figures.Outcomes);
    }

    private void Add(int times, string? outcome, string rule, string group)
    {
        for (var i = 0; i < times; i++)
            _count.Add(Case(outcome, rule, group));
    }

    private static RefundCase Case(string? outcome, string rule, string group) => new()
    {
        Id = "0",
        Number = "RF-20261102-0001",
        Conversation = "test:1",
        Order = "1",
        Claim = "UNUSED",
        OpenedAt = Opened,
        Status = CaseStatus.Proposed,
        ChangedAt = Opened,
        DueAt = Opened,
        Verdict = outcome is null ? null : new CaseVerdict(outcome, rule, "X", null, null, null, null, null, "1", Opened.AddMinutes(1), []) { Group = group },
    };
}
