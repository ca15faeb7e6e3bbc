using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Products;
using ChatRefundBot.Refunds.Published;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

/// <summary>What a buyer is shown of the table.</summary>
public sealed class PublishedRulesTests
{
    private static readonly PublishedRules Rules = PublishedRules.Of(PolicyFiles.Table);

    [Fact]
    public void Every_rule_that_refunds_refuses_waits_or_hands_over_is_published()
    {
        var published = Rules.Problems.SelectMany(problem => problem.Outcomes).Concat(Rules.Always).SelectMany(outcome => outcome.Reasons).SelectMany(reason => reason.Rules).ToHashSet();
        var silent = new[] { Outcome.Ask, Outcome.End, Outcome.Link, Outcome.Resolved };
        Assert.All(PolicyFiles.Table.Rows.Where(row => !silent.Contains(row.Outcome)), row => Assert.Contains(row.Rule, published));
    }

    [Fact]
    public void A_rule_stands_under_its_claims_and_nowhere_else()
    {
        Assert.All(Rules.Problems, problem => Assert.All(problem.Outcomes.SelectMany(outcome => outcome.Reasons).SelectMany(reason => reason.Rules), rule =>
            Assert.Contains(PolicyFiles.Table.Rows, row => row.Rule == rule && row.Claims.Contains(problem.Claim))));
        Assert.DoesNotContain(Rules.Problems, problem => problem.Claim == "OTHER");
    }

    [Fact]
    public void Every_product_type_stands_with_its_kind()
    {
        Assert.Equal(PolicyFiles.Table.Products.All.Count, Rules.Goods.Sum(goods => goods.Types.Count));
        Assert.Equal(4, Rules.Goods.Count);
    }

    [Fact]
    public void Evidence_is_what_the_matrix_needs_and_what_only_a_person_collects_is_left_out()
    {
        var invalid = Rules.Problems.Single(problem => problem.Claim == "INVALID").Evidence;
        var code = invalid.Single(need => need.Goods == EvidenceClass.Code);
        Assert.Equal(["E4"], code.Needed);
        Assert.Equal(["E5"], code.Sometimes);
        Assert.Equal(["E4", "E10", "E5"], invalid.Single(need => need.Goods == EvidenceClass.NonStandard).Needed);
        Assert.DoesNotContain(invalid, need => need.Goods == EvidenceClass.Topup);
        Assert.DoesNotContain(Rules.Problems.SelectMany(problem => problem.Evidence).SelectMany(need => need.Needed), kind => kind == "E9");
    }

    [Fact]
    public void The_page_follows_the_table()
    {
        using var copy = new PolicyCopy();
        copy.Replace("refund-policy.yaml", "    reason: PAST_WINDOW", "    reason: OVER_LIMIT");
        copy.Replace("products.yaml", "{id: CARD_CODE, standard: yes, evidence: code, window: 120min", "{id: CARD_CODE, standard: yes, evidence: code, window: 30min");
        var changed = PublishedRules.Of(PolicyFiles.Load(copy.Directory));
        Assert.NotEqual(Rules.Version, changed.Version);
        Assert.Contains(changed.Problems.Single(problem => problem.Claim == "UNUSED").Outcomes.Single(outcome => outcome.Outcome == Outcome.Reject).Reasons, reason => reason.Reason == "OVER_LIMIT");
        Assert.Equal(30, changed.Goods[0].Types[0].WindowMinutes);
    }

    [Fact]
    public void Answers_of_persons_go_from_the_most_urgent_on()
    {
        Assert.Equal([Priority.P0, Priority.P1, Priority.P2, Priority.P3], Rules.Answers.Select(answer => answer.Priority));
        Assert.Contains("SAFETY", Rules.Answers[0].Reasons);
        Assert.Equal(TimeSpan.FromMinutes(5), Rules.Answers[0].Target.Span);
        Assert.Equal(1, Rules.Answers[3].Target.WorkingDays);
    }
}
