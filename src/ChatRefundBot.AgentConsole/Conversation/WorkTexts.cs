using ChatRefundBot.AgentConsole.Layout;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.Handoff.Acts;

namespace ChatRefundBot.AgentConsole.Conversation;

/// <summary>Texts of the screen on which a conversation is worked on.</summary>
internal static class WorkTexts
{
    public static readonly Phrase Conversation = new("对话", "Conversation");
    public static readonly Phrase NotFound = new("找不到这个对话。", "There is no such conversation.");
    public static readonly Phrase Back = new("返回队列", "Back to the queue");
    public static readonly Phrase Take = new("接手", "Take");
    public static readonly Phrase TakeOver = new("接管对话", "Take the conversation over");
    public static readonly Phrase Buyer = new("买家", "Buyer");
    public static readonly Phrase Bot = new("机器人", "Bot");
    public static readonly Phrase Earlier = new("显示更早的消息", "Show earlier messages");
    public static readonly Phrase Reply = new("回复买家", "Reply to the buyer");
    public static readonly Phrase Note = new("内部备注", "Internal note");
    public static readonly Phrase NoteHint = new("只有同事能看到", "Only colleagues see it");
    public static readonly Phrase Send = new("发送", "Send");
    public static readonly Phrase SendHint = new("Ctrl+Enter 发送", "Ctrl+Enter sends");
    public static readonly Phrase SaveNote = new("保存备注", "Save the note");
    public static readonly Phrase Canned = new("常用回复", "Ready answers");
    public static readonly Phrase Attach = new("附图片", "Attach a picture");
    public static readonly Phrase OnlyOwner = new("只有接手的人可以回复。", "Only whoever has taken it can reply.");
    public static readonly Phrase OwnerIs = new("正由 {0} 处理，只有 TA 可以回复。", "{0} has it; only they can reply.");
    public static readonly Phrase WithBot = new("机器人正在接待。", "The bot is serving.");
    public static readonly Phrase AlsoHere = new("也在看：{0}", "Also here: {0}");
    public static readonly Phrase Writes = new("{0} 正在写", "{0} is writing");
    public static readonly Phrase OnItsWay = new("发送中", "on its way");
    public static readonly Phrase Sent = new("已送出", "sent");
    public static readonly Phrase Meanwhile = new("断线期间", "While you were away");
    public static readonly Phrase MeanwhileNone = new("连接已恢复，断线期间没有新消息。", "You are back; nothing was said meanwhile.");
    public static readonly Phrase MeanwhileSome = new("连接已恢复，断线期间有 {0} 条新消息，请先看过。", "You are back; {0} new lines came meanwhile. Look at them first.");
    public static readonly Phrase SeenThem = new("看过了", "I have seen them");
    public static readonly Phrase Edited = new("已修改，原文：", "Edited; it was: ");
    public static readonly Phrase Picture = new("图片", "Picture");
    public static readonly Phrase File = new("文件", "File");
    public static readonly Phrase NotTaken = new("未收下", "not taken");

    public static readonly Phrase Finish = new("结束处理", "Finish");
    public static readonly Phrase HandBack = new("交还机器人", "Give back to the bot");
    public static readonly Phrase ResumeVerdict = new("问题已答复，请买家评价", "Answered; ask the buyer to rate it");
    public static readonly Phrase ResumeContinue = new("从刚才的步骤继续", "Go on where the bot stopped");
    public static readonly Phrase ResumeOver = new("重新开始", "Start over");
    public static readonly Phrase Release = new("放回队列", "Back to the queue");
    public static readonly Phrase Transfer = new("转给同事", "Pass to a colleague");
    public static readonly Phrase Requeue = new("收回到队列", "Take it back to the queue");
    public static readonly Phrase Resolve = new("处理完毕", "Done");
    public static readonly Phrase WhyOptional = new("说明（给同事看）", "Why (for colleagues)");
    public static readonly Phrase ToWhom = new("转给谁", "To whom");
    public static readonly Phrase Done = new("已完成。", "Done.");

    public static readonly Phrase CaseTitle = new("案件", "Case");
    public static readonly Phrase NoCase = new("还没有立案。", "No case has been opened yet.");
    public static readonly Phrase OrderTitle = new("订单", "Order");
    public static readonly Phrase NoOrder = new("订单系统里没有，或暂时查不到。", "Not in the order system, or it does not answer.");
    public static readonly Phrase Proof = new("依据", "Proof");
    public static readonly Phrase Evidence = new("证据", "Evidence");
    public static readonly Phrase NoEvidence = new("没有截图。", "No pictures.");
    public static readonly Phrase History = new("内部记录", "Internal record");
    public static readonly Phrase ZoomIn = new("放大", "Zoom in");
    public static readonly Phrase ZoomOut = new("缩小", "Zoom out");
    public static readonly Phrase Rotate = new("旋转", "Rotate");
    public static readonly Phrase Fact = new("事实", "Fact");
    public static readonly Phrase Value = new("值", "Value");
    public static readonly Phrase Supplier = new("来源", "From");

