using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.Refunds.Orders;

namespace ChatRefundBot.Serving;

/// <summary>
/// <c>GET /shop/orders.json</c>: some orders of the sample shop, for its page. With their contact answers, because nobody owns them; a
/// shop's own orders are never served.
/// </summary>
internal static class ShopOrders
{
    /// <summary>One for each kind of story; numbers and answers never change, see docs/sample-orders.md.</summary>
    private static readonly string[] Shown =
    [
        "YKATF7HUVMJJ0001", "863341846544930002", "YK9SAQREC4WK0013", "YKHC8J4EZEGQ0017", "869536855489720026", "867548490010480038", "YKFX976C9GSP0041", "YKSRGW744ECP0011",
    ];

    public static void MapShopOrders(this IEndpointRouteBuilder app)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Orders(), ShopJson.Plain.ShopOrderArray);
        app.MapMethods("/shop/orders.json", ["GET", "HEAD"], async context =>
        {
            var response = context.Response;
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = body.Length;
            response.Headers.CacheControl = "no-cache";
            response.Headers.XContentTypeOptions = "nosniff";
            if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
        });
    }

    internal static ShopOrder[] Orders()
    {
        var samples = SampleShop.Generate(TimeProvider.System.GetUtcNow()).ToDictionary(s => s.Order.Id.Value, StringComparer.Ordinal);
        return [.. Shown.Select(number => Of(samples[number]))];
    }

    private static ShopOrder Of(SampleOrder sample)
    {
        var order = sample.Order;
        var state = order.PaidState != PaidState.Paid ? "unpaid"
            : order.UnitsDelivered == order.Quantity ? "delivered"
            : order.UnitsDelivered > 0 ? "partly"
            : "processing";
        return new ShopOrder(
            order.Id.Value, order.ProductName, order.Quantity, order.AmountPaid.ToAmountString(), order.AmountPaid.Currency, state, sample.Answer ?? "",
            new ShopHint(sample.Shows, sample.ShowsEnglish), new ShopHint(sample.Say, sample.SayEnglish));
    }
}

/// <param name="Price">Paid for all units, with two decimals.</param>
/// <param name="State"><c>unpaid</c>, <c>processing</c>, <c>partly</c> or <c>delivered</c>.</param>
/// <param name="Answer">What proves the order when the desk asks: the last four of its contact.</param>
/// <param name="Shows">What is special about it.</param>
/// <param name="Say">What to say in the chat.</param>
internal sealed record ShopOrder(
    string Number, string Product, int Quantity, string Price, string Currency, string State, string Answer, ShopHint Shows, ShopHint Say);

/// <summary>A text in both languages.</summary>
internal sealed record ShopHint([property: JsonPropertyName("zh-CN")] string Chinese, [property: JsonPropertyName("en")] string English);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShopOrder[]))]
internal sealed partial class ShopJson : JsonSerializerContext
{
    public static readonly ShopJson Plain = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
