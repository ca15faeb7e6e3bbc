using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Facts that the buyer is asked for with buttons: which words each has, worded under <c>button.FACT.WORD</c>.</summary>
internal static class FactQuestions
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        [FactCatalogue.Usage.Name] = ["unused", "used_after", "unknown"],
        [FactCatalogue.BuyerChoice.Name] = ["refund", "wait"],
        [FactCatalogue.AcceptsReissue.Name] = ["true", "false"],
        [FactCatalogue.TargetOk.Name] = ["true", "false"],
    };

    /// <summary>Every key of wording that these questions need.</summary>
    public static IEnumerable<string> WordingKeys =>
        Known.SelectMany(k => k.Value.Select(w => $"button.{k.Key}.{w}").Append($"{Texts.FactAsk}.{k.Key}.ask").Append($"{Texts.FactAsk}.{k.Key}.name"));

    public static bool CanAsk(FactDefinition fact) => Known.ContainsKey(fact.Name);

    public static IReadOnlyList<string> Words(string fact) => Known[fact];

    public static string[] Synonyms(string word) => word switch
    {
        "true" => ["是", "对", "好", "可以", "yes", "y", "ok"],
        "false" => ["否", "不", "不是", "no", "n"],
        "unknown" => ["不知道", "不确定", "i don't know", "don't know", "unsure"],
        "unused" => ["没用", "没有用", "没使用", "没用过", "没有用过", "没有使用", "没使用过", "未用", "unused", "never used", "haven't used", "have not used", "didn't use", "no", "nope"],
        "used_after" => ["用了", "用过", "用过了", "使用了", "使用过", "已用", "yes", "i used it"],
        "refund" => ["退", "退钱", "退我钱", "我要退款", "不等了", "money back", "my money"],
        "wait" => ["等", "再等等", "等等吧", "我等", "i will wait", "wait"],
        _ => [],
    };
}
