using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>Reads one order of a file. Not safe for concurrent use: it pools the strings that orders of a file share.</summary>
internal sealed class OrderReader
{
    internal const int LongestSpan = 525_600;
    private const int LongestName = 200, LongestListing = 4_000, LongestContact = 254, MostUnits = 100_000, MostRefunds = 50, MostTails = 100;

    internal static readonly FrozenSet<string> OrderMembers = FrozenSet.ToFrozenSet(
    [
        "order_id", "paid_state", "paid_at", "delivered_at", "promised_minutes", "qty", "units_delivered", "amount_paid", "currency", "refunds",
        "payment_channel", "payment_trade_no", "escrow_state", "fulfilled", "order_abnormal", "product_name", "listing_snapshot", "promised_face",
        "product_type", "standard", "delivery_mode", "grey", "window_minutes", "no_return_ack", "promise_uncond", "listing_clear", "limits_disclosed",
        "revealed_at", "usage", "redeemer", "voidable", "stock", "topup_status", "target_account", "code_tails", "contact", "buyer", "note",
    ]);

    internal static readonly FrozenSet<string> RefundMembers = FrozenSet.ToFrozenSet(["amount", "at", "reference"]);
    internal static readonly FrozenSet<string> ContactMembers = FrozenSet.ToFrozenSet(["email", "phone", "other", "query_password_hash"]);
    internal static readonly FrozenSet<string> BuyerMembers = FrozenSet.ToFrozenSet(["telegram_user_id", "web_user_id", "shop_user_id"]);

    private readonly Dictionary<string, string> _pool = new(StringComparer.Ordinal);

    /// <summary>The order, or null when anything about it is wrong.</summary>
    public Order? Read(JsonElement element, string path, OrderFileErrors errors)
    {
        var before = errors.Count;
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be an object: {...}.");
            return null;
        }

