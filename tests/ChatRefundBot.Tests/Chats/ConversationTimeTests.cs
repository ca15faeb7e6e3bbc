using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.Chats;

/// <summary>What time does to a conversation: reminder, parking, the look at a promised time.</summary>
public sealed class ConversationTimeTests
{
    [Fact]
    public async Task A_silent_buyer_is_reminded_once_after_thirty_minutes_and_parked_after_a_day()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await chat.SendAsync("你好");
        (await chat.AdvanceAsync(TimeSpan.FromMinutes(30))).ExpectReply("您还在吗");
        (await chat.AdvanceAsync(TimeSpan.FromHours(23.4))).ExpectNoReply();
        Assert.False((await chat.StateAsync())!.Parked);
        (await chat.AdvanceAsync(TimeSpan.FromHours(0.2))).ExpectNoReply();
        Assert.True((await chat.StateAsync())!.Parked);
        (await chat.SendAsync("同意")).ExpectReply("欢迎回来").ExpectQuestion("订单号");
        Assert.False((await chat.StateAsync())!.Parked);
    }

    [Fact]
    public async Task A_buyer_who_writes_is_not_reminded_of_the_question_before()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await chat.SendAsync("你好");
        await chat.AdvanceAsync(TimeSpan.FromMinutes(20));
        await chat.TapAsync("agree");
        (await chat.AdvanceAsync(TimeSpan.FromMinutes(29))).ExpectNoReply();
        (await chat.AdvanceAsync(TimeSpan.FromMinutes(1))).ExpectReply("您还在吗");
    }

    [Fact]
    public async Task An_order_not_yet_late_is_looked_at_again_at_the_promised_time()
    {
        await using var desk = await TestDesk.StartAsync();
        var order = desk.Order("860480619392730014");
        var chat = desk.Chat();
        foreach (var text in new[] { order.Order.Id.Value, "同意", order.Answer!, "是" }) await chat.SendAsync(text);
        (await chat.TapAsync("NOT_RECEIVED")).ExpectReply("R22");
        var due = Assert.Single((await chat.StateAsync())!.Timers, t => t.Name.StartsWith("recheck/", StringComparison.Ordinal)).DueAt;
        await chat.AdvanceAsync(due - desk.Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        Assert.DoesNotContain("又看了一遍", chat.Reply, StringComparison.Ordinal);
        (await chat.AdvanceAsync(TimeSpan.FromMinutes(1))).ExpectReply("又看了一遍");
        Assert.DoesNotContain((await chat.StateAsync())!.Timers, t => t.DueAt == due);
    }
}
