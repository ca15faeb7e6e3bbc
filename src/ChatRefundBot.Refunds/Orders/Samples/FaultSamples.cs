namespace ChatRefundBot.Refunds.Orders.Samples;

/// <summary>Orders for codes that do not work (R09, R30-R39) and for goods other than described (R40-R43).</summary>
internal static class FaultSamples
{
    public static IEnumerable<SampleOrder> Invalid(SampleKit kit)
    {
        yield return SampleKit.Sample("869536855489720026", ["R30", "R31"], Viewed(kit, "《星渊战纪》点卡 100元", 100m) with { Usage = UsageState.UsedBefore, Redeemer = Redeemer.Other },
            "发货前已被兑换，有库存", "redeemed before delivery, stock at hand", "无效 → 接受补发（R30）或 要退款（R31）", "Invalid code → Accept (R30) or Refund instead (R31)");
        yield return SampleKit.Sample("YKNF536KH67R0027", ["R31"],
            Viewed(kit, "松果剪辑专业版激活码", 268m, ProductKind.SoftwareKey) with { Usage = UsageState.Dead, Stock = false },
            "卡密本身已失效，无库存", "a dead code, no stock", "无效", "Invalid code");
        yield return SampleKit.Sample("863006352238680028", ["R32"], Viewed(kit, "《霜原旅人》点卡 100元", 100m) with { Usage = UsageState.UsedAfter, Redeemer = Redeemer.Buyer },
            "发货后由买家账号兑换", "redeemed after delivery by the buyer's account", "无效", "Invalid code");
        yield return SampleKit.Sample("YKDM4EF4HSPP0029", ["R33"], Viewed(kit, "《霜原旅人》点卡 50元", 50m) with { Usage = UsageState.UsedAfter, Redeemer = Redeemer.Other },
            "发货后被他人账号兑换", "redeemed after delivery by another account", "无效", "Invalid code");
        yield return SampleKit.Sample("869510227934120030", ["R34"],
            SampleKit.DeliveredAt(Viewed(kit, "《铁羽长空》点卡 100元", 100m), kit.Ago(days: 9)) with { RevealedAt = kit.Ago(days: 8), Usage = UsageState.Unknown },
            "发货 9 天后才报无效（与描述不符同样）", "said to be invalid 9 days after delivery (not as described: the same)", "无效", "Invalid code");
        yield return SampleKit.Sample("YKW3CRMTHLB50031", ["R10", "R11", "R36", "R37", "R38", "R39"], Viewed(kit, "《墨海行舟》点卡 100元", 100m) with { Usage = UsageState.Unknown },
            "无法激活，状态查不到，先找卖家", "cannot be activated, state unknown, the seller comes first", "无效，发一张有时间和错误代码的截图", "Invalid code, one picture with time and error code");
        yield return SampleKit.Sample("867088128282660032", ["R10", "R11", "R35"],
            Viewed(kit, "松果文档专业版激活码（仅限国内区）", 168m, ProductKind.SoftwareKey) with { Usage = UsageState.Unknown },
            "区域不符，商品页已写明", "wrong region, said on the listing", "无效 → 区域不对", "Invalid code → wrong region");
        yield return SampleKit.Sample("YKCYFG7FU4AL0033", ["R10", "R11", "R35"],
            Viewed(kit, "松果剪辑标准版激活码", 89m, ProductKind.SoftwareKey) with { Usage = UsageState.Unknown, LimitsDisclosed = false },
            "区域不符，商品页没写", "wrong region, not said on the listing", "无效 → 区域不对", "Invalid code → wrong region");
        yield return SampleKit.Sample("862120848527470034", ["R09"],
            Viewed(kit, "松果文档破解版激活码", 9.9m, ProductKind.SoftwareKey) with { Grey = GreyState.Open, ListingSnapshot = "松果文档破解版激活码，非官方授权。" },
            "公开标明的盗版，已发货", "openly pirated, delivered", "任意问题", "any claim");
        yield return SampleKit.Sample("YK7CFM8ETD470035", ["R09"],
            SampleKit.Undelivered(kit.Code("松果剪辑破解版激活码", 12m, ProductKind.SoftwareKey), kit.Ago(hours: 3), 60) with { Grey = GreyState.Open, ListingSnapshot = "松果剪辑破解版激活码，非官方授权。" },
            "公开标明的盗版，未发货", "openly pirated, not delivered", "没收到", "Not received");
        yield return SampleKit.Sample("862078393566940036", ["R09"],
            Viewed(kit, "松果文档旗舰版激活码（正版）", 399m, ProductKind.SoftwareKey) with { Grey = GreyState.Hidden, Usage = UsageState.Dead },
            "当正版卖的盗版，已被吊销", "sold as genuine, revoked", "无效", "Invalid code");
    }

    public static IEnumerable<SampleOrder> NotAsDescribed(SampleKit kit)
    {
        yield return SampleKit.Sample("YKB79APZP9UR0037", ["R10", "R11", "R40"], Viewed(kit, "《星渊战纪》点卡 50元", 50m),
            "商品与快照一致", "the goods equal the listing", "与描述不符，截图显示面值 50", "Not as described, the picture shows a face of 50");
        yield return SampleKit.Sample("867548490010480038", ["R10", "R11", "R41"], Viewed(kit, "《铁羽长空》点卡 面值100", 95m) with { PromisedFace = 100m },
            "承诺面值 100，实际 50，未使用", "promised 100, is 50, unused", "与描述不符，截图显示面值 50", "Not as described, the picture shows a face of 50");
        yield return SampleKit.Sample("YKJBXZGHTC520039", ["R10", "R11", "R42"],
            Viewed(kit, "云杉商城礼品卡 面值100", 95m, ProductKind.GiftCard) with { PromisedFace = 100m, Usage = UsageState.UsedAfter, Redeemer = Redeemer.Buyer },
            "承诺面值 100，实际 50，已兑换；应退 47.50", "promised 100, is 50, redeemed; 47.50 is due", "与描述不符，截图显示面值 50", "Not as described, the picture shows a face of 50");
        yield return SampleKit.Sample("864422455696110040", ["R10", "R11", "R43"],
            Viewed(kit, "听澜音乐季卡兑换码", 45m, ProductKind.MembershipCode) with { Usage = UsageState.UsedAfter, Redeemer = Redeemer.Buyer },
            "发错商品且已使用", "another item was delivered and is used", "与描述不符，截图显示别的商品", "Not as described, the picture shows another item");
    }

    // Delivered half an hour ago and viewed soon after: a fault claim is never bound to the return window.
    private static Order Viewed(SampleKit kit, string name, decimal price, ProductKind type = ProductKind.CardCode) =>
        SampleKit.DeliveredAt(kit.Code(name, price, type), kit.Ago(minutes: 30)) with { RevealedAt = kit.Ago(minutes: 25) };
}