    public static Phrase Of(ConversationMode mode) => mode switch
    {
        ConversationMode.Bot => new("机器人接待", "With the bot"),
        ConversationMode.Queued => new("排队中", "In the queue"),
        ConversationMode.Offered => new("正在询问客服", "Offered to an agent"),
        ConversationMode.Agent => new("客服接待", "With an agent"),
        _ => new("已结束", "Closed"),
    };

    public static Phrase Of(DeskLineKind kind) => kind switch
    {
        DeskLineKind.Note => new("备注", "Note"),
        DeskLineKind.Claimed => new("接手", "Taken"),
        DeskLineKind.Offered => new("询问", "Offered"),
        DeskLineKind.Passed => new("未接", "Passed"),
        DeskLineKind.Released => new("放回队列", "Back in the queue"),
        DeskLineKind.LeaseEnded => new("客服离线过久，自动放回队列", "Agent not seen for too long; back in the queue"),
        DeskLineKind.Transferred => new("转交", "Passed on"),
        DeskLineKind.Requeued => new("主管收回", "Taken back by a supervisor"),
        DeskLineKind.HandedBack => new("交还机器人", "Given back to the bot"),
        DeskLineKind.Resolved => new("处理完毕", "Done"),
        DeskLineKind.Decided => new("决定", "Decided"),
        DeskLineKind.Payout => new("打款", "Payout"),
        DeskLineKind.Rated => new("买家评价", "Rated by the buyer"),
        _ => new("记录", "Line"),
    };

    /// <summary>Why an act was refused, and what to do.</summary>
    public static string Say(Look look, ActResult result) => result switch
    {
        ActResult.Refused { Owner: { } owner } => string.Format(null, look[new("没有执行：现在由 {0} 处理。", "Not done: {0} has it now.")], owner.Name),
        ActResult.Refused refused => look[CodeOf(refused.Code)],
        ActResult.Pending => look[new("已保存，稍后生效。", "Stored; it takes effect in a moment.")],
        ActResult.TooLarge => look[new("内容太长，请分几次发送。", "That is too long; send it in parts.")],
        _ => "",
    };

    private static Phrase CodeOf(string code) => code switch
    {
        ActCodes.NotOwner => new("没有执行：它不在您手上。", "Not done: it is not in your hands."),
        ActCodes.OldEpoch => new("没有执行：它已换过人，请重新查看。", "Not done: it has changed hands since; look again."),
        ActCodes.Gone => new("没有执行：它已处理完或已撤回。", "Not done: it is finished or withdrawn."),
        ActCodes.Empty => new("请先填写内容。", "Write something first."),
        ActCodes.Failed => new("执行失败，请再试一次；若仍失败请告诉管理员。", "It failed. Try again; if it fails again, tell an administrator."),
        ActCodes.WrongKind => new("这类案件不能这样处理。", "That is not possible for this kind of ticket."),
        "reason-needed" => new("与建议不同的决定需要写明理由。", "A decision other than the proposal needs a reason."),
        "over-paid" => new("金额超过了还能退的数目。", "The amount is above what can still be refunded."),
        "bad-amount" => new("金额不对：须大于 0，最多两位小数。", "That amount is not right: above 0, two decimals at most."),
        "orders-away" => new("订单系统没有回应，请稍后再试。", "The order system does not answer; try again in a moment."),
        "no-case" => new("还没有立案，不能决定。", "There is no case yet to decide."),
        "already-decided" => new("这个案件已经有决定了。", "This case has been decided already."),
        "verdict-changed" => new("结论已更新，请看过新的结论再决定。", "There is a newer verdict; look at it, then decide."),
        "nothing-proposed" => new("没有建议可以同意，请自己决定。", "There is no proposal to agree to; decide yourself."),
        "other-case-open" => new("这个订单已有另一个处理中的案件。", "The order has another open case by now."),
        "unknown-kind" => new("请选择至少一项还没有收到的材料。", "Choose at least one kind of evidence that is not there yet."),
        "not-in-progress" => new("买家正在办别的事，请接管对话后再要。", "The buyer is at something else; take the conversation over and ask there."),
        "no-payout" => new("没有等待登记的打款。", "There is no payout waiting for this."),
        "reference-needed" => new("请填写支付单号，或失败原因。", "Enter the payment number, or why it failed."),
        "unknown-evidence" => new("有一张图片不属于这个案件。", "One of the pictures does not belong to this case."),
        _ => new("没有执行。", "Not done."),
    };
}
