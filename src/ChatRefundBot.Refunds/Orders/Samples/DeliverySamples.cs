namespace ChatRefundBot.Refunds.Orders.Samples;

/// <summary>Orders for "not received" (R20-R29) and for top-ups that did not arrive (R70-R73).</summary>
internal static class DeliverySamples
{
    public static IEnumerable<SampleOrder> NotReceived(SampleKit kit)
    {
        yield return SampleKit.Sample("YK9SAQREC4WK0013", ["R24", "R23"], SampleKit.Undelivered(kit.Code("《星渊战纪》点卡 100元", 100m), kit.Ago(hours: 26), 60),
            "承诺 1 小时，26 小时仍未发货", "promised 1 h, nothing after 26 h", "没收到 → 退款（R24）或 继续等（R23）", "Not received → Refund (R24) or Keep waiting (R23)");
        yield return SampleKit.Sample("860480619392730014", ["R22"], SampleKit.Undelivered(kit.Code("《霜原旅人》点卡 30元", 30m), kit.Ago(minutes: 10), 720),
            "承诺 12 小时内发货，时间未到", "promised within 12 h, not due yet", "没收到", "Not received");
        yield return SampleKit.Sample("YKL2SFR2NH5D0015", ["R20"],
            SampleKit.Undelivered(kit.Code("松果文档家庭版激活码", 99m, ProductKind.SoftwareKey), kit.Ago(minutes: 20), 720) with { Abnormal = true },
            "付款后订单异常，未发货", "order failed after payment, nothing delivered", "没收到", "Not received");
        yield return SampleKit.Sample("868064926526440016", ["R20"],
            SampleKit.Undelivered(kit.Code("云杉商城礼品卡 200元", 200m, ProductKind.GiftCard), kit.Ago(minutes: 15), 720) with { Stock = false },
            "付款后缺货，未发货", "out of stock after payment, nothing delivered", "没收到", "Not received");
        yield return SampleKit.Sample("YKHC8J4EZEGQ0017", ["R21"], Part(kit.Code("《铁羽长空》点卡 20元 ×5", 100m), kit.Ago(hours: 3), 60, 5, 3),
            "买 5 张到 3 张，已超时；应退 40.00", "3 of 5 delivered, late; 40.00 is due", "没收到", "Not received");
        yield return SampleKit.Sample("863313546804510018", ["R21"], Part(kit.Code("《墨海行舟》点卡 35元 ×3", 100m), kit.Ago(minutes: 30), 720, 3, 1) with { Abnormal = true, PromisedFace = 35m },
            "买 3 张到 1 张，订单异常；应退 66.67", "1 of 3 delivered, order failed; 66.67 is due", "没收到", "Not received");
        yield return SampleKit.Sample("YK4Q9NFMQUAR0019", ["R22"], Part(kit.Code("《星渊战纪》点卡 10元 ×4", 40m), kit.Ago(minutes: 15), 720, 4, 2),
            "买 4 张到 2 张，时间未到", "2 of 4 delivered, not due yet", "没收到", "Not received");
        yield return SampleKit.Sample("861747750676230020", ["R25"], Late(kit.Code("《霜原旅人》点卡 100元", 100m), kit),
            "迟到 23 小时，未使用", "delivered 23 h late, unused", "没收到/超时", "Not received/late");
        yield return SampleKit.Sample("YKYQNU3FMEJR0021", ["R26"],
            Late(kit.Code("《霜原旅人》点卡 200元", 200m), kit) with { RevealedAt = kit.Ago(minutes: 50), Usage = UsageState.UsedAfter, Redeemer = Redeemer.Buyer },
            "迟到 23 小时，后来已使用", "delivered 23 h late, used since", "没收到/超时", "Not received/late");
        yield return SampleKit.Sample("860859706108240022", ["R27"], Late(kit.Code("听澜音乐年卡兑换码", 158m, ProductKind.MembershipCode), kit) with { Usage = UsageState.Unknown },
            "迟到 23 小时，查不到是否已用", "delivered 23 h late, use cannot be found out", "没收到/超时", "Not received/late");
        yield return SampleKit.Sample("YK5WXVFT7MPV0023", ["R28"], kit.Code("《铁羽长空》点卡 50元", 50m),
            "按时发货，买家从未查看", "delivered in time, never viewed", "没收到", "Not received");
        yield return SampleKit.Sample("869105711461280024", ["R29"], kit.Code("《铁羽长空》点卡 30元", 30m) with { RevealedAt = kit.Ago(minutes: 4) },
            "按时发货，已有查看记录", "delivered in time, viewed", "没收到", "Not received");
        yield return SampleKit.Sample("YKAFNKJ83SCY0025", ["R13"], SampleKit.Undelivered(kit.Code("云杉商城礼品卡 800元", 800m, ProductKind.GiftCard), kit.Ago(hours: 24), 60),
            "800 元，24 小时未发货；建议为 R24", "800 yuan, nothing after 24 h; advice R24", "没收到 → 退款", "Not received → Refund");
    }

