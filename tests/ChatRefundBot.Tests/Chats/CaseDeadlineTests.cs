using System.Text.Json;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.Chats;

/// <summary>The days of a case without a result: reminded of on the third working day, late after the fifth, a supervisor's on the fifteenth day.</summary>
public sealed class CaseDeadlineTests
{
    [Fact]
    public async Task A_proposal_that_nobody_confirms_becomes_more_urgent_and_the_buyer_is_told()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await ProposedAsync(desk);
        Assert.Equal(TicketPriority.P3, (await TicketAsync(desk, chat)).Priority);

        // The clock stands at Wednesday, the 18th: Monday is the third working day after it.
        await AdvanceToAsync(desk, chat, "2026-11-23T08:59:00+08:00");
        chat.ExpectNoReply();
        await AdvanceToAsync(desk, chat, "2026-11-23T09:00:30+08:00");
        chat.ExpectReply("第3/5个工作日");
        Assert.Equal(TicketPriority.P2, (await TicketAsync(desk, chat)).Priority);

        await AdvanceToAsync(desk, chat, "2026-11-25T23:59:30+08:00");
        chat.ExpectNoReply();
        await AdvanceToAsync(desk, chat, "2026-11-26T00:00:30+08:00");
        chat.ExpectReply("没能在");
        Assert.Equal(TicketPriority.P1, (await TicketAsync(desk, chat)).Priority);

        await AdvanceToAsync(desk, chat, "2026-12-03T09:00:30+08:00");
        chat.ExpectReply("主管");
        Assert.Equal(TicketPriority.P0, (await TicketAsync(desk, chat)).Priority);
        Assert.Equal(CaseStatus.Proposed, (await CaseAsync(desk, chat)).Status);
        Assert.DoesNotContain((await chat.StateAsync())!.Timers, t => t.Name.StartsWith("deadline/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_that_waits_for_its_buyer_is_theirs_to_go_on_with_and_a_supervisors_at_last()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        var order = desk.Orders[0];
        foreach (var text in new[] { order.Order.Id.Value, "同意", order.Answer!, "是" }) await chat.SendAsync(text);
        (await chat.TapAsync("INVALID")).ExpectReply("案件编号");
        await AdvanceToAsync(desk, chat, "2026-11-23T09:00:30+08:00");
        chat.ExpectReply("还缺一些信息");
        Assert.Null(await FindTicketAsync(desk, chat));
        await AdvanceToAsync(desk, chat, "2026-11-26T00:00:30+08:00");
        chat.ExpectNoReply();
        await AdvanceToAsync(desk, chat, "2026-12-03T09:00:30+08:00");
        chat.ExpectReply("主管");
        var ticket = await TicketAsync(desk, chat);
        Assert.Equal((TicketPriority.P0, "hard-stop"), (ticket.Priority, ticket.Reason));
        Assert.Equal(CaseStatus.Collecting, (await CaseAsync(desk, chat)).Status);
    }

    [Fact]
    public async Task Who_waits_for_a_person_keeps_one_ticket_that_becomes_more_urgent()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        var order = desk.Orders[0];
        foreach (var text in new[] { order.Order.Id.Value, "同意", order.Answer!, "是" }) await chat.SendAsync(text);
        await chat.TapAsync("INVALID");
        await chat.SendAsync("转人工");
        await AdvanceToAsync(desk, chat, "2026-11-26T00:00:30+08:00");
        Assert.Contains("已升级为优先处理", chat.Reply, StringComparison.Ordinal);
        Assert.Null(await FindTicketAsync(desk, chat));
        var kept = (await desk.Store.GetAsync([TicketQueue.Key("take-over|" + chat.Id.Value)], TestContext.Current.CancellationToken))[0]!;
        Assert.Equal(TicketPriority.P1, JsonSerializer.Deserialize(kept.Body.Span, TicketJson.Stored.Ticket)!.Priority);
    }

    private static async Task<ChatDriver> ProposedAsync(TestDesk desk)
    {
        var chat = desk.Chat();
        var order = desk.Orders[0];
        foreach (var text in new[] { order.Order.Id.Value, "同意", order.Answer!, "是" }) await chat.SendAsync(text);
        (await chat.TapAsync("UNUSED")).ExpectReply("R61");
        return chat;
    }

    private static Task AdvanceToAsync(TestDesk desk, ChatDriver chat, string time) => chat.AdvanceAsync(DateTimeOffset.Parse(time, null) - desk.Clock.GetUtcNow());

    private static async Task<RefundCase> CaseAsync(TestDesk desk, ChatDriver chat)
    {
        var id = (await chat.StateAsync())!.Memory!.ToElement().GetProperty("cases")[0].GetProperty("id").GetString()!;
        var kept = (await desk.Store.GetAsync([new("case", id)], TestContext.Current.CancellationToken))[0]!;
        return JsonSerializer.Deserialize(kept.Body.Span, CaseJson.Stored.RefundCase)!;
    }

    private static async Task<Ticket> TicketAsync(TestDesk desk, ChatDriver chat) => (await FindTicketAsync(desk, chat))!;

    private static async Task<Ticket?> FindTicketAsync(TestDesk desk, ChatDriver chat)
    {
        var kept = (await desk.Store.GetAsync([TicketQueue.ConfirmKey((await CaseAsync(desk, chat)).Id)], TestContext.Current.CancellationToken))[0];
        return kept is null ? null : JsonSerializer.Deserialize(kept.Body.Span, TicketJson.Stored.Ticket);
    }
}
