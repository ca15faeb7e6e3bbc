using System.Text.Json;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Sellers;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Transcripts;
using Xunit;

namespace ChatRefundBot.Tests.Handoff;

/// <summary>A seller's answer, from the desk where it is given to the case that it settles.</summary>
public sealed class SellerDeskTests
{
    private const string Order = "YKW3CRMTHLB50031";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_says_what_a_seller_needs_and_nothing_of_the_buyer()
    {
        await using var desk = await TestDesk.StartAsync();
        var (_, caseId) = await AskedAsync(desk);
        var ticket = await TicketAsync(desk, caseId);
        Assert.Equal((TicketKind.Seller, TicketStatus.Queued, "ask_seller"), (ticket.Kind, ticket.Status, ticket.Reason));
        Assert.Equal(desk.Clock.GetUtcNow() + TimeSpan.FromHours(24), ticket.DueAt);
        Assert.Equal(["case", "order", "product", "claim", "error_time", "error_code"], ticket.Card.Select(line => line.Name));
        Assert.Equal(Order, ticket.Card[1].Value);
        // A buyer who waits for an agent must not be told that a seller's work stands before them.
        Assert.Equal(0, await desk.Store.CountAsync(TicketQueue.Index, 0, long.MaxValue >> 11, Token));
    }

    [Fact]
    public async Task Of_two_answers_one_counts()
    {
        await using var desk = await TestDesk.StartAsync();
        var (chat, caseId) = await AskedAsync(desk);
        var first = Ready(await AnswerAsync(desk, caseId, SellerReply.Confirmed, null));
        var second = Ready(await AnswerAsync(desk, caseId, SellerReply.Refused, "不是我们的问题"));
        Assert.IsType<AcceptResult.Accepted>((await chat.TakeAsync(first.Message)).Accepted);
        Assert.IsType<AcceptResult.Duplicate>((await chat.TakeAsync(second.Message)).Accepted);
        Assert.Equal("confirmed", (await CaseAsync(desk, caseId)).Seller!.State);
        Assert.IsType<SellerAnswerResult.Closed>(await AnswerAsync(desk, caseId, SellerReply.Refused, "不是我们的问题"));
    }

    [Fact]
    public async Task Who_refuses_says_why_and_the_reason_is_kept_without_what_steers_a_screen()
    {
        await using var desk = await TestDesk.StartAsync();
        var (chat, caseId) = await AskedAsync(desk);
        Assert.IsType<SellerAnswerResult.ReasonMissing>(await AnswerAsync(desk, caseId, SellerReply.Refused, " \u202E\u0007 "));
        Assert.IsType<SellerAnswerResult.ReasonTooLong>(await AnswerAsync(desk, caseId, SellerReply.Refused, new string('长', SellerAnswer.LongestReason + 1)));
        await chat.TakeAsync(Ready(await AnswerAsync(desk, caseId, SellerReply.Refused, "卡\u202E未\u0007使用")).Message);
        var seller = (await CaseAsync(desk, caseId)).Seller!;
        Assert.Equal(("refused", "卡未使用", "shop.seller"), (seller.State, seller.Reason, seller.By));
        chat.ExpectReply("卡未使用");
        var card = JsonSerializer.Deserialize(
            (await desk.Store.GetAsync([TicketQueue.Key($"take-over|{chat.Id.Value}")], Token))[0]!.Body.Span, TicketJson.Stored.Ticket)!.Card;
        Assert.Contains(card, line => line is { Name: "seller_reason", Value: "卡未使用" });
    }

