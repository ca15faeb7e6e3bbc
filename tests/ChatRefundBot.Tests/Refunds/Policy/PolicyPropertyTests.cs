using ChatRefundBot.Refunds;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Verbs;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

/// <summary>What holds for every set of facts, over sets drawn from fixed seeds.</summary>
public sealed class PolicyPropertyTests
{
    private const int Runs = 10_000;

    private static PolicyTable Table => PolicyFiles.Table;

    [Fact]
    public void A_decision_is_total_and_deterministic()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var (first, second) = (Table.Decide(new RandomFacts(seed).Partial()), Table.Decide(new RandomFacts(seed).Partial()));
            Assert.Equal(PolicyJson.ToJson(first), PolicyJson.ToJson(second));
        }
    }

    [Fact]
    public void Knowing_everything_always_gives_a_verdict()
    {
        var rows = new HashSet<string>();
        for (var seed = 0; seed < Runs; seed++)
            rows.Add(Assert.IsType<Decision.Decided>(Table.Decide(new RandomFacts(seed).Full())).Verdict.Row.Id);
        Assert.True(rows.Count > 55, $"only {rows.Count} rows came up: the sets are drawn too narrowly");
    }

    [Fact]
    public void An_undecided_decision_names_facts_that_were_not_asked_yet()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var facts = new RandomFacts(seed).Partial();
            if (Table.Decide(facts) is not Decision.Undecided { Next: var next })
                continue;
            Assert.NotEmpty(next);
            Assert.All(next, fact => Assert.False(facts.Has(fact) || fact.Default is not null, fact.Name));
        }
    }

    [Fact]
    public void Asking_one_fact_at_a_time_ends_at_the_verdict_of_knowing_all_at_once()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var all = new RandomFacts(seed).Full();
            Assert.Equal(Essence(Table.Decide(all)), Essence(Asked(all, next => next[0])));
        }
    }

    [Fact]
    public void The_order_of_asking_does_not_matter()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new RandomFacts(seed);
            var all = random.Full();
            Assert.Equal(Essence(Table.Decide(all)), Essence(Asked(all, random.Any)));
        }
    }

    [Fact]
    public void A_verdict_stays_whatever_is_asked_after_it()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var all = new RandomFacts(seed).Full();
            var some = All(all).Where((_, i) => (i * 7919 + seed) % 10 < 8).Aggregate(WithDefaults(all), Take(all));
            if (Table.Decide(some) is Decision.Decided { Verdict: var verdict })
                Assert.Equal(Essence(new Decision.Decided(verdict)), Essence(Table.Decide(some.Overlay(all))));
        }
    }

    [Fact]
    public void Evidence_added_never_turns_an_approval_into_a_question()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new RandomFacts(seed);
            var facts = random.Full();
            if (!facts.Has(FactCatalogue.Evidence) || Table.Decide(facts) is not Decision.Decided { Verdict.Outcome: Outcome.Approve or Outcome.PartialRefund or Outcome.Reissue })
                continue;
            var more = facts[FactCatalogue.Evidence]!.Value.AsItems().Append(random.Item()).ToArray();
            var then = Assert.IsType<Decision.Decided>(Table.Decide(facts.With(FactCatalogue.Evidence, FactValue.Of(more), Supplier.Own)));
            Assert.NotEqual(Outcome.Ask, then.Verdict.Outcome);
        }
    }

    [Fact]
    public void A_refund_is_never_above_paid_minus_refunded_and_never_negative()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var facts = new RandomFacts(seed).Full();
            var verdict = Assert.IsType<Decision.Decided>(Table.Decide(facts)).Verdict;
            var amount = verdict.Amount ?? verdict.Advice?.Amount;
            if (amount is not { } sum)
                continue;
            var left = facts[FactCatalogue.AmountPaid]!.Value.AsNumber()!.Value - facts[FactCatalogue.RefundedAmount]!.Value.AsNumber()!.Value;
            Assert.InRange(sum.Amount, 0, Math.Max(0, left));
        }
    }

    [Fact]
    public void A_wish_for_a_human_is_granted_whatever_else_is_known()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var facts = new RandomFacts(seed).Partial()
                .With(FactCatalogue.Consent, FactValue.Of(true), Supplier.Own)
                .With(FactCatalogue.WantsHuman, FactValue.Of(true), Supplier.Own);
            Assert.Equal(Outcome.Escalate, Assert.IsType<Decision.Decided>(Table.Decide(facts)).Verdict.Outcome);
        }
    }

    // The proof lists the facts at hand, which are more when all were known at once.
    private static (string? Row, Money? Amount, string? Advice, Money? Advised, DateTimeOffset? Due) Essence(Decision decision)
    {
        var verdict = Assert.IsType<Decision.Decided>(decision).Verdict;
        return (verdict.Row.Id, verdict.Amount, verdict.Advice?.Verdict.Row.Id, verdict.Advice?.Amount, verdict.Outcome == Outcome.Escalate ? null : verdict.DueAt);
    }

    private static Decision Asked(FactSet all, Func<IReadOnlyList<FactDefinition>, FactDefinition> choose)
    {
        var facts = WithDefaults(all);
        while (Table.Decide(facts) is Decision.Undecided { Next: var next })
        {
            // What a set with evidence items does not say itself is what the items say.
            var fact = choose(next);
            facts = Take(all)(facts, fact == FactCatalogue.MissingEvidence && !all.Has(fact) ? FactCatalogue.Evidence : fact);
        }

        return Table.Decide(facts);
    }

    // Facts with a default are never asked on their own: who knows better says so first.
    private static FactSet WithDefaults(FactSet all) => All(all).Where(fact => fact.Default is not null).Aggregate(FactSet.Empty, Take(all));

    private static IEnumerable<FactDefinition> All(FactSet all) => FactCatalogue.All.Where(all.Has);

    private static Func<FactSet, FactDefinition, FactSet> Take(FactSet all) =>
        (facts, fact) => facts.With(fact, all[fact]!.Value, all[fact]!.Supplier);
}
