using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

public sealed class VerdictTests
{
    [Fact]
    public void Waiting_ends_at_the_promised_time_and_is_looked_at_a_second_later()
    {
        var verdict = Of("T16");
        Assert.Equal("2026-11-02T11:00:00+08:00", ShanghaiTime.Format(verdict.DueAt!.Value));
        Assert.Equal("2026-11-02T11:00:01+08:00", ShanghaiTime.Format(verdict.RecheckAt!.Value));
    }

    [Fact]
    public void A_buyer_who_waits_is_asked_again_in_an_hour() =>
        Assert.Equal("2026-11-02T13:00:00+08:00", ShanghaiTime.Format(Of("R23-1").DueAt!.Value));

    [Fact]
    public void The_seller_has_a_day_from_being_asked()
    {
        Assert.Equal("2026-11-03T11:05:00+08:00", ShanghaiTime.Format(Of("T28").DueAt!.Value));
        Assert.Equal("2026-11-03T11:00:00+08:00", ShanghaiTime.Format(Of("R36-1").DueAt!.Value));
    }

    [Fact]
    public void A_priority_has_its_target_and_the_lowest_counts_working_days()
    {
        Assert.Equal("2026-11-02T11:05:00+08:00", ShanghaiTime.Format(Of("T84").DueAt!.Value));
        Assert.Equal("2026-11-03T23:59:59+08:00", ShanghaiTime.Format(Of("T83").DueAt!.Value));
    }

    [Fact]
    public void A_claim_treated_as_another_one_says_so()
    {
        Assert.Equal("NOT_RECEIVED", Of("RR-1").TreatedAs);
        Assert.Equal("TOPUP_FAILED", Of("RT-1a").TreatedAs);
        Assert.Null(Of("T1").TreatedAs);
        Assert.Equal("TOPUP_FAILED", PolicyFiles.Table.TreatedClaim(PolicyFiles.Case("RT-1d").Facts));
    }

    [Fact]
    public void The_proof_lists_the_facts_with_their_suppliers()
    {
        var facts = Of("T17").Facts;
        Assert.Contains(facts, fact => fact is { Name: "delivered_at", Value.IsAbsent: true, Supplier: Supplier.Orders });
        Assert.Contains(facts, fact => fact is { Name: "buyer_choice", Supplier: Supplier.Buyer });
        Assert.DoesNotContain(facts, fact => fact.Name == "wants_human");
    }

    [Fact]
    public void Asking_for_evidence_lists_exactly_what_is_missing()
    {
        Assert.Equal(["E4"], Of("E-1").Missing);
        Assert.Equal(["E4.code"], Of("E-2").Missing);
        Assert.Equal(["E8"], Of("E-11").Missing);
        Assert.Equal(["E3|E4"], Of("E-16").Missing);
        Assert.Equal(["E3"], Of("E-23").Missing);
        Assert.Equal(["E4.time"], Of("T43").Missing);
    }

    [Fact]
    public void The_matrix_says_what_is_needed_and_what_helps()
    {
        var need = PolicyFiles.Table.Evidence.Need(PolicyFiles.Case("E-2").Facts);
        Assert.Equal(["E4"], need.Needed);
        Assert.Equal(["video", "E7"], need.Optional);
        Assert.Empty(need.WaitsFor);
        var early = PolicyFiles.Table.Evidence.Need(PolicyFiles.Case("E-2").Facts.Without(FactCatalogue.Usage));
        Assert.Contains(FactCatalogue.Usage, early.WaitsFor);
        Assert.Contains(PolicyFiles.Table.Evidence.Cells, cell => cell is { Claim: "MINOR_OR_UNAUTHORISED", HumanOnly: true });
    }

    [Fact]
    public void A_rejected_picture_counts_as_not_sent()
    {
        EvidenceItem[] items = [new("E7", []) { AgentVerdict = "rejected" }];
        Assert.Equal(["E7"], PolicyFiles.Table.Evidence.Kinds.MissingFor("E7", items));
    }

    [Fact]
    public void An_explanation_names_the_test_that_ruled_a_rule_out_and_what_would_have_changed_it()
    {
        var facts = PolicyFiles.Case("T3").Facts;
        var explanation = PolicyFiles.Table.Explain(facts);
        var ruledOut = Assert.Single(explanation.RuledOut, row => row.Row.Id == "R61");
        Assert.Equal("since_delivery: <= window", ruledOut.Test);
        Assert.Contains(explanation.RuledOut, row => row.Row.Id == "R63" && row.Test == "no_return_ack: not yes");
        Assert.Contains(explanation.Changes, change => change.Fact.Name == "case_opened_at" && change.Decision is Decision.Decided { Verdict.Rule: "R61" });
        Assert.Contains(explanation.Changes, change => change.Fact.Name == "usage" && change.Decision is Decision.Decided { Verdict.Outcome: Outcome.Reissue });
    }

    [Fact]
    public void The_first_question_is_the_consent_and_then_the_gates_in_their_order()
    {
        var facts = FactSet.Empty;
        foreach (var (expected, value) in new[] { ("consent", true), ("order_found", true), ("owner_verified", true) })
        {
            var next = Assert.IsType<Decision.Undecided>(PolicyFiles.Table.Decide(facts)).Next[0];
            Assert.Equal(expected, next.Name);
            facts = facts.With(next, FactValue.Of(value), next.Suppliers[0]);
        }
    }

    [Fact]
    public void The_claim_is_asked_before_the_use_and_the_use_before_what_follows_from_it()
    {
        var facts = PolicyFiles.Case("T1").Facts.Without(FactCatalogue.Claim).Without(FactCatalogue.Usage).Without(FactCatalogue.AcceptsReissue);
        var next = Assert.IsType<Decision.Undecided>(PolicyFiles.Table.Decide(facts)).Next;
        Assert.Equal(["claim", "usage", "accepts_reissue"], next.Where(fact => fact.AskableOfBuyer).Take(3).Select(fact => fact.Name));
    }

    [Fact]
    public void Nothing_is_asked_that_cannot_change_the_verdict()
    {
        // Undelivered and late: neither the use of the goods nor a new code can matter any more.
        var facts = PolicyFiles.Case("T17").Facts.Without(FactCatalogue.BuyerChoice).Without(FactCatalogue.Usage).Without(FactCatalogue.AcceptsReissue);
        Assert.Equal(["buyer_choice"], Assert.IsType<Decision.Undecided>(PolicyFiles.Table.Decide(facts)).Next.Select(fact => fact.Name));
    }

    [Fact]
    public void A_decision_stays_small()
    {
        foreach (var golden in PolicyFiles.GoldenCases)
        {
            PolicyFiles.Table.Decide(golden.Facts);
            var before = GC.GetAllocatedBytesForCurrentThread();
            PolicyFiles.Table.Decide(golden.Facts);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_096);
        }
    }

    private static Verdict Of(string id) => Assert.IsType<Decision.Decided>(PolicyFiles.Table.Decide(PolicyFiles.Case(id).Facts)).Verdict;
}
