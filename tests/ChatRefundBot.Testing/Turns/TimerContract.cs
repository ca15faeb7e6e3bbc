using System.Globalization;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using Xunit;

namespace ChatRefundBot.Testing.Turns;

/// <summary>What timers promise on every store: each fires once, at its time or soon after, and only while it is meant.</summary>
public abstract class TimerContract : EngineContract
{
    private const string Timer = "look-again";

    private static readonly DateTimeOffset Early = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Early.AddHours(5);

    [Fact]
    public async Task Every_timer_fires_once_over_two_hosts()
    {
        var due = TimeProvider.System.GetUtcNow().AddMilliseconds(500);
        var turns = new ScriptedTurns((turn, _) =>
        {
            if (turn.Incoming.Message is IncomingMessage.Text) turn.SetTimer(Timer, due);
            return ValueTask.CompletedTask;
        });
        TurnSite[] sites = [await Site(turns).StartAsync(), await Site(turns).StartAsync()];
        for (var i = 1; i <= 20; i++) await sites[i % 2].Host.AcceptAsync(Text("m1", Conversation(i)), Token);
        await UntilAsync(async () => (await IndexAsync(StoreNames.Timers)).Count == 0 && (await IndexAsync(StoreNames.PendingTurns)).Count == 0 && turns.RunsOf(FiredId(due)) >= 20, "all fired");
        for (var i = 1; i <= 20; i++) Assert.Equal(["m1", FiredId(due)], await SeenAsync(Conversation(i)));
    }

    [Fact]
    public async Task A_timer_that_was_moved_while_it_was_taken_does_not_fire_early_and_is_not_lost()
    {
        var site = Site(Setter());
        await TurnAsync(site, Text("early", Conversation()));
        var taken = Assert.Single(await IndexAsync(StoreNames.Timers));
        await TurnAsync(site, Text("later", Conversation()));
        var work = await site.Turns.AcceptTimerAsync(taken, Token);
        await site.Turns.RunAsync(work!, takenUp: false, Token);
        Assert.Equal(["early", "later"], await SeenAsync(Conversation()));
        await AssertTimerAsync(Later);
    }

    [Fact]
    public async Task A_host_that_comes_late_with_a_timer_does_not_take_away_the_one_set_since()
    {
        var site = Site(Setter());
        await TurnAsync(site, Text("early", Conversation()));
        var taken = Assert.Single(await IndexAsync(StoreNames.Timers));
        await site.Turns.RunAsync((await site.Turns.AcceptTimerAsync(taken, Token))!, takenUp: false, Token);
        await TurnAsync(site, Text("later", Conversation()));
        // Another host saw the timer before all this and only now gets to it.
        Assert.Null(await Site(Setter()).Turns.AcceptTimerAsync(taken, Token));
        await AssertTimerAsync(Later);
        Assert.Equal(["early", FiredId(Early), "later"], await SeenAsync(Conversation()));
    }

    [Fact]
    public async Task A_timer_cancelled_while_it_was_taken_does_not_fire()
    {
        var site = Site(Setter());
        await TurnAsync(site, Text("early", Conversation()));
        var taken = Assert.Single(await IndexAsync(StoreNames.Timers));
        await TurnAsync(site, Text("cancel", Conversation()));
        await site.Turns.RunAsync((await site.Turns.AcceptTimerAsync(taken, Token))!, takenUp: false, Token);
        Assert.Equal(["early", "cancel"], await SeenAsync(Conversation()));
        Assert.Empty(await IndexAsync(StoreNames.Timers));
    }

    [Fact]
    public async Task A_timer_left_in_the_index_after_it_fired_is_cleared_and_does_not_fire_again()
    {
        var site = Site(Setter());
        await TurnAsync(site, Text("early", Conversation()));
        var taken = Assert.Single(await IndexAsync(StoreNames.Timers));
        await site.Turns.RunAsync((await site.Turns.AcceptTimerAsync(taken, Token))!, takenUp: false, Token);
        await CommitAsync(new CommitUnit().SetIndex(StoreNames.Timers, taken.Member, taken.Score));
        Assert.Null(await site.Turns.AcceptTimerAsync(taken, Token));
        Assert.Empty(await IndexAsync(StoreNames.Timers));
        Assert.Equal(["early", FiredId(Early)], await SeenAsync(Conversation()));
    }

    private static string FiredId(DateTimeOffset due) => string.Create(CultureInfo.InvariantCulture, $"timer:{Timer}:{due.ToUnixTimeMilliseconds()}");

    private static ScriptedTurns Setter() => new((turn, _) =>
    {
        switch (turn.Incoming.Id)
        {
            case "early":
                turn.SetTimer(Timer, Early);
                break;
            case "later":
                turn.SetTimer(Timer, Later);
                break;
            case "cancel":
                turn.CancelTimer(Timer);
                break;
        }

        return ValueTask.CompletedTask;
    });

    private async Task AssertTimerAsync(DateTimeOffset due)
    {
        Assert.Equal(new IndexEntry(StoreNames.TimerMember(Timer, Conversation()), due.ToUnixTimeMilliseconds()), Assert.Single(await IndexAsync(StoreNames.Timers)));
        Assert.Equal(due, Assert.Single((await StateAsync(Conversation())).Timers).DueAt);
    }
}
