using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>Writes the form that <see cref="OrderReader"/> reads; members at their default are left out.</summary>
internal static class OrderFileWriter
{
    // Chinese stays readable in the file; it is never put into a page as it is.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TimeSpan ShopOffset = TimeSpan.FromHours(8);

    public static void Write(Stream stream, IEnumerable<Order> orders, bool sample, DateTimeOffset generatedAt)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("format", OrderFile.Format);
        json.WriteBoolean("sample", sample);
        json.WriteString("generated_at", Written(generatedAt));
        json.WriteStartArray("orders");
        foreach (var order in orders)
            Write(json, order);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Order order)
    {
        json.WriteStartObject();
        json.WriteString("order_id", order.Id.Value);
        Text(json, "note", order.Note);
        WriteSale(json, order);
        WriteProduct(json, order);
        WriteGoods(json, order);
        WritePeople(json, order);
        json.WriteEndObject();
    }

    private static void WriteSale(Utf8JsonWriter json, Order order)
    {
        json.WriteString("paid_state", order.PaidState.ToFile());
        TimeOrNull(json, "paid_at", order.PaidAt);
        TimeOrNull(json, "delivered_at", order.DeliveredAt);
        json.WriteNumber("promised_minutes", order.PromisedMinutes);
        json.WriteNumber("qty", order.Quantity);
        json.WriteNumber("units_delivered", order.UnitsDelivered);
        json.WriteString("amount_paid", order.AmountPaid.ToAmountString());
        json.WriteString("currency", order.AmountPaid.Currency);
        Text(json, "payment_channel", order.PaymentChannel);
        Text(json, "payment_trade_no", order.PaymentTradeNo);
        json.WriteString("escrow_state", order.Escrow.ToFile());
        json.WriteBoolean("fulfilled", order.Fulfilled);
        Flag(json, "order_abnormal", order.Abnormal, byDefault: false);
        if (order.Refunds.IsEmpty)
            return;
        json.WriteStartArray("refunds");
        foreach (var refund in order.Refunds)
        {
            json.WriteStartObject();
            json.WriteString("amount", refund.Amount.ToAmountString());
            json.WriteString("at", Written(refund.At));
            Text(json, "reference", refund.Reference);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteProduct(Utf8JsonWriter json, Order order)
    {
        json.WriteString("product_name", order.ProductName);
        Text(json, "listing_snapshot", order.ListingSnapshot);
        Text(json, "promised_face", order.PromisedFace?.ToString("0.####", CultureInfo.InvariantCulture));
        json.WriteString("product_type", order.ProductType.ToFile());
        Flag(json, "standard", order.Standard, byDefault: null);
        json.WriteString("delivery_mode", order.DeliveryMode.ToFile());
        if (order.Grey != GreyState.None)
            json.WriteString("grey", order.Grey.ToFile());
        json.WriteNumber("window_minutes", order.WindowMinutes);
        Flag(json, "no_return_ack", order.NoReturnAck, byDefault: false);
        Flag(json, "promise_uncond", order.PromiseUnconditional, byDefault: false);
        Flag(json, "listing_clear", order.ListingClear, byDefault: true);
        Flag(json, "limits_disclosed", order.LimitsDisclosed, byDefault: true);
    }

    private static void WriteGoods(Utf8JsonWriter json, Order order)
    {
        if (order.ViewsLogged)
            TimeOrNull(json, "revealed_at", order.RevealedAt);
        Text(json, "usage", order.Usage?.ToFile());
        Text(json, "redeemer", order.Redeemer?.ToFile());
        Flag(json, "voidable", order.Voidable, byDefault: null);
        Flag(json, "stock", order.Stock, byDefault: null);
        Text(json, "topup_status", order.TopupStatus?.ToFile());
        Text(json, "target_account", order.TargetAccount?.Masked);
        if (order.CodeTails.IsEmpty)
            return;
        json.WriteStartArray("code_tails");
        foreach (var tail in order.CodeTails)
            json.WriteStringValue(tail.Tail);
        json.WriteEndArray();
    }

    private static void WritePeople(Utf8JsonWriter json, Order order)
    {
        json.WriteStartObject("contact");
        Text(json, "email", order.Contact.Email);
        Text(json, "phone", order.Contact.Phone);
        Text(json, "other", order.Contact.Other);
        Text(json, "query_password_hash", order.Contact.QueryPassword?.ToFile());
        json.WriteEndObject();
        if (order.Buyer == OrderBuyer.Unknown)
            return;
        json.WriteStartObject("buyer");
        Text(json, "telegram_user_id", order.Buyer.TelegramUserId?.ToString(CultureInfo.InvariantCulture));
        Text(json, "web_user_id", order.Buyer.WebUserId);
        Text(json, "shop_user_id", order.Buyer.ShopUserId);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void Flag(Utf8JsonWriter json, string name, bool? value, bool? byDefault)
    {
        if (value is { } flag && flag != byDefault)
            json.WriteBoolean(name, flag);
    }

    private static void TimeOrNull(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            json.WriteString(name, Written(value));
        else
            json.WriteNull(name);
    }

    private static string Written(DateTimeOffset time) => time.ToOffset(ShopOffset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
