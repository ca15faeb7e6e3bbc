using System.Globalization;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Decisions;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Testing.Queue;

/// <summary>Decisions and payouts: I7, and who may.</summary>
public abstract partial class QueueContract
{
    private const string Order = "YKATF7HUVMJJ0001";

    /// <summary>A buyer whose case proposes a full refund of 100.00.</summary>
    private static async Task<ChatDriver> ProposedAsync(TestDesk desk, string id = "b")
    {
        var chat = desk.Chat("test:" + id);
        foreach (var text in new[] { Order, "同意", "1161", "是" }) await chat.SendAsync(text);
        await chat.TapAsync("UNUSED");
        return chat;
    }

    private static async Task<RefundCase> CaseAsync(ChatDriver chat)
    {
        var all = new List<RefundCase>();
        await foreach (var kept in CaseArchive.ReadAsync(chat.Desk.Store, null, null, Token)) all.Add(kept);
        return all.Last(k => k.Conversation == chat.Id.Value);
    }

    private static string Code(ActResult result) => Assert.IsType<ActResult.Refused>(result).Code;

    [Fact]
    public async Task A_reason_is_asked_for_only_when_the_proposal_is_overridden()
    {
        var desk = await DeskAsync();
        var chat = await ProposedAsync(desk);
        var agent = await desk.AgentAsync("lin");
        await agent.ClaimNextAsync();
        var id = (await CaseAsync(chat)).Id;
        Assert.Equal(DecisionCodes.ReasonNeeded, Code(await agent.DecideAsync(new AgentDecision.Refuse(id, null))));
        Assert.Equal(DecisionCodes.ReasonNeeded, Code(await agent.DecideAsync(new AgentDecision.Change(id, RulingOutcome.Refund, 60m, null))));
        Assert.Equal(DecisionCodes.ReasonNeeded, Code(await agent.DecideAsync(new AgentDecision.Refuse(id, new DecisionReason(DecisionReasons.Other)))));
        Assert.Equal(DecisionCodes.ReasonNeeded, Code(await agent.DecideAsync(new AgentDecision.Refuse(id, new DecisionReason("because")))));
        Assert.IsType<ActResult.Done>(await agent.DecideAsync(new AgentDecision.Change(id, RulingOutcome.Refund, 100m, null)));
        Assert.Equal((CaseStatus.Confirmed, false), ((await CaseAsync(chat)).Status, (await CaseAsync(chat)).Overturned));
        Assert.Equal(DecisionCodes.AlreadyDecided, await SecondAsync());

        async Task<string> SecondAsync()
        {
            await agent.HoldAsync(TicketKind.Payout);
            return Code(await agent.DecideAsync(new AgentDecision.Approve(id)));
        }
    }

