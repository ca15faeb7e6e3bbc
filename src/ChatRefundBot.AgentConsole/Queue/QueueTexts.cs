using ChatRefundBot.AgentConsole.Layout;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.AgentConsole.Queue;

/// <summary>Texts of the queue.</summary>
internal static class QueueTexts
{
    public static readonly Phrase Mine = new("我手上的", "Mine");
    public static readonly Phrase NothingMine = new("手上没有案件。", "Nothing in hand.");
    public static readonly Phrase TakeNext = new("接下一个", "Take the next one");
    public static readonly Phrase Waiting = new("排队中", "Waiting");
    public static readonly Phrase InHands = new("处理中", "In hands");
    public static readonly Phrase NothingWaits = new("现在没有人排队。", "Nobody is waiting.");
    public static readonly Phrase NoneFits = new("没有符合条件的案件。", "Nothing fits these filters.");
    public static readonly Phrase More = new("显示更多", "Show more");
    public static readonly Phrase Kind = new("种类", "Kind");
    public static readonly Phrase Priority = new("优先级", "Priority");
    public static readonly Phrase Language = new("语言", "Language");
    public static readonly Phrase All = new("全部", "All");
    public static readonly Phrase ForMe = new("只看我能接的", "Only what I may take");
    public static readonly Phrase Case = new("案件", "Case");
    public static readonly Phrase Problem = new("问题", "Problem");
    public static readonly Phrase WaitedFor = new("已等", "Waiting for");
    public static readonly Phrase Left = new("剩余时间", "Time left");
    public static readonly Phrase Overdue = new("已超时 {0}", "{0} late");
    public static readonly Phrase Take = new("接手", "Take");
    public static readonly Phrase Open = new("打开", "Open");
    public static readonly Phrase Look = new("查看", "Look");
    public static readonly Phrase Accept = new("接受", "Accept");
    public static readonly Phrase Decline = new("不接", "Pass");
    public static readonly Phrase OfferedToYou = new("请您接手", "Offered to you");
    public static readonly Phrase OfferEnds = new("{0} 秒内", "within {0} s");
    public static readonly Phrase With = new("由 {0} 处理", "with {0}");
    public static readonly Phrase AskedOf = new("正在询问 {0}", "asking {0}");
    public static readonly Phrase OnDuty = new("在线客服", "Agents online");
    public static readonly Phrase Late = new("已超时", "Overdue");
    public static readonly Phrase LastHour = new("近一小时接手", "Taken in the last hour");
    public static readonly Phrase Search = new("搜索", "Search");
    public static readonly Phrase Conversation = new("对话", "Conversation");
    public static readonly Phrase NotifyOn = new("开启桌面提醒", "Turn notifications on");
    public static readonly Phrase SoundOn = new("声音：开", "Sound: on");
    public static readonly Phrase SoundOff = new("声音：关", "Sound: off");
    public static readonly Phrase NewWork = new("有新的案件", "New work");
    public static readonly Phrase NewUrgent = new("有紧急案件", "Urgent work");

    public static Phrase Of(TicketKind kind) => kind switch
    {
        TicketKind.TakeOver => new("买家要人工", "Buyer wants a person"),
        TicketKind.Confirm => new("确认结论", "Confirm a verdict"),
        TicketKind.Attention => new("处理出错", "Something failed"),
        TicketKind.Payout => new("打款登记", "Payout"),
        _ => new("卖家答复", "Seller's answer"),
    };

    /// <summary>Why a claim did not come to anything.</summary>
    public static string Say(Look look, ClaimResult result) => result switch
    {
        ClaimResult.Taken taken => string.Format(null, look[new("已由 {0} 接手。", "{0} has it already.")], taken.By.Name),
        ClaimResult.OfferedTo offered => string.Format(null, look[new("正在询问 {0}，请稍候。", "{0} is being asked; wait a moment.")], offered.Whom.Name),
        ClaimResult.Full full => string.Format(null, look[new("超出您的工作量上限（当前 {0}/{1}，此案件占 {2}）。", "That is above your capacity (now {0}/{1}, this one takes {2}).")], full.Load, full.Capacity, full.Weight),
        ClaimResult.NotSkilled => look[new("此案件需要的语言或商品类型不在您的技能里。", "It asks for a language or product line that is not among your skills.")],
        ClaimResult.NotOnDuty => look[new("请先把状态改为在线。", "Go online first.")],
        ClaimResult.Gone => look[new("此案件已处理完或已撤回。", "It is done or withdrawn.")],
        ClaimResult.NothingToDo => look[new("没有您能接的案件。", "There is nothing that you may take.")],
        ClaimResult.NoAgent => look[new("您的账号不是客服。", "Your account is no agent's.")],
        _ => "",
    };
}
