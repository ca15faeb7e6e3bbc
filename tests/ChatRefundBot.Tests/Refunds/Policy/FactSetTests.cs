using System.Text;
using System.Text.Json;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Facts;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

public sealed class FactSetTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 2, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_fact_has_three_states()
    {
        Assert.Null(FactSet.Empty[FactCatalogue.DeliveredAt]);
        var absent = FactSet.Empty.With(FactCatalogue.DeliveredAt, FactValue.Absent, Supplier.Orders);
        Assert.True(absent[FactCatalogue.DeliveredAt]!.Value.IsAbsent);
        var unknown = FactSet.Empty.With(FactCatalogue.Usage, FactValue.Unknown, Supplier.Provider);
        Assert.True(unknown[FactCatalogue.Usage]!.Value.IsUnknown);
        Assert.Equal("unknown", unknown[FactCatalogue.Usage]!.Value.AsText());
    }

    [Fact]
    public void The_facts_never_asked_on_their_own_are_those_of_the_rules_and_two_of_ours()
    {
        string[] expected =
        [
            "wants_human", "negative_emotion", "failed_turns", "safety_flag", "unauthorised", "minor", "ext_complaint", "user_error",
            "payment_proof", "promise_uncond", "img_reused", "grey", "order_abnormal", "evidence_declined", "seller_asked_off_platform",
        ];
        Assert.Equal(expected.Order(), FactCatalogue.All.Where(fact => fact.Default is not null).Select(fact => fact.Name).Order());
    }

    [Theory]
    [InlineData("P", "O")]
    [InlineData("O", "A")]
    [InlineData("A", "S")]
    [InlineData("S", "B")]
    public void The_more_trusted_supplier_wins_whoever_came_first(string more, string less)
    {
        Assert.True(Of(more).Trust() > Of(less).Trust());
        static Supplier Of(string letter) => Enum.GetValues<Supplier>().Single(supplier => supplier.Letter() == letter);
    }

    [Fact]
    public void An_agents_word_outranks_the_buyers_and_is_outranked_by_the_provider()
    {
        var facts = FactSet.Empty.Offer(FactCatalogue.Usage, FactValue.Of("unused"), Supplier.Buyer, At).Facts;
        facts = Assert.IsType<OfferResult.Accepted>(facts.Offer(FactCatalogue.Usage, FactValue.Of("used_after"), Supplier.Agent, At)).Facts;
        Assert.IsType<OfferResult.Outranked>(facts.Offer(FactCatalogue.Usage, FactValue.Of("unused"), Supplier.Buyer, At));
        facts = Assert.IsType<OfferResult.Accepted>(facts.Offer(FactCatalogue.Usage, FactValue.Of("dead"), Supplier.Provider, At)).Facts;
        Assert.Equal("dead", facts[FactCatalogue.Usage]!.Value.AsText());
    }

    [Fact]
    public void A_buyers_value_that_differs_from_the_order_system_is_a_mismatch_and_never_an_overwrite()
    {
        var facts = FactSet.Empty.With(FactCatalogue.ProductType, FactValue.Of("CARD_CODE"), Supplier.Orders, At);
        var result = Assert.IsType<OfferResult.Mismatch>(facts.Offer(FactCatalogue.ProductType, FactValue.Of("DIRECT_TOPUP"), Supplier.Buyer, At));
        Assert.Equal("CARD_CODE", result.Facts[FactCatalogue.ProductType]!.Value.AsText());
        Assert.Equal("DIRECT_TOPUP", result.Contradicting.Value.AsText());
    }

    [Fact]
    public void The_order_system_coming_second_takes_over_and_reports_the_mismatch()
    {
        var facts = FactSet.Empty.Offer(FactCatalogue.OrderId, FactValue.Of("A1"), Supplier.Buyer, At).Facts;
        var result = Assert.IsType<OfferResult.Mismatch>(facts.Offer(FactCatalogue.OrderId, FactValue.Of("A2"), Supplier.Orders, At));
        Assert.Equal("A2", result.Facts[FactCatalogue.OrderId]!.Value.AsText());
    }

    [Fact]
    public void An_unknown_gives_way_to_a_real_value_and_never_replaces_one()
    {
        var facts = FactSet.Empty.With(FactCatalogue.Usage, FactValue.Unknown, Supplier.Provider);
        facts = Assert.IsType<OfferResult.Accepted>(facts.Offer(FactCatalogue.Usage, FactValue.Of("unused"), Supplier.Screenshot)).Facts;
        Assert.IsType<OfferResult.Outranked>(facts.Offer(FactCatalogue.Usage, FactValue.Unknown, Supplier.Provider));
    }

    [Fact]
    public void A_buyer_cannot_say_what_only_a_system_can_prove()
    {
        Assert.IsType<OfferResult.Refused>(FactSet.Empty.Offer(FactCatalogue.Usage, FactValue.Of("used_before"), Supplier.Buyer));
        Assert.IsType<OfferResult.Refused>(FactSet.Empty.Offer(FactCatalogue.AmountPaid, FactValue.Of(1m), Supplier.Buyer));
        Assert.IsType<OfferResult.Refused>(FactSet.Empty.Offer(FactCatalogue.Claim, FactValue.Of("REFUND"), Supplier.Buyer));
    }

    [Fact]
    public void Values_survive_being_written_and_read()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            foreach (var fact in new RandomFacts(seed).Full().Known)
            {
                using var stream = new MemoryStream();
                using (var writer = new Utf8JsonWriter(stream))
                    FactJson.WriteValue(writer, fact.Definition, fact.Value);
                using var json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
                Assert.Equal(fact.Value, FactJson.ReadValue(fact.Definition, json.RootElement));
            }
        }
    }

    [Theory]
    [InlineData("""{"amount_paid": "-1.00"}""", "amount_paid")]
    [InlineData("""{"amount_paid": "1.005"}""", "amount_paid")]
    [InlineData("""{"amount_paid": "1e3"}""", "amount_paid")]
    [InlineData("""{"amount_paid": " 1.00"}""", "amount_paid")]
    [InlineData("""{"amount_paid": 1.005}""", "amount_paid")]
    [InlineData("""{"amount_paid": "99999999999999999999"}""", "amount_paid")]
    [InlineData("""{"qty": -1}""", "qty")]
    [InlineData("""{"qty": "1"}""", "qty")]
    [InlineData("""{"qty": 1.5}""", "qty")]
    [InlineData("""{"consent": "true"}""", "consent")]
    [InlineData("""{"consent": null}""", "consent")]
    [InlineData("""{"claim": "unused"}""", "claim")]
    [InlineData("""{"claim": "unknown"}""", "claim")]
    [InlineData("""{"usage": "UNKNOWN"}""", "usage")]
    [InlineData("""{"paid_at": "2026-11-02T10:00:00"}""", "paid_at")]
    [InlineData("""{"paid_at": "0001-01-01T00:00:00+08:00"}""", "paid_at")]
    [InlineData("""{"paid_at": 1}""", "paid_at")]
    [InlineData("""{"missing_evidence": "E4"}""", "missing_evidence")]
    [InlineData("""{"missing_evidence": ["E11"]}""", "missing_evidence")]
    [InlineData("""{"evidence": [{"checks": []}]}""", "evidence")]
    [InlineData("""{"currency": "yuan"}""", "currency")]
    [InlineData("""{"clam": "UNUSED"}""", "did you mean claim")]
    [InlineData("""{"claim": "UNUSED", "claim": "OTHER"}""", "given twice")]
    [InlineData("""["claim"]""", "flat object")]
    public void Bad_facts_are_refused_by_name(string json, string named)
    {
        var problems = new List<string>();
        using var document = JsonDocument.Parse(json);
        FactJson.Read(document.RootElement, problems);
        Assert.Contains(named, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Contradictions_name_both_facts()
    {
        var facts = FactSet.Empty
            .With(FactCatalogue.Now, FactValue.Of(At), Supplier.Own)
            .With(FactCatalogue.PaidAt, FactValue.Of(At.AddHours(1)), Supplier.Orders)
            .With(FactCatalogue.DeliveredAt, FactValue.Of(At), Supplier.Orders)
            .With(FactCatalogue.Qty, FactValue.Of(1), Supplier.Orders)
            .With(FactCatalogue.UnitsDelivered, FactValue.Of(2), Supplier.Orders);
        Assert.Equal(3, FactContradictions.Of(facts).Count);
    }

    [Fact]
    public void Assumed_values_fill_only_what_nobody_said()
    {
        var facts = FactSet.Empty.With(FactCatalogue.WindowMinutes, FactValue.Of(60), Supplier.Orders).WithAssumed(At);
        Assert.Equal(60, facts[FactCatalogue.WindowMinutes]!.Value.AsNumber());
        Assert.True(facts[FactCatalogue.ListingClear]!.Value.AsFlag());
        Assert.True(facts[FactCatalogue.LimitsDisclosed]!.Value.AsFlag());
    }

    [Fact]
    public void Evidence_items_are_equal_by_what_they_show()
    {
        Assert.Equal(new EvidenceItem("E4", ["time"]), new EvidenceItem("E4", ["time"]));
        Assert.NotEqual(new EvidenceItem("E4", ["time"]), new EvidenceItem("E4", ["code"]));
    }
}