    [Fact]
    public async Task What_is_refunded_never_exceeds_what_was_paid()
    {
        var desk = await DeskAsync();
        var chat = await ProposedAsync(desk);
        var agent = await desk.AgentAsync("lin");
        await agent.ClaimNextAsync();
        var first = (await CaseAsync(chat)).Id;
        foreach (var amount in new[] { 100.01m, 0m, -1m, 10.005m })
            Assert.Contains(Code(await agent.DecideAsync(new AgentDecision.Change(first, RulingOutcome.Refund, amount, new DecisionReason(DecisionReasons.Goodwill)))), new[] { DecisionCodes.OverPaid, DecisionCodes.BadAmount });
        Assert.IsType<ActResult.Done>(await agent.DecideAsync(new AgentDecision.Change(first, RulingOutcome.Refund, 60m, new DecisionReason(DecisionReasons.PartlyUsed))));
        var key = (await CaseAsync(chat)).Payout!.Key;
        await agent.HoldAsync(TicketKind.Payout);
        Assert.IsType<ActResult.Done>(await agent.ReportAsync(new PayoutReport.Paid(first, "T-1")));
        Assert.Equal((CaseStatus.Paid, key), ((await CaseAsync(chat)).Status, (await CaseAsync(chat)).Payout!.Key));

        // A second case of the same order: 40 are left.
        var again = await ProposedAsync(desk, "again");
        await agent.ClaimNextAsync();
        var second = (await CaseAsync(again)).Id;
        Assert.Equal(DecisionCodes.OverPaid, Code(await agent.DecideAsync(new AgentDecision.Approve(second))));
        Assert.Equal(DecisionCodes.OverPaid, Code(await agent.DecideAsync(new AgentDecision.Change(second, RulingOutcome.Refund, 40.01m, new DecisionReason(DecisionReasons.Correction)))));
        Assert.IsType<ActResult.Done>(await agent.DecideAsync(new AgentDecision.Change(second, RulingOutcome.Refund, 40m, new DecisionReason(DecisionReasons.Correction))));
        var guard = System.Text.Json.JsonSerializer.Deserialize((await desk.Store.GetAsync([CaseFiles.GuardKey(Order)], Token))[0]!.Body.Span, CaseJson.Stored.OrderGuard)!;
        Assert.Equal(100m, guard.Payouts!.Sum(p => decimal.Parse(p.Amount, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_payout_that_failed_keeps_its_key_frees_its_sum_and_is_paid_once()
    {
        var desk = await DeskAsync();
        var chat = await ProposedAsync(desk);
        var agent = await desk.AgentAsync("lin");
        await agent.ClaimNextAsync();
        var id = (await CaseAsync(chat)).Id;
        await agent.DecideAsync(new AgentDecision.Approve(id), "once");
        var key = (await CaseAsync(chat)).Payout!.Key;
        await agent.HoldAsync(TicketKind.Payout);
        Assert.Equal(DecisionCodes.NoPayout, Code(await agent.ReportAsync(new PayoutReport.Again(id))));
        Assert.Equal(DecisionCodes.ReferenceNeeded, Code(await agent.ReportAsync(new PayoutReport.Paid(id, " "))));
        Assert.IsType<ActResult.Done>(await agent.ReportAsync(new PayoutReport.Failed(id, "channel closed")));
        Assert.Equal(DecisionCodes.NoPayout, Code(await agent.ReportAsync(new PayoutReport.Paid(id, "T-1"))));
        Assert.IsType<ActResult.Done>(await agent.ReportAsync(new PayoutReport.Again(id)));
        Assert.IsType<ActResult.Done>(await agent.ReportAsync(new PayoutReport.Paid(id, "T-1"), "pay"));
        Assert.IsType<ActResult.Done>(await agent.ReportAsync(new PayoutReport.Paid(id, "T-1"), "pay"));
        var payout = (await CaseAsync(chat)).Payout!;
        Assert.Equal((PayoutState.Paid, key, 2, "T-1"), (payout.State, payout.Key, payout.Tries, payout.Reference));
        Assert.Single(await chat.TranscriptAsync(), e => e.Out?.Text.Contains("已退款¥100.00", StringComparison.Ordinal) == true);
        Assert.Equal(0, (await agent.DeskAsync()).Load);
    }

    [Fact]
    public async Task Only_who_holds_the_ticket_decides_and_only_on_its_own_case()
    {
        var desk = await DeskAsync();
        var chat = await ProposedAsync(desk);
        var (lin, mei) = (await desk.AgentAsync("lin", "小林"), await desk.AgentAsync("mei", "小美"));
        await lin.ClaimNextAsync();
        mei.Held = lin.Held;
        var id = (await CaseAsync(chat)).Id;
        var refused = Assert.IsType<ActResult.Refused>(await mei.DecideAsync(new AgentDecision.Approve(id)));
        Assert.Equal((ActCodes.NotOwner, "小林"), (refused.Code, refused.Owner!.Name));
        Assert.Equal(DecisionCodes.NoCase, Code(await lin.DecideAsync(new AgentDecision.Approve("0123456789abcdef0123"))));
        Assert.Equal(DecisionCodes.VerdictChanged, Code(await lin.DecideAsync(new AgentDecision.Approve(id) { VerdictAt = DateTimeOffset.UnixEpoch })));
        Assert.Equal(CaseStatus.Proposed, (await CaseAsync(chat)).Status);
    }

    [Fact]
    public async Task A_rejected_screenshot_counts_as_not_sent_and_is_asked_for_with_the_reason()
    {
        var desk = await DeskAsync();
        var chat = await ProposedAsync(desk);
        var agent = await desk.AgentAsync("lin");
        await agent.ClaimNextAsync();
        var id = (await CaseAsync(chat)).Id;
        Assert.Equal(DecisionCodes.UnknownKind, Code(await agent.DecideAsync(new AgentDecision.AskMore(id, ["E99"], null))));
        Assert.Equal(DecisionCodes.UnknownEvidence, Code(await agent.DecideAsync(new AgentDecision.AskMore(id, ["E7"], null) { Evidence = [new EvidenceJudgement("00", false, "unreadable")] })));
        Assert.IsType<ActResult.Done>(await agent.DecideAsync(new AgentDecision.AskMore(id, ["E7"], "请拍清楚一点")));
        (await chat.LookAsync()).ExpectReply("人工判断还需要").ExpectReply("请拍清楚一点");
        Assert.Equal(CaseStatus.Collecting, (await CaseAsync(chat)).Status);
        await chat.SendPicturesAsync(SamplePicture.Png(shade: 3));
        var sent = await CaseAsync(chat);
        Assert.Equal(("E7", CaseStatus.Proposed), (Assert.Single(sent.Evidence).Kind, sent.Status));

        await agent.ClaimNextAsync();
        Assert.IsType<ActResult.Done>(await agent.DecideAsync(new AgentDecision.AskMore(id, ["E7"], null) { Evidence = [new EvidenceJudgement(sent.Evidence[0].Sha256, false, "unreadable")] }));
        (await chat.LookAsync()).ExpectReply("看不清");
        await chat.SendPicturesAsync(SamplePicture.Png(shade: 5));
        Assert.Equal([false, null], (await CaseAsync(chat)).Evidence.Select(e => e.Accepted));
    }

    [Fact]
    public async Task A_turn_that_is_under_way_when_an_agent_takes_over_says_nothing_any_more()
    {
        var desk = await DeskAsync();
        var other = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        var agent = await other.AgentAsync("lin");
        for (var i = 0; i < 10; i++)
        {
            await Task.WhenAll(Task.Run(() => chat.SendAsync("还要多久")), Task.Run(() => agent.ClaimAsync(IdOf(chat))));
            var lines = await chat.TranscriptAsync();
            var taken = lines.ToList().FindLastIndex(e => e.Owner is { To: ConversationMode.Agent });
            Assert.True(taken >= 0);
            Assert.DoesNotContain(lines.Skip(taken), e => e is { Author: Author.Bot } && e.Cause.StartsWith('m'));
            await agent.ReleaseAsync();
        }
    }
}
