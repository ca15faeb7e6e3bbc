using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Testing.Chats;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.Testing.Queue;

/// <summary>Offers, and what buyers are told of the queue.</summary>
public abstract partial class QueueContract
{
    /// <summary>Turns offers on or off; they are on as shipped.</summary>
    protected static void Offers(TestDesk desk, bool on)
    {
        var rules = desk.Services.GetRequiredService<QueueRulesSource>();
        rules.Current = rules.Current with { Offers = on };
    }

    [Fact]
    public async Task The_queue_asks_the_least_busy_of_those_who_speak_the_language_and_then_who_waits_longest()
    {
        var desk = await DeskAsync();
        var english = await desk.AgentAsync("ann", "Ann", languages: [Language.English]);
        var busy = await desk.AgentAsync("lin");
        await WaitingAsync(desk, "0");
        await busy.ClaimNextAsync();
        var idleLong = await desk.AgentAsync("mei");
        await desk.AdvanceAsync(TimeSpan.FromSeconds(5));
        await desk.AgentAsync("zoe");
        var chat = await WaitingAsync(desk, "1");
        await desk.SweepQueueAsync();
        Assert.Equal("mei", (await TicketAsync(chat))!.Owner!.Account);
        Assert.Equal(ConversationMode.Offered, (await chat.StateAsync())!.Mode);
        Assert.Equal(2, (await idleLong.DeskAsync()).Load);
        Assert.Empty((await english.DeskAsync()).Offers);
        Assert.Equal("mei", Assert.IsType<ClaimResult.OfferedTo>(await busy.ClaimAsync(chat)).Whom.Account);
        Assert.IsType<ClaimResult.Claimed>(await idleLong.ClaimAsync(chat));
        Assert.Equal((0, 1), ((await idleLong.DeskAsync()).Offers.Count, (await idleLong.DeskAsync()).Held.Count));
    }

    [Fact]
    public async Task An_offer_that_is_declined_or_not_answered_goes_to_the_next_and_keeps_its_place()
    {
        var desk = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        var (lin, mei) = (await desk.AgentAsync("lin"), await desk.AgentAsync("mei"));
        await desk.SweepQueueAsync();
        Assert.Equal("lin", (await TicketAsync(chat))!.Owner!.Account);
        await lin.DeclineAsync(IdOf(chat));
        await desk.SweepQueueAsync();
        Assert.Equal("mei", (await TicketAsync(chat))!.Owner!.Account);
        await mei.RenewAsync();
        await lin.RenewAsync();
        await desk.AdvanceAsync(TimeSpan.FromSeconds(31));
        // Who let it pass first is asked first again, since nobody else is left.
        Assert.Equal("lin", (await TicketAsync(chat))!.Owner!.Account);
        Assert.Equal([DeskLineKind.Offered, DeskLineKind.Passed, DeskLineKind.Offered, DeskLineKind.Passed, DeskLineKind.Offered], (await Board(desk).LinesAsync(chat.Id, 10, Token)).Select(l => l.Kind));
        Assert.Equal(0, (await mei.DeskAsync()).Load);
        Assert.Equal(0, await desk.Store.RankAsync(TicketQueue.Index, IdOf(chat), Token));
    }

    [Fact]
    public async Task A_place_that_comes_free_is_filled_with_the_oldest_promise()
    {
        var desk = await DeskAsync();
        var agent = await desk.AgentAsync("lin", capacity: 2);
        var first = await WaitingAsync(desk, "1");
        await agent.ClaimAsync(first);
        var second = await WaitingAsync(desk, "2");
        await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
        await WaitingAsync(desk, "3");
        await desk.SweepQueueAsync();
        Assert.Empty((await agent.DeskAsync()).Offers);
        await agent.HandBackAsync(new ResumePoint.StartOver());
        await desk.SweepQueueAsync();
        Assert.Equal(second.Id, Assert.Single((await agent.DeskAsync()).Offers).Conversation);
    }

    [Fact]
    public async Task Offers_race_claims_and_other_hosts_without_anybody_getting_too_much()
    {
        var (left, right) = (await DeskAsync(), await DeskAsync());
        for (var i = 0; i < 12; i++) await WaitingAsync(left, "b" + i);
        AgentDriver[] agents = [await left.AgentAsync("lin", capacity: 4), await right.AgentAsync("mei", capacity: 6)];
        await Task.WhenAll(Task.Run(left.SweepQueueAsync), Task.Run(right.SweepQueueAsync), Task.Run(agents[0].ClaimNextAsync), Task.Run(agents[1].ClaimNextAsync));
        foreach (var agent in agents)
        {
            var desk = await agent.DeskAsync();
            Assert.True(desk.Load <= desk.Profile.Capacity, $"{agent.Account}: {desk.Load} of {desk.Profile.Capacity}");
            foreach (var held in desk.Held.Concat(desk.Offers))
                Assert.Equal(agent.Account.Value, (await Board(left).FindAsync(held.Ticket, Token))!.Owner!.Account);
        }

        Assert.Equal(5, (await Task.WhenAll(agents.Select(a => a.DeskAsync()))).Sum(d => d.Held.Count + d.Offers.Count));
    }

    [Fact]
    public async Task Buyers_see_their_true_rank_and_hear_of_it_again_only_when_it_changes()
    {
        var desk = await DeskAsync();
        Offers(desk, false);
        var (first, second, third) = (await WaitingAsync(desk, "1"), await WaitingAsync(desk, "2"), desk.Chat("test:3"));
        (await third.SendAsync("转人工")).ExpectReply("前面还有2位");
        (await third.AdvanceAsync(TimeSpan.FromMinutes(3))).ExpectNoReply();
        var agent = await desk.AgentAsync("lin");
        await agent.ClaimAsync(first);
        (await third.AdvanceAsync(TimeSpan.FromSeconds(31))).ExpectReply("前面还有1位");
        Assert.DoesNotContain("分钟", third.Reply, StringComparison.Ordinal);
        await agent.RenewAsync();
        (await third.AdvanceAsync(TimeSpan.FromSeconds(31))).ExpectNoReply();
        await agent.ClaimAsync(second);
        (await third.AdvanceAsync(TimeSpan.FromSeconds(31))).ExpectReply("前面没有人在等");
    }

    [Fact]
    public async Task A_range_of_minutes_is_told_once_enough_was_taken_and_somebody_is_there()
    {
        var desk = await DeskAsync();
        Offers(desk, false);
        var agent = await desk.AgentAsync("lin", capacity: 100);
        for (var i = 0; i < 10; i++)
        {
            await WaitingAsync(desk, "b" + i);
            await desk.AdvanceAsync(TimeSpan.FromSeconds(50));
            await agent.RenewAsync();
            await agent.ClaimNextAsync();
        }

        (await desk.Chat("test:next").SendAsync("转人工")).ExpectReply("大约");
        await desk.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.DoesNotContain("大约", (await desk.Chat("test:later").SendAsync("转人工")).Reply, StringComparison.Ordinal);
    }
}
