namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>The words by which the tests find their way, in one language.</summary>
/// <param name="Locale">BCP 47.</param>
public sealed record Wording(string Locale)
{
    public static readonly Wording Chinese = new("zh-CN")
    {
        Launcher = "退款咨询",
        Trouble = "订单有问题？",
        AsksConsent = "您同意吗",
        Agree = "同意",
        AsksOrder = "请发送订单号",
        AsksContact = "后四位",
        AsksProduct = "对吗？",
        Yes = "对",
        AsksProblem = "遇到什么问题",
        Invalid = "无效/无法激活",
        Late = "没收到/超时",
        AsksPictures = "请发图片",
        AsksTime = "发生在什么时候",
        JustNow = "刚才",
        AsksCode = "提示原文是什么",
        AsksSubmit = "请核对",
        Submit = "确认提交",
        SellerFirst = "先请卖家核实",
        AsksSolved = "卖家给您解决了吗",
        AsksRefundOrWait = "继续等，还是退款",
        Refund = "退款",
        FullRefund = "全额退款",
        AnythingElse = "还需要什么吗",
        Human = "转人工",
        Queued = "等待期间可以继续补充",
        Reconnecting = "正在重新连接",
        Offline = "网络已断开",
        Back = "已重新连接",
        Waiting = "等待网络",
        Greeting = "我在的",
    };

    public static readonly Wording English = new("en")
    {
        Launcher = "Refund help",
        Trouble = "Something wrong?",
        AsksConsent = "Do you agree",
        Agree = "Agree",
        AsksOrder = "Please send the order ID",
        AsksContact = "last 4",
        AsksProduct = "Correct?",
        Yes = "Yes",
        AsksProblem = "What happened?",
        Invalid = "Invalid code",
        Late = "Not received/late",
        AsksPictures = "Please send pictures",
        AsksTime = "When did the failure",
        JustNow = "Just now",
        AsksCode = "What was the error code",
        AsksSubmit = "Please check",
        Submit = "Submit",
        SellerFirst = "let the seller check first",
        AsksSolved = "Did the seller solve it",
        AsksRefundOrWait = "keep waiting, or a refund",
        Refund = "Refund",
        FullRefund = "full refund",
        AnythingElse = "anything else",
        Human = "Human agent",
        Queued = "While you wait",
        Reconnecting = "reconnecting",
        Offline = "You are offline",
        Back = "Connected again",
        Waiting = "Waiting for the network",
        Greeting = "I am here",
    };

    public static Wording Of(string locale) => locale == "en" ? English : Chinese;

    public required string Launcher { get; init; }
    public required string Trouble { get; init; }
    public required string AsksConsent { get; init; }
    public required string Agree { get; init; }
    public required string AsksOrder { get; init; }
    public required string AsksContact { get; init; }
    public required string AsksProduct { get; init; }
    public required string Yes { get; init; }
    public required string AsksProblem { get; init; }
    public required string Invalid { get; init; }
    public required string Late { get; init; }
    public required string AsksPictures { get; init; }
    public required string AsksTime { get; init; }
    public required string JustNow { get; init; }
    public required string AsksCode { get; init; }
    public required string AsksSubmit { get; init; }
    public required string Submit { get; init; }
    public required string SellerFirst { get; init; }
    public required string AsksSolved { get; init; }
    public required string AsksRefundOrWait { get; init; }
    public required string Refund { get; init; }
    public required string FullRefund { get; init; }
    public required string AnythingElse { get; init; }
    public required string Human { get; init; }
    public required string Queued { get; init; }
    public required string Reconnecting { get; init; }
    public required string Offline { get; init; }
    public required string Back { get; init; }
    public required string Waiting { get; init; }
    public required string Greeting { get; init; }
}
