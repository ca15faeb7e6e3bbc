using System.Text.Json;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.Chats;

/// <summary>From when a case's clocks run, and what waits for its end.</summary>
public sealed class ComplaintTimeTests
{
    /// <summary>Delivered five minutes before the desk's clock begins, refundable within two hours.</summary>
    private const string Unused = "YKATF7HUVMJJ0001";

    private static readonly TimeSpan JustInTime = TimeSpan.FromMinutes(110);
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("我要退款，没用过", true)]
    [InlineData("I want my money back", true)]
    [InlineData("你好", false)]
    [InlineData("/start", false)]
    public async Task The_window_is_counted_to_the_first_words_of_complaint(string first, bool counts)
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await chat.AdvanceAsync(JustInTime);
        await chat.SendAsync(first);
        var at = desk.Clock.GetUtcNow();
        await chat.AdvanceAsync(TooLong);
        await GoOnAsync(chat);
        chat.ExpectReply(counts ? "R61" : "R64");
        Assert.Equal(counts ? at : desk.Clock.GetUtcNow(), (await CaseAsync(desk)).OpenedAt);
    }

    [Fact]
    public async Task A_complaint_at_the_question_for_consent_counts()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await chat.AdvanceAsync(JustInTime);
        await chat.OpenAsync();
        await chat.SendAsync("买的卡没用，想退");
        var at = desk.Clock.GetUtcNow();
        await chat.AdvanceAsync(TooLong);
        await GoOnAsync(chat);
        chat.ExpectReply("R61");
        Assert.Equal(at, (await CaseAsync(desk)).OpenedAt);
    }

    [Fact]
    public async Task What_was_said_before_the_order_was_paid_is_no_complaint_about_it()
    {
        var begun = new TestDeskOptions().Now;
        await using var desk = await TestDesk.StartAsync();
        var paid = desk.Order(Unused).Order.PaidAt!.Value;
        var chat = desk.Chat();
        desk.Clock.AdjustTime(paid - TimeSpan.FromMinutes(1));
        await chat.SendAsync("我要退款");
        desk.Clock.AdjustTime(begun);
        await GoOnAsync(chat);
        Assert.Equal(begun.ToUniversalTime(), (await CaseAsync(desk)).OpenedAt);
    }

    [Fact]
    public async Task An_erasure_asked_for_while_a_case_is_open_is_carried_out_when_it_is_closed()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        foreach (var text in new[] { "你好", "同意", "860480619392730014", "2942", "对" }) await chat.SendAsync(text);
        await chat.TapAsync("NOT_RECEIVED");
        (await chat.SendAsync("/delete")).ExpectReply("已记下");
        Assert.Contains(await chat.TranscriptAsync(), entry => entry.In is not null);
        await chat.SendAsync("/cancel");
        await chat.AdvanceAsync(TimeSpan.FromHours(25));
        Assert.Equal("您的聊天内容和未使用的图片已删除。已办结案件的记录会按规定期限保存后删除。", Assert.Single(await chat.TranscriptAsync()).Out!.Text);
        Assert.DoesNotContain((await chat.StateAsync())!.Timers, timer => timer.Name == "erase");
    }

    private static async Task GoOnAsync(ChatDriver chat)
    {
        await chat.TapAsync("agree");
        foreach (var text in new[] { Unused, "1161", "对" }) await chat.SendAsync(text);
        await chat.TapAsync("UNUSED");
    }

    private static async Task<RefundCase> CaseAsync(TestDesk desk)
    {
        var id = (await desk.Store.RangeAsync(CaseArchive.Index, 0, long.MaxValue >> 11, 1, Token))[0].Member;
        return JsonSerializer.Deserialize((await desk.Store.GetAsync([CaseFiles.Key(id)], Token))[0]!.Body.Span, CaseJson.Stored.RefundCase)!;
    }
}
