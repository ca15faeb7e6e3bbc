namespace ChatRefundBot.Refunds.Orders.Samples;

/// <summary>Orders for "unused, I want my money back" (R60-R65) and for the wrong product (R50-R54).</summary>
internal static class UnusedSamples
{
    public static IEnumerable<SampleOrder> Unused(SampleKit kit)
    {
        yield return SampleKit.Sample("YKATF7HUVMJJ0001", ["R61"], kit.Code("《星渊战纪》点卡 100元", 100m),
            "未使用、未查看，刚发货", "unused, never viewed, just delivered", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("863341846544930002", ["R61"], kit.Code("云杉商城礼品卡 500元", 500m, ProductKind.GiftCard),
            "金额正好 500.00，未使用", "exactly 500.00, unused", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("YKM38KJZS5MK0003", ["R61"], kit.Code("《墨海行舟》月卡卡密", 30m) with { RevealedAt = kit.Ago(minutes: 4) },
            "已查看、未使用，供应商可作废", "viewed, unused, the provider can void it", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("860275649580010004", ["R61"],
            SampleKit.DeliveredAt(kit.Code("蓝鲸影音会员月卡兑换码", 25m, ProductKind.MembershipCode) with { WindowMinutes = 10_080 }, kit.Ago(days: 1)),
            "退款期 7 天的商品，昨天发货", "a product with a window of 7 days, delivered yesterday", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("YKJBFGY2UFVZ0005", ["R62"],
            kit.Code("松果文档专业版激活码", 168m, ProductKind.SoftwareKey) with { RevealedAt = kit.Ago(minutes: 4), Voidable = false },
            "已查看、未使用，不能作废", "viewed, unused, cannot be voided", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("860111988631070006", ["R60"], Used(kit.Code("松果剪辑标准版激活码", 89m, ProductKind.SoftwareKey), kit, Redeemer.Buyer),
            "自称未用，记录显示本人账号已激活", "said to be unused, activated by the buyer's account", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("YKZ8ZBPBNXZS0007", ["R60"], Used(kit.Code("《霜原旅人》点卡 50元", 50m), kit, Redeemer.Other),
            "自称未用，被他人账号兑换", "said to be unused, redeemed by another account", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("867312244360360008", ["R63"], SampleKit.DeliveredAt(kit.Code("《星渊战纪》点卡 200元", 200m) with { NoReturnAck = false }, kit.Ago(days: 3)),
            "第 3 天，购买时未勾选“不支持退货”", "day 3, no tick at purchase", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("YKUZKMW8AWGV0009", ["R64"], SampleKit.DeliveredAt(kit.Code("《星渊战纪》点卡 50元", 50m), kit.Ago(days: 3)),
            "第 3 天，购买时已勾选确认", "day 3, ticked at purchase", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("868215182235270010", ["R64"], SampleKit.DeliveredAt(kit.Code("听澜音乐季卡兑换码", 45m, ProductKind.MembershipCode) with { NoReturnAck = false }, kit.Ago(days: 9)),
            "未勾选，但已过第 7 天", "no tick, and the 7th day is over", "没用想退", "Unused, want refund");
        yield return SampleKit.Sample("YKSRGW744ECP0011", ["R10", "R11", "R65"], kit.Code("《铁羽长空》点卡 100元", 100m) with { Usage = UsageState.Unknown, RevealedAt = kit.Ago(minutes: 3) },
            "供应商查不到是否已用，需要发行方页面截图", "the provider cannot tell whether it is used; the issuer's page is asked for",
            "没用想退；先发截图（R65）或点“我没有这项”（R11）", "Unused; send a picture (R65) or say you do not have it (R11)");
        yield return SampleKit.Sample("868519466209490012", ["R61"], kit.Code("云杉商城礼品卡 50元", 50m, ProductKind.GiftCard) with { Usage = null },
            "系统没有使用记录，会询问买家", "no record of use, so the buyer is asked", "没用想退 → 未使用", "Unused, want refund → No");
    }

    public static IEnumerable<SampleOrder> WrongProduct(SampleKit kit)
    {
        yield return SampleKit.Sample("YKFX976C9GSP0041", ["R50"],
            kit.Topup("《霜原旅人》648 晶石直充", 98m, ProductKind.DirectTopup, "frost_8821077") with { Fulfilled = false, DeliveryMode = DeliveryMode.Manual },
            "本想买卡密却买了直充，尚未处理", "a top-up bought for a code, not yet handled", "买错了", "Wrong product");
        yield return SampleKit.Sample("868796432054450042", ["R51"],
            kit.Code("《铁羽长空》大礼包（卡密/直充随机）", 128m) with { ListingClear = false, RevealedAt = kit.Ago(minutes: 3) },
            "商品页写得含糊", "the listing is ambiguous", "买错了", "Wrong product");
        yield return SampleKit.Sample("YKASAMSA8UX90043", ["R53"], kit.Code("《墨海行舟》点卡 60元", 60m),
            "本想直充却买了卡密，未查看、未使用", "a code bought for a top-up, never viewed, unused", "买错了", "Wrong product");
        yield return SampleKit.Sample("866524405173890044", ["R54"], kit.Code("《墨海行舟》点卡 30元", 30m) with { RevealedAt = kit.Ago(minutes: 4) },
            "买错了，但卡密已查看", "wrong product, code already viewed", "买错了", "Wrong product");
        yield return SampleKit.Sample("YKMKTW9S8VSP0045", ["R52"],
            SampleKit.Sent(kit.Topup("话费直充 50元", 49.8m, ProductKind.PhoneCredit, "19900005566"), kit.Ago(hours: 2)),
            "直充已成功（也可试：充错号码）", "top-up succeeded (also: sent to a mistyped number)", "买错了，或 直充未到账 → 账号填错了", "Wrong product, or Top-up missing → wrong account");
    }

    private static Order Used(Order order, SampleKit kit, Redeemer redeemer) =>
        order with { RevealedAt = kit.Ago(minutes: 4), Usage = UsageState.UsedAfter, Redeemer = redeemer };
}
