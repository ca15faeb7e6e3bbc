using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatRefundBot.Refunds.Orders.Samples;

/// <summary>Ordinary orders of the sample shop, which each sample then bends with <c>with</c>. Times are relative to one moment.</summary>
internal sealed class SampleKit(DateTimeOffset now)
{
    private static readonly string[] Names = ["linxiaoyu", "chenmo", "zhouqing", "wuhan", "xunan", "suhe", "tangli", "luyao"];

    /// <summary>A moment before generation.</summary>
    public DateTimeOffset Ago(int days = 0, int hours = 0, int minutes = 0) => now - new TimeSpan(days, hours, minutes, 0);

    /// <summary>A card or code: paid 8 minutes ago, delivered 5 minutes ago, never viewed, unused, refundable for 2 hours.</summary>
    public Order Code(string name, decimal price, ProductKind type = ProductKind.CardCode) => Goods(name, price, type) with
    {
        PaidAt = Ago(minutes: 8),
        DeliveredAt = Ago(minutes: 5),
        UnitsDelivered = 1,
        Fulfilled = true,
        PromisedFace = type is ProductKind.CardCode or ProductKind.GiftCard ? price : null,
        ViewsLogged = true,
        Usage = UsageState.Unused,
        Voidable = true,
        Stock = true,
        NoReturnAck = true,
    };

    /// <summary>A top-up that the supplier has just been given: paid 10 minutes ago, promised within a day.</summary>
    public Order Topup(string name, decimal price, ProductKind type, string account) => Goods(name, price, type) with
    {
        PaidAt = Ago(minutes: 10),
        PromisedMinutes = 1440,
        Fulfilled = true,
        DeliveryMode = DeliveryMode.Upstream,
        PromisedFace = price,
        TopupStatus = TopupStatus.Processing,
        TargetAccount = TargetAccount.From(account),
        NoReturnAck = true,
    };

    /// <summary>Goods that are one of a kind, delivered by a person an hour ago.</summary>
    public Order OneOfAKind(string name, decimal price, ProductKind type) => Goods(name, price, type) with
    {
        PaidAt = Ago(hours: 1, minutes: 20),
        DeliveredAt = Ago(hours: 1),
        UnitsDelivered = 1,
        Fulfilled = true,
        DeliveryMode = DeliveryMode.Manual,
        NoReturnAck = true,
    };

    /// <summary>Nothing delivered yet, and the goods wait for their turn.</summary>
    public static Order Undelivered(Order order, DateTimeOffset paidAt, int promisedMinutes) => order with
    {
        PaidAt = paidAt,
        PromisedMinutes = promisedMinutes,
        DeliveredAt = null,
        UnitsDelivered = 0,
        Fulfilled = false,
        RevealedAt = null,
        Usage = null,
        Voidable = null,
    };

    /// <summary>Delivered three minutes after payment at the given moment.</summary>
    public static Order DeliveredAt(Order order, DateTimeOffset at) => order with { PaidAt = at - TimeSpan.FromMinutes(3), DeliveredAt = at };

    /// <summary>A top-up the provider finished ten minutes after payment.</summary>
    public static Order Sent(Order order, DateTimeOffset at) =>
        order with { PaidAt = at - TimeSpan.FromMinutes(10), DeliveredAt = at, UnitsDelivered = 1, TopupStatus = TopupStatus.Success };

    /// <summary>
    /// Completes an order with its number, its buyer and its note. Numbers are written out in full: one that people have seen never
    /// moves to another order. No answer is published for a foreign order.
    /// </summary>
    public static SampleOrder Sample(
        string id, string[] rules, Order order, string shows, string showsEnglish, string say, string sayEnglish, bool foreign = false)
    {
        if (!OrderId.TryParseExact(id, out var orderId))
            throw new ArgumentException($"The sample number {id} has no valid form.", nameof(id));
        var number = int.Parse(id.AsSpan(id.Length - 4), CultureInfo.InvariantCulture);
        var (contact, answer) = order.Contact.CanProveOwnership ? (order.Contact, Given(order.Contact)) : ContactOf(number);
        var done = order with
        {
            Id = orderId,
            Contact = contact,
            PaymentChannel = order.PaidState == PaidState.Paid ? (number % 2 == 0 ? "wechat" : "alipay") : null,
            PaymentTradeNo = order.PaidState == PaidState.Paid ? string.Create(CultureInfo.InvariantCulture, $"4200009900{number:D18}") : null,
            ListingSnapshot = order.ListingSnapshot ?? Listing(order),
            CodeTails = order.ProductType.IsTopup() || order.Standard != true ? [] : Tails(id, order.UnitsDelivered),
            Note = $"{string.Join(", ", rules)}: {showsEnglish}",
        };
        return new SampleOrder(done, [.. rules], foreign ? null : answer, shows, showsEnglish, say, sayEnglish);
    }

    /// <summary>A contact several orders share; its answer is the last four digits of the phone.</summary>
    public static OrderContact Phone(string phone) => new(Phone: phone);

    /// <summary>A query password and nothing else.</summary>
    public static OrderContact Password(string password) =>
        new(QueryPassword: QueryPasswordHash.Create(password, SHA256.HashData(Encoding.UTF8.GetBytes("sample shop " + password)).AsSpan(0, 16)));

    private static Order Goods(string name, decimal price, ProductKind type) => new()
    {
        Id = null!, // set by Sample, the only way out of here
        PaidState = PaidState.Paid,
        PaidAt = null,
        DeliveredAt = null,
        PromisedMinutes = 60,
        Quantity = 1,
        UnitsDelivered = 0,
        AmountPaid = Money.Yuan(price),
        Fulfilled = false,
        ProductName = name,
        ProductType = type,
        Standard = type == ProductKind.Unknown ? null : !type.IsNeverStandard(),
        DeliveryMode = DeliveryMode.Auto,
        Escrow = EscrowState.None,
        Contact = new OrderContact(),
    };

    // Each order has a buyer of its own, so that trying one order does not count as a claim of another's buyer.
    private static (OrderContact Contact, string Answer) ContactOf(int number)
    {
        var four = (((number * 137) + 1024) % 10_000).ToString("D4", CultureInfo.InvariantCulture);
        var contact = (number % 3) switch
        {
            0 => new OrderContact(Phone: $"1990000{four}"),
            1 => new OrderContact(Email: $"{Names[number % Names.Length]}{four}@mail.example"),
            _ => new OrderContact(Other: $"QQ8801{four}"),
        };
        return (contact, four);
    }

    private static string Given(OrderContact contact) => contact.Phone is { } phone ? phone[^4..] : SampleShop.QueryPassword;

    private static string Listing(Order order) => string.Create(
        CultureInfo.InvariantCulture,
        $"{order.ProductName}。承诺 {order.PromisedMinutes} 分钟内发货。未使用且发货后 {order.WindowMinutes} 分钟内可申请退款；无法使用请提供带时间和错误代码的截图。");

    private static ImmutableArray<CodeTail> Tails(string id, int units)
    {
        var tails = ImmutableArray.CreateBuilder<CodeTail>(units);
        for (var unit = 0; unit < units; unit++)
        {
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}/{unit}")));
            if (CodeTail.TryCreate(Convert.ToHexString(digest, 0, 2), out var tail))
                tails.Add(tail);
        }

        return tails.DrainToImmutable();
    }
}