    public static IEnumerable<SampleOrder> Topups(SampleKit kit)
    {
        yield return SampleKit.Sample("868447201032840046", ["R70"],
            kit.Topup("《星渊战纪》1000 星尘直充", 100m, ProductKind.DirectTopup, "star_77120934") with
            {
                PaidAt = kit.Ago(hours: 3),
                TopupStatus = TopupStatus.Failed,
                Fulfilled = false,
            },
            "供应商返回充值失败", "the provider says it failed", "直充未到账", "Top-up missing");
        yield return SampleKit.Sample("YKKZJ3QPWH480047", ["R71"], kit.Topup("话费直充 100元", 99.5m, ProductKind.PhoneCredit, "19900001122"),
            "话费处理中，承诺 24 小时，未超时", "phone credit processing, promised 24 h, in time", "直充未到账", "Top-up missing");
        yield return SampleKit.Sample("866182359366340048", ["R72"],
            kit.Topup("蓝鲸影音年费会员直充", 178m, ProductKind.MembershipTopup, "blue_whale_5521") with { PaidAt = kit.Ago(hours: 5), PromisedMinutes = 60 },
            "会员直充处理中，已超时", "membership top-up processing, late", "直充未到账", "Top-up missing");
        yield return SampleKit.Sample("YKCGYDMKDPN50049", ["R10", "R11", "R73"],
            SampleKit.Sent(kit.Topup("《墨海行舟》300 墨玉直充", 30m, ProductKind.DirectTopup, "mohai_334120"), kit.Ago(hours: 1)),
            "供应商称成功，买家称未到账", "the provider says success, the buyer denies it", "直充未到账，发两张截图（R73）", "Top-up missing, two pictures (R73)");
        yield return SampleKit.Sample("865623866433980050", ["R10", "R11", "R73"],
            kit.Topup("听澜音乐会员直充 3个月", 45m, ProductKind.MembershipTopup, "tinglan_90817") with
            {
                PaidAt = kit.Ago(hours: 5),
                PromisedMinutes = 60,
                TopupStatus = TopupStatus.Unknown,
            },
            "充值状态查不到", "the state of the top-up cannot be found out", "直充未到账，发两张截图（R73）", "Top-up missing, two pictures (R73)");
    }

    private static Order Part(Order order, DateTimeOffset paidAt, int promisedMinutes, int quantity, int delivered) =>
        SampleKit.Undelivered(order, paidAt, promisedMinutes) with
        {
            Quantity = quantity,
            UnitsDelivered = delivered,
            Fulfilled = true,
            Usage = UsageState.Unused,
            PromisedFace = order.PromisedFace / quantity,
        };

    private static Order Late(Order order, SampleKit kit) => order with { PaidAt = kit.Ago(hours: 25), DeliveredAt = kit.Ago(hours: 1) };
}
