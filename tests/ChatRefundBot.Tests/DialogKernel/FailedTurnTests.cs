using System.Text;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.DialogKernel;

/// <summary>What a buyer and an agent see of a turn that fails for good.</summary>
public sealed class FailedTurnTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_buyer_is_told_an_agent_is_asked_for_and_the_conversation_goes_on()
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Configure = services => FailingTurns.Add(services, "boom") });
        var chat = desk.Chat();
        await chat.SendAsync("你好");
        var question = chat.Question!.PromptId;
        await chat.SendAsync("boom");
        Assert.Single(chat.Replies);
        chat.ExpectReply("人工");
        Assert.Equal(["attention|test:buyer"], (await desk.Store.RangeAsync(TicketQueue.Index, 0, long.MaxValue >> 11, 10, Token)).Select(t => t.Member));
        Assert.Equal(question, (await chat.StateAsync())!.Prompt!.Id);
        (await chat.TapAsync("agree")).ExpectQuestion("订单号");
    }

    [Fact]
    public async Task A_password_is_kept_nowhere_although_its_turn_fails()
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Configure = services => FailingTurns.Add(services, "kaimen") });
        var chat = desk.Chat();
        await chat.SendAsync("YK4TVJXJZ5ZC0063");
        await chat.TapAsync("agree");
        await chat.SendAsync("kaimen-88");
        await AssertNowhereAsync(desk, chat, "kaimen");
    }

    [Fact]
    public async Task A_password_sent_below_a_picture_is_kept_nowhere()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await chat.SendAsync("YK4TVJXJZ5ZC0063");
        await chat.TapAsync("agree");
        (await chat.SendFilesAsync("kaimen-88", ("a.png", SamplePicture.Png()))).ExpectQuestion("对吗");
        await AssertNowhereAsync(desk, chat, "kaimen");
    }

    private static async Task AssertNowhereAsync(TestDesk desk, ChatDriver chat, string secret)
    {
        LogKey[] logs = [StoreNames.Transcript(chat.Id), StoreNames.Inbox(chat.Id), StoreNames.Outbox(chat.Id), StoreNames.DeadLetters];
        foreach (var log in logs)
        {
            var kept = await desk.Store.ReadAsync(log, 0, int.MaxValue, Token);
            Assert.All(kept.Entries, e => Assert.DoesNotContain(secret, Encoding.UTF8.GetString(e.Body.Span), StringComparison.Ordinal));
        }

        var state = (await desk.Store.GetAsync([StoreNames.State(chat.Id)], Token))[0]!;
        Assert.DoesNotContain(secret, Encoding.UTF8.GetString(state.Body.Span), StringComparison.Ordinal);
    }
}
