using System.Globalization;

namespace ChatRefundBot.Refunds.Orders.Samples;

/// <summary>Orders that a rule for all claims decides (R04-R14), and orders about who asks.</summary>
internal static class SpecialSamples
{
    private const string SharedPhone = "19900008642";

    public static IEnumerable<SampleOrder> ByPerson(SampleKit kit)
    {
        yield return SampleKit.Sample("YKNA9E5LV2QR0051", ["R12"], kit.OneOfAKind("《星渊战纪》满级账号", 320m, ProductKind.GameAccount),
            "游戏账号，非标品", "a game account, non-standard", "其他；说别的问题会先要截图（R10、R11）", "Other; any other claim asks for pictures first (R10, R11)");
        yield return SampleKit.Sample("866397180342080052", ["R12"], kit.OneOfAKind("蓝鲸影音四人合租号 1个月", 12m, ProductKind.MembershipAccount),
            "合租账号，非标品", "a shared membership account, non-standard", "其他；说别的问题会先要截图（R10、R11）", "Other; any other claim asks for pictures first (R10, R11)");
        yield return SampleKit.Sample("YKR3Q26KAJAV0053", ["R12"], kit.OneOfAKind("松果文档企业定制激活码", 450m, ProductKind.CustomKey),
            "定制激活码，非标品", "a custom-made key, non-standard", "其他；说别的问题会先要截图（R10、R11）", "Other; any other claim asks for pictures first (R10, R11)");
        yield return SampleKit.Sample("860200536634440054", ["R12"], kit.OneOfAKind("《铁羽长空》段位代练", 88m, ProductKind.Service),
            "代练服务，非标品", "a service by a person, non-standard", "其他；说别的问题会先要截图（R10、R11）", "Other; any other claim asks for pictures first (R10, R11)");
        yield return SampleKit.Sample("YKQYE48GDGT50055", ["R12"], kit.OneOfAKind("神秘福袋", 39m, ProductKind.Unknown),
            "商品类型不明，先问再转人工", "type unknown: asked, then a person", "其他", "Other");
        yield return SampleKit.Sample("YKF9JGUWB5ZY0073", ["R12"], kit.Code("松果文档二手激活码", 60m, ProductKind.SoftwareKey) with { Standard = false },
            "激活码但被标为非标品", "a key marked as non-standard", "其他", "Other");
        yield return SampleKit.Sample("865197116049380072", ["R13"], kit.Code("松果设计套装激活码", 899m, ProductKind.SoftwareKey),
            "899 元，未使用；建议为 R61", "899 yuan, unused; advice R61", "没用想退", "Unused, want refund");
    }

