using ChatRefundBot.AgentConsole.Layout;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Decisions;

namespace ChatRefundBot.AgentConsole.Conversation;

/// <summary>Texts of deciding and paying.</summary>
internal static class DecisionTexts
{
    public static readonly Phrase Title = new("决定", "Decision");
    public static readonly Phrase TakeFirst = new("接手后可以决定。", "Take it to decide.");
    public static readonly Phrase Approve = new("同意建议", "As proposed");
    public static readonly Phrase Change = new("改为……", "Something else…");
    public static readonly Phrase AskMore = new("请买家补充", "Ask for more");
    public static readonly Phrase Refuse = new("不予退款", "Refuse");
    public static readonly Phrase Confirm = new("确认决定", "Decide");
    public static readonly Phrase Instead = new("改为", "Instead");
    public static readonly Phrase Amount = new("金额（元）", "Amount (yuan)");
    public static readonly Phrase WhatMore = new("需要补充", "What is needed");
    public static readonly Phrase Reason = new("理由（必填，买家可见）", "Reason (needed; the buyer reads it)");
    public static readonly Phrase ReasonOptional = new("理由（可不填，买家可见）", "Reason (may be left out; the buyer reads it)");
    public static readonly Phrase InWords = new("补充说明（买家可见）", "In your own words (the buyer reads it)");
    public static readonly Phrase Overridden = new("与建议不同", "not as proposed");
    public static readonly Phrase Judge = new("这张图片", "This picture");
    public static readonly Phrase NotJudged = new("未评价", "not judged");
    public static readonly Phrase Accepted = new("采纳", "accepted");
    public static readonly Phrase Rejected = new("不采纳：", "rejected:");
    public static readonly Phrase Reference = new("支付单号，或失败原因", "Payment number, or why it failed");
    public static readonly Phrase PaidIt = new("已打款", "Paid");
    public static readonly Phrase SentIt = new("已补发", "Sent");
    public static readonly Phrase FailedIt = new("未成功", "Failed");
    public static readonly Phrase Again = new("重新打款", "Try again");

    public static Phrase Of(RulingOutcome outcome) => outcome switch
    {
        RulingOutcome.Refund => new("退款", "Refund"),
        RulingOutcome.Reissue => new("补发", "New code"),
        _ => new("不予退款", "No refund"),
    };

    public static Phrase Of(PayoutState state) => state switch
    {
        PayoutState.Pending => new("待打款", "To be paid"),
        PayoutState.Paid => new("已打款", "Paid"),
        _ => new("打款失败", "Payment failed"),
    };
}
