namespace ChatRefundBot.Refunds.Policy;

/// <summary>
/// The provisions that texts may cite, and no others: one key per article, so that a text names the article it means. Their wording is
/// under <c>law.KEY</c>.
/// </summary>
public static class LegalBasis
{
    /// <summary>
    /// ECL: 电子商务法; CRPL: 消费者权益保护法 (CRPL-26 with 民法典 496-498); CRPL-IR: its 实施条例; PIPL: 个人信息保护法; SERVICE-STD:
    /// GB/T 47746-2026; 12315: 市场监督管理投诉举报处理办法; WXPAY: WeChat Pay's complaint rules; DELAY-15: 侵害消费者权益行为处罚办法;
    /// SUE: no law, an advice.
    /// </summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "ECL-17", "ECL-20", "ECL-38", "ECL-49", "ECL-50", "ECL-51", "ECL-57", "ECL-59", "ECL-60", "ECL-62",
        "CRPL-24", "CRPL-25", "CRPL-26", "CRPL-55", "CRPL-IR-18", "PIPL-24", "SERVICE-STD", "12315", "WXPAY", "DELAY-15", "SUE",
    ];
}
