using System.Globalization;
using ChatRefundBot.AgentConsole.Layout;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Refunds.Calendar;

namespace ChatRefundBot.AgentConsole.Words;

/// <summary>What codes of cases, rules and facts are called, in the reader's language; a code without wording is shown as it is.</summary>
internal sealed class CaseWords(WordingCatalog wording)
{
    private static readonly Dictionary<string, Phrase> Names = new(StringComparer.Ordinal)
    {
        ["case"] = new("案件", "Case"),
        ["order"] = new("订单", "Order"),
        ["product"] = new("商品", "Product"),
        ["type"] = new("类型", "Type"),
        ["amount"] = new("金额", "Amount"),
        ["claim"] = new("问题", "Problem"),
        ["error_time"] = new("出错时间", "Time of the failure"),
        ["evidence"] = new("已有证据", "Evidence there"),
        ["missing"] = new("缺少的证据", "Evidence missing"),
        ["outcome"] = new("初步结论", "First opinion"),
        ["rule"] = new("规则", "Rule"),
        ["advice"] = new("规则建议", "Advice of the rules"),
        ["duty"] = new("要做的事", "To do"),
        ["duties"] = new("要做的事", "To do"),
        ["usage"] = new("使用情况", "Used?"),
        ["buyer_choice"] = new("买家选择", "Buyer's choice"),
        ["accepts_reissue"] = new("接受补发", "Takes a new code"),
        ["target_ok"] = new("充值账号正确", "Account is right"),
        ["reason"] = new("原因", "Reason"),
    };

    private static readonly Dictionary<string, Phrase> Codes = new(StringComparer.Ordinal)
    {
        ["true"] = new("是", "yes"),
        ["false"] = new("否", "no"),
        ["unknown"] = new("不清楚", "not known"),
        ["unused"] = new("未使用", "not used"),
        ["used_after"] = new("发货后已使用", "used after delivery"),
        ["used_before"] = new("发货前已被使用", "used before delivery"),
        ["dead"] = new("已失效", "dead"),
        ["success"] = new("成功", "succeeded"),
        ["failed"] = new("失败", "failed"),
        ["processing"] = new("处理中", "in progress"),
        ["refund"] = new("要退款", "wants the money"),
        ["wait"] = new("愿意等", "will wait"),
    };

    /// <summary>Name of a line of a case card, or of a fact.</summary>
    public string NameOf(Look look, string name) =>
        Names.TryGetValue(name, out var phrase) ? look[phrase] : Find(look, "label." + name.Replace('_', '-')) ?? name;

    /// <summary>A value of a line of a case card.</summary>
    public string ValueOf(Look look, string name, string value) => name switch
    {
        "claim" => Claim(look, value),
        "type" => Find(look, "product_type." + value) ?? value,
        "outcome" => Outcome(look, value),
        "evidence" or "missing" => string.Join("、", value.Split(' ').Select(kind => Evidence(look, kind))),
        "duty" or "duties" => string.Join("; ", value.Split(' ').Select(duty => Find(look, "duty." + duty) ?? duty)),
        _ => Codes.TryGetValue(value, out var phrase) ? look[phrase] : value,
    };

    /// <summary>What a button is called that a buyer tapped.</summary>
    public string Button(Look look, string key) => Find(look, "button." + key) ?? Find(look, "button." + key.Replace(':', '.')) ?? key;

    public string Claim(Look look, string claim) => Find(look, "claim." + claim) ?? claim;

    public string Evidence(Look look, string kind) => Find(look, "evidence." + kind) ?? kind;

    public string Reason(Look look, string code) => (Find(look, "reason." + code) ?? Find(look, "decision.reason." + code))?.TrimEnd('.', '。') ?? code;

    /// <summary>Why a picture was rejected, as agents choose it.</summary>
    public string EvidenceReason(Look look, string code) => Find(look, "decision.evidence." + code)?.TrimEnd('.', '。') ?? code;

    /// <summary>Short word for an outcome such as <c>PARTIAL_REFUND</c>.</summary>
    public string Outcome(Look look, string outcome) => outcome.ToUpperInvariant() switch
    {
        "APPROVE" => look[new("全额退款", "Full refund")],
        "PARTIAL_REFUND" => look[new("部分退款", "Partial refund")],
        "REISSUE" => look[new("补发", "New code")],
        "WAIT" => look[new("等待", "Wait")],
        "SELLER_FIRST" => look[new("先由卖家处理", "Seller first")],
        "ASK" => look[new("补充材料", "Ask for more")],
        "REJECT" => look[new("不予退款", "No refund")],
        "ESCALATE" => look[new("人工判断", "A person decides")],
        "RESOLVED" => look[new("已解决", "Solved")],
        "LINK" => look[new("并入已有案件", "Linked")],
        "END" => look[new("结束", "Ended")],
        _ => outcome,
    };

    /// <summary>A time of the desk's clock, Asia/Shanghai, to the minute.</summary>
    public static string Time(DateTimeOffset at) => at.ToOffset(ShanghaiTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Time"/>, without the year: for what is of these days.</summary>
    public static string ShortTime(DateTimeOffset at) => at.ToOffset(ShanghaiTime.Offset).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>How long ago or how long to go, in the largest unit that says enough.</summary>
    public static string Span(Look look, TimeSpan span)
    {
        var minutes = (long)Math.Floor(Math.Abs(span.TotalMinutes));
        if (minutes < 1) return look[new("不到 1 分钟", "under a minute")];
        if (minutes < 60) return Count(minutes, new("{0} 分钟", "{0} min"));
        if (minutes < 48 * 60) return Count(minutes / 60, new("{0} 小时", "{0} h")) + (minutes % 60 > 0 && minutes < 600 ? " " + Count(minutes % 60, new("{0} 分", "{0} min")) : "");
        return Count(minutes / 1440, new("{0} 天", "{0} d"));

        string Count(long n, Phrase phrase) => string.Format(CultureInfo.InvariantCulture, look[phrase], n);
    }

    private string? Find(Look look, string key) => wording.Has(look.Language, key) ? wording.Text(look.Language, key) : null;
}
