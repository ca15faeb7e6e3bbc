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
        "unused" => ["没用", "没有用", "没使用", "没用过", "未用"],
        "used_after" => ["用了", "用过", "使用过", "已用"],
        "refund" => ["退", "退钱", "我要退款", "money back"],
        "wait" => ["等", "再等等", "i will wait"],
        _ => [],
    };
}