        try
        {
            var row = new OrderRow(element, path, OrderMembers, errors);
            var order = ReadMembers(row);
            if (errors.Count == before && order is not null)
                OrderConsistency.Check(order, row);
            return errors.Count == before ? order : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in an escape (\ud800) is good JSON and no text.
            errors.Add(path, "holds an escape that is no character (\\ud800 to \\udfff alone); remove it.");
            return null;
        }
    }

    // Every member is read before anything is given up, so that all errors of an order are told.
    private Order? ReadMembers(OrderRow row)
    {
        var id = ReadId(row);
        var paidState = row.Choice<PaidState>("paid_state", required: true);
        var paidAt = row.Time("paid_at", required: true);
        var deliveredAt = row.Time("delivered_at", required: true);
        var promised = row.Integer("promised_minutes", 1, LongestSpan, required: true);
        var quantity = row.Integer("qty", 1, MostUnits, required: true);
        var delivered = row.Integer("units_delivered", 0, MostUnits, required: true);
        var currency = ReadCurrency(row);
        var amount = row.Amount("amount_paid", 2, Money.LargestAccepted, required: true);
        var fulfilled = row.Flag("fulfilled", required: true);
        var name = Pooled(row.Text("product_name", LongestName, required: true));
        var type = row.Choice<ProductKind>("product_type", required: true);
        var mode = row.Choice<DeliveryMode>("delivery_mode", required: true);
        var refunds = ReadRefunds(row, currency ?? "CNY");
        var contact = ReadContact(row);
        var buyer = ReadBuyer(row);
        var order = new Order
        {
            Id = id!,
            PaidState = paidState ?? default,
            PaidAt = paidAt,
            DeliveredAt = deliveredAt,
            PromisedMinutes = promised ?? 1,
            Quantity = quantity ?? 1,
            UnitsDelivered = delivered ?? 0,
            AmountPaid = new Money(amount ?? 0m, currency ?? "CNY"),
            Refunds = refunds,
            PaymentChannel = Pooled(row.Text("payment_channel", 32)),
            PaymentTradeNo = row.Text("payment_trade_no", OrderFile.LongestTradeNo),
            Escrow = row.Choice<EscrowState>("escrow_state") ?? EscrowState.Unknown,
            Fulfilled = fulfilled ?? false,
            Abnormal = row.Flag("order_abnormal") ?? false,
            ProductName = name ?? "",
            ListingSnapshot = Pooled(row.Text("listing_snapshot", LongestListing, lines: true)),
            PromisedFace = ReadFace(row),
            ProductType = type ?? default,
            Standard = row.Flag("standard") ?? DefaultStandard(type ?? default),
            DeliveryMode = mode ?? default,
            Grey = row.Choice<GreyState>("grey") ?? GreyState.None,
            WindowMinutes = row.Integer("window_minutes", 0, LongestSpan) ?? 120,
            NoReturnAck = row.Flag("no_return_ack") ?? false,
            PromiseUnconditional = row.Flag("promise_uncond") ?? false,
            ListingClear = row.Flag("listing_clear") ?? true,
            LimitsDisclosed = row.Flag("limits_disclosed") ?? true,
            ViewsLogged = row.Has("revealed_at"),
            RevealedAt = row.Time("revealed_at"),
            Usage = row.Choice<UsageState>("usage"),
            Redeemer = row.Choice<Redeemer>("redeemer"),
            Voidable = row.Flag("voidable"),
            Stock = row.Flag("stock"),
            TopupStatus = row.Choice<TopupStatus>("topup_status"),
            TargetAccount = row.Text("target_account", LongestContact) is { } account ? TargetAccount.From(account) : null,
            CodeTails = ReadTails(row),
            Contact = contact,
            Buyer = buyer,
            Note = row.Text("note", LongestListing, lines: true),
        };
        return id is null ? null : order;
    }

    private static OrderId? ReadId(OrderRow row)
    {
        var text = row.Text("order_id", 32, required: true);
        if (OrderId.TryParseExact(text, out var id) || text is null)
            return id;
        row.Wrong("order_id", "must be 16 letters or digits, or 18 digits.");
        return null;
    }

    private static string? ReadCurrency(OrderRow row)
    {
        var text = row.Text("currency", 3, required: true);
        if (text is null || Money.IsCurrency(text))
            return text;
        row.Wrong("currency", "must be three capital letters (ISO 4217), such as \"CNY\".");
        return null;
    }

    private static decimal? ReadFace(OrderRow row)
    {
        var face = row.Amount("promised_face", 4, 1_000_000_000m);
        if (face is null or > 0)
            return face;
        row.Wrong("promised_face", "must be above zero; leave it out for goods without a face value.");
        return null;
    }

    private static ImmutableArray<RefundRecord> ReadRefunds(OrderRow row, string currency)
    {
        var refunds = ImmutableArray.CreateBuilder<RefundRecord>();
        foreach (var item in row.List("refunds", MostRefunds))
        {
            if (row.Item(item, RefundMembers) is not { } refund)
                continue;
            var amount = refund.Amount("amount", 2, Money.LargestAccepted, required: true);
            var at = refund.Time("at", required: true);
            refund.Require(amount is null or > 0, "amount", "must be above zero.");
            refund.Require(at is not null || !refund.Has("at"), "at", "must be the time of the refund; leave the entry out until it is paid.");
            refunds.Add(new RefundRecord(new Money(amount ?? 0m, currency), at ?? default, refund.Text("reference", 128)));
        }

        return [.. refunds.OrderBy(refund => refund.At)];
    }

    private static OrderContact ReadContact(OrderRow row)
    {
        if (row.Object("contact", ContactMembers) is not { } contact)
            return new OrderContact();
        var text = contact.Text("query_password_hash", 200);
        if (!QueryPasswordHash.TryParse(text, out var password) && text is not null)
            contact.Wrong("query_password_hash", "must be pbkdf2-sha256$ITERATIONS$SALT$HASH as docs/orders-file.md says; never the password itself.");
        return new OrderContact(contact.Text("email", LongestContact), contact.Text("phone", 32), contact.Text("other", LongestContact), password);
    }

    private static OrderBuyer ReadBuyer(OrderRow row)
    {
        if (row.Object("buyer", BuyerMembers) is not { } buyer)
            return OrderBuyer.Unknown;
        var telegram = buyer.Text("telegram_user_id", 19);
        long number = 0;
        buyer.Require(
            telegram is null || (telegram.All(char.IsAsciiDigit) && long.TryParse(telegram, CultureInfo.InvariantCulture, out number)),
            "telegram_user_id", "must be Telegram's numeric user id as text, such as \"123456789\".");
        return new OrderBuyer(telegram is null ? null : number, buyer.Text("web_user_id", 128), buyer.Text("shop_user_id", 128));
    }

    private static ImmutableArray<CodeTail> ReadTails(OrderRow row)
    {
        var tails = ImmutableArray.CreateBuilder<CodeTail>();
        foreach (var (name, value) in row.List("code_tails", MostTails))
        {
            if (value.ValueKind == JsonValueKind.String && CodeTail.TryCreate(value.GetString(), out var tail))
                tails.Add(tail);
            else
                row.Wrong(name, "must be the last four letters or digits of the code; never write a whole code here.");
        }

        return tails.DrainToImmutable();
    }

    private static bool? DefaultStandard(ProductKind type) => type == ProductKind.Unknown ? null : !type.IsNeverStandard();

    private string? Pooled(string? text)
    {
        if (text is null)
            return null;
        if (_pool.TryGetValue(text, out var shared))
            return shared;
        // Beyond this the texts are not shared anyway, and the pool would only cost.
        if (_pool.Count < 10_000)
            _pool.Add(text, text);
        return text;
    }
}
