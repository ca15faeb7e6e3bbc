using System.Text.Json;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

/// <summary>The editors' schemas say what the loader accepts, and the guide lists what conditions can speak of.</summary>
public sealed class PolicySchemaTests
{
    private static readonly string[] Times =
        ["undelivered_for", "delivery_took", "since_delivery", "days_since_delivery", "seller_silent_for", "promised", "window"];

    private static IEnumerable<string> FactNames => FactCatalogue.All.Where(fact => fact.Group != FactGroup.Result).Select(fact => fact.Name);

    [Theory]
    [InlineData("refund-policy.schema.json")]
    [InlineData("evidence.schema.json")]
    public void A_condition_in_the_schema_has_every_fact_and_time(string file)
    {
        using var schema = Read(file);
        var names = schema.RootElement.GetProperty("definitions").GetProperty("condition").GetProperty("properties")
            .EnumerateObject().Select(property => property.Name);
        Assert.Equal(FactNames.Concat(Times).Concat(["is", "any", "all", "not", "delivery", "goods"]).Order(), names.Order());
    }

    [Fact]
    public void Outcomes_and_provisions_in_the_schema_are_those_of_the_loader()
    {
        using var schema = Read("refund-policy.schema.json");
        var rule = schema.RootElement.GetProperty("properties").GetProperty("rules").GetProperty("items").GetProperty("properties");
        Assert.Equal(Enum.GetValues<Outcome>().Select(outcome => outcome.Word()), Words(rule.GetProperty("outcome")));
        Assert.Equal(LegalBasis.Keys, Words(rule.GetProperty("law").GetProperty("anyOf")[0]));
        Assert.Equal(FactCatalogue.Claim.Words, Words(rule.GetProperty("claim").GetProperty("anyOf")[0]));
    }

    [Fact]
    public void Product_types_in_the_schema_are_those_of_the_catalogue()
    {
        using var schema = Read("products.schema.json");
        var id = schema.RootElement.GetProperty("properties").GetProperty("products").GetProperty("items").GetProperty("properties").GetProperty("id");
        Assert.Equal(FactCatalogue.ProductType.Words, Words(id));
    }

    [Fact]
    public void The_guide_names_every_fact_time_duty_and_limit()
    {
        var guide = File.ReadAllText(Path.Combine(PolicyFiles.Directory, "..", "..", "docs", "policy-guide.md"));
        var duties = PolicyFiles.Table.Rows.SelectMany(row => row.Duties).Distinct();
        Assert.All(FactNames.Concat(Times).Concat(duties).Concat(PolicyFiles.Table.Limits.All.Keys), name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    private static IEnumerable<string?> Words(JsonElement schema) => schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString());

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(PolicyFiles.Directory, file)));
}
