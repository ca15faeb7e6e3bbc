using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Testing.Chats;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.Testing.Queue;

/// <summary>What the queue's verbs promise on every store: I4 and I5, order, skills, leases, offers.</summary>
public abstract partial class QueueContract : IAsyncLifetime
{
    private readonly List<TestDesk> _desks = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens a store on this test's data, as a host of its own would.</summary>
    protected abstract IStore OpenStore(TimeProvider clock);

    /// <summary>Removes this test's data after its stores were closed.</summary>
    protected virtual void RemoveData() { }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var desk in _desks) await desk.DisposeAsync();
        RemoveData();
    }

    /// <summary>A desk as one host of several on the same store.</summary>
    protected async Task<TestDesk> DeskAsync()
    {
        var desk = await TestDesk.StartAsync(new TestDeskOptions { Store = (clock, _) => OpenStore(clock) });
        _desks.Add(desk);
        return desk;
    }

    /// <summary>A buyer who waits for a person.</summary>
    protected static async Task<ChatDriver> WaitingAsync(TestDesk desk, string id)
    {
        var chat = desk.Chat("test:" + id);
        await chat.SendAsync("转人工");
        Assert.Equal(ConversationMode.Queued, (await chat.StateAsync())!.Mode);
        return chat;
    }

    protected static Task<Ticket?> TicketAsync(ChatDriver chat) => Board(chat.Desk).FindAsync(IdOf(chat), Token);

    protected static string IdOf(ChatDriver chat) => TicketQueue.IdOf(chat.Id, TicketKind.TakeOver, null);

    protected static QueueBoard Board(TestDesk desk) => desk.Services.GetRequiredService<QueueBoard>();

    [Fact]
    public async Task However_often_a_person_is_asked_for_there_is_one_ticket()
    {
        var desk = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        await chat.SendAsync("转人工");
        await chat.SendAsync("人工客服！");
        var page = await Board(desk).ListAsync(new QueueFilter(), 0, 10, Token);
        Assert.Equal(IdOf(chat), Assert.Single(page.Tickets).Id);
    }

    [Fact]
    public async Task A_claim_changes_ticket_conversation_and_load_together()
    {
        var desk = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        var before = (await chat.StateAsync())!.Epoch;
        var agent = await desk.AgentAsync("lin", "小林");
        var claimed = Assert.IsType<ClaimResult.Claimed>(await agent.ClaimNextAsync());
        var state = (await chat.StateAsync())!;
        Assert.Equal((ConversationMode.Agent, before + 1, new ConversationAgent("lin", "小林")), (state.Mode, state.Epoch, state.Agent!));
        Assert.Equal((TicketStatus.Claimed, state.Epoch), (claimed.Ticket.Status, claimed.Held.Epoch));
        var after = await agent.DeskAsync();
        Assert.Equal((2, IdOf(chat)), (after.Load, Assert.Single(after.Held).Ticket));
        Assert.Empty((await Board(desk).ListAsync(new QueueFilter(), 0, 10, Token)).Tickets);
        (await chat.LookAsync()).ExpectQuestion("人工客服小林已接入");
        Assert.Contains(await chat.TranscriptAsync(), e => e.Owner is { From: ConversationMode.Queued, To: ConversationMode.Agent } && e.Name == "小林");
    }

    [Fact]
    public async Task Of_two_agents_who_claim_at_once_one_has_it_and_the_other_learns_who()
    {
        var (left, right) = (await DeskAsync(), await DeskAsync());
        for (var i = 0; i < 20; i++)
        {
            var chat = await WaitingAsync(left, "b" + i);
            var agents = new[] { await left.AgentAsync("lin", "小林", 100), await right.AgentAsync("mei", "小美", 100) };
            var results = await Task.WhenAll(agents.Select(a => Task.Run(() => a.ClaimAsync(IdOf(chat)))));
            var winner = Assert.Single(results.OfType<ClaimResult.Claimed>());
            Assert.Equal(winner.Ticket.Owner, Assert.Single(results.OfType<ClaimResult.Taken>()).By);
            Assert.Equal(winner.Ticket.Owner, (await chat.StateAsync())!.Agent);
        }
    }

    [Fact]
    public async Task Nobody_is_given_more_than_their_capacity_not_even_by_two_hosts_at_once()
    {
        var (left, right) = (await DeskAsync(), await DeskAsync());
        for (var i = 0; i < 6; i++) await WaitingAsync(left, "b" + i);
        await left.AgentAsync("lin", "小林", capacity: 5);
        AgentDriver[] tabs = [await left.AgentAsync("lin"), await right.AgentAsync("lin"), await left.AgentAsync("lin"), await right.AgentAsync("lin")];
        var results = await Task.WhenAll(tabs.Select(t => Task.Run(t.ClaimNextAsync)));
        Assert.Equal(2, results.Count(r => r is ClaimResult.Claimed));
        Assert.All(results.Where(r => r is not ClaimResult.Claimed), r => Assert.Equal(new ClaimResult.Full(4, 5, 2), r));
        Assert.Equal(4, (await tabs[0].DeskAsync()).Load);
    }

    [Fact]
    public async Task Who_has_too_little_room_is_told_so_however_long_the_queue_is()
    {
        var desk = await DeskAsync();
        for (var i = 0; i < 20; i++) await WaitingAsync(desk, "b" + i);
        var agent = await desk.AgentAsync("lin", capacity: 3);
        Assert.IsType<ClaimResult.Claimed>(await agent.ClaimNextAsync());
        Assert.Equal(new ClaimResult.Full(2, 3, 2), await agent.ClaimNextAsync());
    }

    [Fact]
    public async Task A_ticket_goes_to_those_with_its_skills_and_to_anybody_once_it_has_waited()
    {
        var desk = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        var english = await desk.AgentAsync("ann", "Ann", languages: [Language.English]);
        Assert.Equal(new ClaimResult.NotSkilled(Language.Chinese, null), await english.ClaimAsync(chat));
        Assert.IsType<ClaimResult.NothingToDo>(await english.ClaimNextAsync());
        await desk.AdvanceAsync(TimeSpan.FromMinutes(11));
        await english.RenewAsync();
        Assert.IsType<ClaimResult.Claimed>(await english.ClaimNextAsync());
    }

    [Fact]
    public async Task Who_is_not_online_takes_nothing_new()
    {
        var desk = await DeskAsync();
        await WaitingAsync(desk, "b");
        var agent = await desk.AgentAsync("lin");
        await agent.SetPresenceAsync(Presence.Away);
        Assert.Equal(new ClaimResult.NotOnDuty(Presence.Away), await agent.ClaimNextAsync());
    }

    [Fact]
    public async Task The_most_urgent_is_given_first_and_then_the_oldest_promise()
    {
        var desk = await DeskAsync();
        var first = await WaitingAsync(desk, "first");
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        var second = await WaitingAsync(desk, "second");
        var danger = desk.Chat("test:danger");
        await danger.SendAsync("我的账号被盗了");
        var agent = await desk.AgentAsync("lin", capacity: 100);
        var order = new List<ConversationId>();
        while (await agent.ClaimNextAsync() is ClaimResult.Claimed claimed) order.Add(claimed.Ticket.Conversation);
        Assert.Equal([danger.Id, first.Id, second.Id], order);
    }

    [Fact]
    public async Task A_broken_promise_rises_step_by_step_and_stands_behind_those_that_were_urgent_before()
    {
        var desk = await DeskAsync();
        Offers(desk, false);
        var late = await WaitingAsync(desk, "late");
        await desk.AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Equal(TicketPriority.P1, (await TicketAsync(late))!.Priority);
        await desk.Chat("test:danger").SendAsync("我的账号被盗了");
        await desk.AdvanceAsync(TimeSpan.FromMinutes(61));
        Assert.Equal("test:danger", (await Board(desk).ListAsync(new QueueFilter(), 0, 10, Token)).Tickets[0].Conversation.Value);
        // Whatever urgent comes after it stands behind it: nothing waits for ever.
        await desk.Chat("test:danger-2").SendAsync("我的账号被盗了");
        Assert.Equal(["test:danger", "test:late", "test:danger-2"], (await Board(desk).ListAsync(new QueueFilter(), 0, 10, Token)).Tickets.Select(t => t.Conversation.Value));
    }

    [Fact]
    public async Task A_released_ticket_is_back_at_its_old_place_and_the_buyer_is_told()
    {
        var desk = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        var later = await WaitingAsync(desk, "later");
        var agent = await desk.AgentAsync("lin");
        await agent.ClaimAsync(chat);
        var held = agent.Held!;
        await chat.LookAsync();
        Assert.IsType<ReleaseResult.Released>(await agent.ReleaseAsync());
        Assert.Equal([chat.Id, later.Id], (await Board(desk).ListAsync(new QueueFilter(), 0, 10, Token)).Tickets.Select(t => t.Conversation));
        Assert.Equal(0, (await agent.DeskAsync()).Load);
        (await chat.LookAsync()).ExpectReply("刚才的客服暂时离开了");
        Assert.Equal(ConversationMode.Queued, (await chat.StateAsync())!.Mode);
        agent.Held = held;
        Assert.Equal(ActCodes.NotOwner, Assert.IsType<ActResult.Refused>(await agent.SendAsync("还在吗")).Code);
    }

    [Fact]
    public async Task What_is_passed_on_has_one_owner_and_the_one_before_is_refused_and_told_who_has_it()
    {
        var desk = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        var (lin, mei) = (await desk.AgentAsync("lin", "小林"), await desk.AgentAsync("mei", "小美"));
        await lin.ClaimAsync(chat);
        Assert.IsType<TransferResult.Transferred>(await lin.TransferAsync(mei));
        var refused = Assert.IsType<ActResult.Refused>(await lin.SendAsync("我来"));
        Assert.Equal((ActCodes.NotOwner, "小美"), (refused.Code, refused.Owner!.Name));
        Assert.IsType<ActResult.Done>(await mei.SendAsync("您好，我接着来。"));
        Assert.Equal((0, 2), ((await lin.DeskAsync()).Load, (await mei.DeskAsync()).Load));
        (await chat.LookAsync()).ExpectReply("小美").ExpectReply("您好，我接着来。");
        Assert.DoesNotContain("我来\n", chat.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transfer_to_somebody_without_room_leaves_it_where_it_is()
    {
        var desk = await DeskAsync();
        var (one, two) = (await WaitingAsync(desk, "1"), await WaitingAsync(desk, "2"));
        var (lin, mei) = (await desk.AgentAsync("lin"), await desk.AgentAsync("mei", capacity: 2));
        await lin.ClaimAsync(one);
        await mei.ClaimAsync(two);
        Assert.Equal(new TransferResult.Refused(new ClaimResult.Full(2, 2, 2)), await lin.TransferAsync(mei));
        Assert.Equal("lin", (await TicketAsync(one))!.Owner!.Account);
    }

    [Fact]
    public async Task Acts_take_effect_once_however_often_they_are_sent()
    {
        var desk = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        var agent = await desk.AgentAsync("lin");
        await agent.ClaimAsync(chat);
        for (var i = 0; i < 3; i++) Assert.IsType<ActResult.Done>(await agent.SendAsync("您好", actId: "same"));
        Assert.Single(await chat.TranscriptAsync(), e => e.Author == Author.Agent);
    }

    [Fact]
    public async Task Notes_are_for_colleagues_and_never_in_the_transcript()
    {
        var desk = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        var (lin, mei) = (await desk.AgentAsync("lin", "小林"), await desk.AgentAsync("mei", "小美"));
        await lin.ClaimAsync(chat);
        Assert.IsType<ActResult.Done>(await mei.NoteAsync(chat, "<b>老客户</b>"));
        var lines = await Board(desk).LinesAsync(chat.Id, 10, Token);
        Assert.Equal((DeskLineKind.Note, "<b>老客户</b>", "小美"), (lines[^1].Kind, lines[^1].Text, lines[^1].Agent!.Name));
        Assert.DoesNotContain(await chat.TranscriptAsync(), e => e.Out?.Text.Contains("老客户", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task While_an_agent_has_the_word_the_bot_answers_nothing_but_what_it_is_asked()
    {
        var desk = await DeskAsync();
        var chat = await WaitingAsync(desk, "b");
        var agent = await desk.AgentAsync("lin", "小林");
        await agent.ClaimAsync(chat);
        await chat.LookAsync();
        foreach (var text in new[] { "你好", "1", "我要投诉", "转人工", "YKATF7HUVMJJ0001", "帮助" }) (await chat.SendAsync(text)).ExpectNoReply();
        (await chat.SendPicturesAsync(SamplePicture.Png())).ExpectNoReply();
        (await chat.SendAsync("/status")).ExpectReply("您还没有案件");
        (await chat.SendAsync("english")).ExpectReply("All right, English it is.").ExpectReply("Agent 小林 has joined");
        Assert.Equal(ConversationMode.Agent, (await chat.StateAsync())!.Mode);
        (await chat.TapAsync("back-to-bot")).ExpectReply("back to the bot");
        Assert.Equal(ConversationMode.Bot, (await chat.StateAsync())!.Mode);
        Assert.Equal(0, (await agent.DeskAsync()).Load);
        Assert.Equal(ActCodes.Gone, Assert.IsType<ActResult.Refused>(await agent.SendAsync("还在吗")).Code);
    }

    [Fact]
    public async Task An_agent_who_is_not_seen_for_a_minute_loses_what_they_hold_to_the_queue()
    {
        var desk = await DeskAsync();
        Offers(desk, false);
        var chat = await WaitingAsync(desk, "b");
        var created = (await TicketAsync(chat))!.CreatedAt;
        var agent = await desk.AgentAsync("lin", "小林");
        await agent.ClaimAsync(chat);
        var held = agent.Held!;
        await desk.AdvanceAsync(TimeSpan.FromSeconds(45));
        await agent.RenewAsync();
        await desk.AdvanceAsync(TimeSpan.FromSeconds(45));
        Assert.Equal(TicketStatus.Claimed, (await TicketAsync(chat))!.Status);
        await desk.AdvanceAsync(TimeSpan.FromSeconds(20));
        var ticket = (await TicketAsync(chat))!;
        Assert.Equal((TicketStatus.Queued, created), (ticket.Status, ticket.CreatedAt));
        Assert.Equal(0, (await agent.DeskAsync()).Load);
        var line = Assert.Single(await Board(desk).LinesAsync(chat.Id, 10, Token), l => l.Kind == DeskLineKind.LeaseEnded);
        Assert.Equal((null, "小林"), (line.Agent, line.Text));
        agent.Held = held;
        Assert.Equal(ActCodes.NotOwner, Assert.IsType<ActResult.Refused>(await agent.SendAsync("还在吗")).Code);
    }

    [Fact]
    public async Task A_conversation_that_nobody_queued_can_be_taken_over_and_handed_back()
    {
        var desk = await DeskAsync();
        var chat = desk.Chat();
        (await chat.SendAsync("你好")).ExpectReply("您同意吗");
        var agent = await desk.AgentAsync("lin", "小林");
        Assert.IsType<ClaimResult.Claimed>(await agent.TakeOverAsync(chat));
        (await chat.LookAsync()).ExpectReply("人工客服小林已接入");
        Assert.IsType<ActResult.Done>(await agent.HandBackAsync(new ResumePoint.Continue()));
        (await chat.LookAsync()).ExpectReply("由机器人为您服务").ExpectQuestion("您同意吗");
        Assert.Equal(TicketStatus.Resolved, (await TicketAsync(chat))!.Status);
    }
}
