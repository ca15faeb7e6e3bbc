using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;
using ChatRefundBot.Refunds.Products;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>Reads <c>products.yaml</c>.</summary>
internal static class ProductsReader
{
    internal static ProductCatalogue Read(Reading reading, YamlMap file)
    {
        reading.CheckKeys(file, "products");
        var types = new Dictionary<string, ProductType>(StringComparer.Ordinal);
        foreach (var map in reading.Maps(file, "products"))
        {
            reading.CheckKeys(map, "id", "standard", "evidence", "window", "delivery", "card");
            if (reading.Text(map, "id", required: true) is not { } id)
                continue;
            if (!FactCatalogue.ProductType.Words.Contains(id))
                reading.Fail(map.Line, $"There is no product type {id}.", $"It is one of {string.Join(", ", FactCatalogue.ProductType.Words)}.{Spelling.Hint(id, FactCatalogue.ProductType.Words)}");
            else if (!types.TryAdd(id, Type(reading, map, id)))
                reading.Fail(map.Line, $"The product type {id} is there twice.", "Remove one of them.");
        }

        foreach (var id in FactCatalogue.ProductType.Words.Where(id => !types.ContainsKey(id)))
            reading.Fail(file.Line, $"The product type {id} is missing.", $"Add `- {{id: {id}, …}}`.");
        return new ProductCatalogue([.. types.Values]);
    }

    private static ProductType Type(Reading reading, YamlMap map, string id)
    {
        var standard = reading.Text(map, "standard", required: true);
        if (standard is not null and not "by_listing" && Words.Flag(standard) is null)
            reading.Fail(map.Line, $"standard: {standard} is not yes, no or by_listing.", "Write one of them.");
        var evidence = Array.IndexOf(DerivedWords.GoodsNames, reading.Text(map, "evidence", required: true));
        if (evidence < 0)
            reading.Fail(map.Line, "evidence is not a column of the evidence matrix.", $"Write one of {string.Join(", ", DerivedWords.GoodsNames)}.");
        var window = Words.Span(reading.Text(map, "window", required: true) ?? "");
        if (window is null || window <= TimeSpan.Zero)
            reading.Fail(map.Line, "window is not a span of time.", "Write a span such as 120min.");
        var delivery = reading.Text(map, "delivery", required: true) ?? "";
        if (delivery is not ("account" or "code" or "access"))
            reading.Fail(map.Line, $"delivery: {delivery} is not account, code or access.", "Write one of them.");
        var card = reading.Text(map, "card", required: true) ?? "";
        return new ProductType(
            id, standard is null ? null : Words.Flag(standard), (EvidenceClass)Math.Max(0, evidence), (int)(window?.TotalMinutes ?? 0), delivery,
            $"card.{card}.when", $"card.{card}.until", $"card.{card}.evidence", $"product_type.{id}");
    }
}
