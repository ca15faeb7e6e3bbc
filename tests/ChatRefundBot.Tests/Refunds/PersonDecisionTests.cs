using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Published;
using Xunit;

namespace ChatRefundBot.Tests.Refunds;

/// <summary>What a person decides, held against what the rules said.</summary>
public sealed class PersonDecisionTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 18, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("approve", "100.00", null, "approve", "100.00", false)]
    [InlineData("approve", "100.00", null, "approve", "60.00", true)]
    [InlineData("approve", "100.00", null, "reject", null, true)]
    [InlineData("reject", null, null, "reject", null, false)]
    [InlineData("reject", null, null, "partial_refund", "20.00", true)]
    [InlineData("partial_refund", "40.00", null, "partial_refund", "40.00", false)]
    [InlineData("escalate", null, "approve", "approve", "800.00", false)]
    [InlineData("escalate", null, "approve", "reject", null, true)]
    [InlineData("escalate", null, null, "approve", "100.00", null)]
    [InlineData("escalate", null, "escalate", "approve", "100.00", null)]
    [InlineData("wait", null, null, "approve", "100.00", null)]
    public void A_decision_is_overturned_only_where_the_rules_had_another_opinion(
        string outcome, string? amount, string? advice, string decided, string? decidedAmount, bool? expected)
    {
        var kept = Case(1, outcome, amount, advice).Decided(new PersonDecision(decided, decidedAmount, null, "looked at it", "lin", At));
        Assert.Equal(expected, kept.Overturned);
        Assert.Equal("lin", kept.Decision!.By);
    }

    [Fact]
    public void A_second_decision_is_held_against_the_same_opinion()
    {
        var kept = Case(1, "reject", null, null)
            .Decided(new PersonDecision("approve", "100.00", null, "the log was wrong", "lin", At))
            .Decided(new PersonDecision("reject", null, null, null, "wang", At.AddHours(1)));
        Assert.False(kept.Overturned);
        Assert.Null(Case(1, "reject", null, null).Overturned);
    }

    [Fact]
    public void The_monthly_share_counts_what_persons_decided()
    {
        var count = new MonthlyCount(new DateOnly(2026, 11, 1));
        for (var i = 0; i < 8; i++)
            count.Add(Case(i, "reject", null, null).Decided(new PersonDecision(i < 2 ? "approve" : "reject", i < 2 ? "100.00" : null, null, null, "lin", At)));
        count.Add(Case(9, "escalate", null, null).Decided(new PersonDecision("approve", "100.00", null, null, "lin", At)));
        count.Add(Case(10, "reject", null, null));
        Assert.Equal(0.25, count.ToFigures(isCut: false).OverturnedShare);
    }

    private static RefundCase Case(int number, string outcome, string? amount, string? advice) => new()
    {
        Id = $"{number:x20}",
        Number = $"RF-20261118-{number:0000}",
        Conversation = "web:1",
        Order = "YKATF7HUVMJJ0001",
        Claim = "UNUSED",
        OpenedAt = At,
        Status = CaseStatus.Proposed,
        ChangedAt = At,
        DueAt = At.AddDays(7),
        Verdict = new CaseVerdict(outcome, "R61", "REASON", amount, null, null, advice, advice is null ? null : "R24", "1+00000000", At, []),
    };
}