    [Fact]
    public async Task Where_no_seller_is_there_nobody_is_asked()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await InvalidAsync(desk.Chat());
        chat.ExpectReply("请联系卖家");
        Assert.Equal(0, await desk.Store.CountAsync(SellerTickets.Index, 0, long.MaxValue >> 11, Token));
        Assert.IsType<SellerAnswerResult.NotAsked>(await AnswerAsync(desk, await CaseIdAsync(desk), SellerReply.Solved, null));
    }

    [Theory]
    [InlineData("seller-solved")]
    [InlineData("still-invalid")]
    [InlineData("/cancel")]
    public async Task What_settles_the_case_calls_the_question_off(string input)
    {
        await using var desk = await TestDesk.StartAsync();
        var (chat, caseId) = await AskedAsync(desk);
        if (input[0] == '/') await chat.SendAsync(input);
        else await chat.TapAsync(input);
        Assert.Equal(TicketStatus.Withdrawn, (await TicketAsync(desk, caseId)).Status);
        Assert.Equal(0, await desk.Store.CountAsync(SellerTickets.Index, 0, long.MaxValue >> 11, Token));
    }

    [Fact]
    public async Task The_seller_is_told_of_a_bad_code_and_urged_to_deliver()
    {
        await using var desk = await TestDesk.StartAsync();
        await SellerHands.JoinAsync(desk);
        var bad = await ToIssueAsync(desk.Chat("test:bad"), "YKNF536KH67R0027", "4723");
        await bad.TapAsync("INVALID");
        bad.ExpectReply("已把情况告诉卖家");
        var late = await ToIssueAsync(desk.Chat("test:late"), "YK9SAQREC4WK0013", "2805");
        await late.TapAsync("NOT_RECEIVED");
        await late.TapAsync("buyer_choice.wait");
        late.ExpectReply("已催促卖家");
        var tickets = await desk.Store.RangeAsync(SellerTickets.Index, 0, long.MaxValue >> 11, 10, Token);
        Assert.Equal(["tell_seller", "urge_seller"], tickets.Select(t => t.Member.Split('|')[2]).Order());
    }

    private static SellerAnswerResult.Ready Ready(SellerAnswerResult result) => Assert.IsType<SellerAnswerResult.Ready>(result);

    private static Task<SellerAnswerResult> AnswerAsync(TestDesk desk, string caseId, SellerReply reply, string? reason) =>
        new SellerDesk(desk.Store, desk.Clock).PrepareAsync(caseId, reply, reason, "shop.seller", Token);

    private static async Task<(ChatDriver Chat, string CaseId)> AskedAsync(TestDesk desk)
    {
        await SellerHands.JoinAsync(desk);
        var chat = await InvalidAsync(desk.Chat());
        return (chat, await CaseIdAsync(desk));
    }

    private static async Task<ChatDriver> InvalidAsync(ChatDriver chat)
    {
        await ToIssueAsync(chat, Order, "5271");
        await chat.TapAsync("INVALID");
        await chat.SendFilesAsync("2026-11-18 9:50 error code E403", ("shot.png", SamplePicture.Png()));
        return await chat.TapAsync("submit");
    }

    private static async Task<ChatDriver> ToIssueAsync(ChatDriver chat, string order, string answer)
    {
        await chat.SendAsync("你好");
        await chat.TapAsync("agree");
        await chat.SendAsync(order);
        await chat.SendAsync(answer);
        return await chat.TapAsync("yes");
    }

    private static async Task<string> CaseIdAsync(TestDesk desk) =>
        (await desk.Store.RangeAsync(CaseArchive.Index, 0, long.MaxValue >> 11, 1, Token))[0].Member;

    private static async Task<RefundCase> CaseAsync(TestDesk desk, string caseId) =>
        JsonSerializer.Deserialize((await desk.Store.GetAsync([CaseFiles.Key(caseId)], Token))[0]!.Body.Span, CaseJson.Stored.RefundCase)!;

    private static async Task<Ticket> TicketAsync(TestDesk desk, string caseId) =>
        JsonSerializer.Deserialize((await desk.Store.GetAsync([SellerTickets.Key(caseId, SellerErrand.Answer)], Token))[0]!.Body.Span, TicketJson.Stored.Ticket)!;
}