    public static IEnumerable<SampleOrder> ByOrder(SampleKit kit)
    {
        const string promise = "《墨海行舟》点卡 100元，支持无条件退款！";
        var promised = kit.Code("《墨海行舟》点卡 100元", 100m) with { PromiseUnconditional = true, ListingSnapshot = promise };
        yield return SampleKit.Sample("868129689411590056", ["R14"], SampleKit.DeliveredAt(promised, kit.Ago(days: 2)),
            "商品页承诺无条件退款，未使用，第 2 天", "the listing promised an unconditional refund, unused, day 2", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("YK9EEJFB36JK0057", ["R14"],
            SampleKit.DeliveredAt(promised, kit.Ago(days: 2)) with { RevealedAt = kit.Ago(days: 1), Usage = UsageState.UsedAfter, Redeemer = Redeemer.Buyer },
            "承诺无条件退款，但已使用", "promised an unconditional refund, used", "没用想退", "Unused, want refund");
        var refunded = SampleKit.DeliveredAt(kit.Code("《霜原旅人》点卡 100元", 100m), kit.Ago(days: 2));
        yield return SampleKit.Sample("860031664449100058", ["R04"],
            refunded with { Refunds = [new RefundRecord(Money.Yuan(100m), kit.Ago(days: 1), "SAMPLE-REFUND-0058")] },
            "已全额退款", "fully refunded already", "任意问题", "any claim");
        yield return SampleKit.Sample("YKSEAUSN96EX0059", ["R61"],
            kit.Code("《星渊战纪》点卡 100元 ×2", 200m) with
            {
                Quantity = 2,
                UnitsDelivered = 2,
                PromisedFace = 100m,
                Refunds = [new RefundRecord(Money.Yuan(80m), kit.Ago(minutes: 2), "SAMPLE-REFUND-0059")],
            },
            "已退 80.00，剩余 120.00 可申请", "80.00 refunded, 120.00 left", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("860578376117410060", ["R06"], Unpaid(kit, "《铁羽长空》点卡 60元") with { PaidState = PaidState.Unpaid },
            "未付款", "not paid", "任意问题；出示付款凭证则转人工", "any claim; with a receipt a person looks");
        yield return SampleKit.Sample("YKNERM5GDMNF0061", ["R06"], Unpaid(kit, "《墨海行舟》点卡 60元") with { PaidState = PaidState.Expired },
            "订单已过期", "expired", "任意问题；出示付款凭证则转人工", "any claim; with a receipt a person looks");
        yield return SampleKit.Sample("867624432774430062", ["R24", "R23"],
            SampleKit.Undelivered(kit.Code("《霜原旅人》点卡 300元", 300m), kit.Ago(hours: 20), 60) with { Escrow = EscrowState.Held },
            "担保交易，款在平台，超时未发货；提示勿确认收货", "in escrow, late; the buyer is told not to confirm receipt", "没收到 → 退款（R24）或 继续等（R23）", "Not received → Refund (R24) or Keep waiting (R23)");
        yield return SampleKit.Sample("YK2AKXWTHEW40071", ["R61"], kit.Code("Starforge Gift Card 20 USD", 20m, ProductKind.GiftCard) with { AmountPaid = new Money(20m, "USD") },
            "美元订单", "an order in US dollars", "没用想退", "Unused, want refund");
    }

    public static IEnumerable<SampleOrder> ByBuyer(SampleKit kit)
    {
        yield return SampleKit.Sample("YK4TVJXJZ5ZC0063", ["R61"], kit.Code("听澜音乐月卡兑换码", 15m, ProductKind.MembershipCode) with { Contact = SampleKit.Password(SampleShop.QueryPassword) },
            "只设了查询密码", "only a query password was set", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("YKTNMLXXNLEF0065", ["G5"], kit.Code("《星渊战纪》点卡 100元", 100m),
            "他人的订单（16 位）", "someone else's (16 characters)", "任何回答都不通过", "no answer is accepted", foreign: true);
        yield return SampleKit.Sample("866221778363410064", ["G5"], kit.Code("云杉商城礼品卡 100元", 100m, ProductKind.GiftCard),
            "他人的订单（18 位）", "someone else's (18 digits)", "任何回答都不通过", "no answer is accepted", foreign: true);
        yield return SampleKit.Sample("867717398547790066", ["R61"],
            kit.Code("《铁羽长空》点卡 100元", 100m) with { Buyer = new OrderBuyer(100_200_300, "sample-widget-user", "sample-buyer") },
            "已绑定 Telegram、网页和商城账号，无需再验证", "bound to a Telegram, widget and shop user; no further proof", "没用想退", "Unused, want refund");
        foreach (var (id, price) in new[] { ("YKGPKX78ZA3A0067", 10m), ("862516648405150068", 20m), ("YKYN3FCCAR3J0069", 30m), ("862434129733490070", 40m) })
        {
            yield return SampleKit.Sample(id, ["R61", "R07"], kit.Code(string.Create(CultureInfo.InvariantCulture, $"《霜原旅人》点卡 {price:0}元"), price) with { Contact = SampleKit.Phone(SharedPhone) },
                "同一买家的四笔订单之一：第 4 笔申请为 R07", "one of four orders of one buyer: the 4th claim is R07", "没用想退", "Unused, want refund");
        }
    }

    private static Order Unpaid(SampleKit kit, string name) => SampleKit.Undelivered(kit.Code(name, 60m), kit.Ago(), 60) with { PaidAt = null };
}
