using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using Xunit;

namespace ChatRefundBot.Testing.Turns;

/// <summary>What becomes of work whose worker died: I1, I10, and a message that kills its workers.</summary>
public abstract class TakeOverContract : EngineContract
{
    [Fact]
    public async Task Work_of_a_host_that_died_is_done_by_another_within_ten_seconds()
    {
        var dead = Site(new ScriptedTurns());
        Assert.NotNull(((AcceptResult.Accepted)await dead.Turns.AcceptAsync(Text("m1", Conversation()), Token)).Work);
        await dead.Turns.AcceptAsync(Text("m2", Conversation()), Token);
        var accepted = TimeProvider.System.GetTimestamp();
        await Site(new ScriptedTurns()).StartAsync();
        await UntilAsync(async () => (await SeenAsync(Conversation())).Count == 2, "another host did the work");
        Assert.InRange(TimeProvider.System.GetElapsedTime(accepted), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(["m1", "m2"], await SeenAsync(Conversation()));
        Assert.Null((await Store.GetAsync([StoreNames.Attempts(Conversation())], Token))[0]);
    }

    [Fact]
    public async Task Nobody_takes_work_from_a_host_whose_lease_has_not_ended()
    {
        var site = Site(new ScriptedTurns());
        await site.Turns.AcceptAsync(Text("m1", Conversation()), Token);
        Assert.Null(await Site(new ScriptedTurns()).Turns.TryClaimAsync(Conversation(), Token));
    }

    [Fact]
    public async Task A_message_that_comes_while_a_sweep_looks_in_vain_is_answered_at_once()
    {
        var sweeping = Site(new ScriptedTurns());
        var claimed = await sweeping.Turns.TryClaimAsync(Conversation(), Token);
        Assert.Empty(claimed!.Inbox.Entries);
        Assert.Null(((AcceptResult.Accepted)await Site(new ScriptedTurns()).Turns.AcceptAsync(Text("m1", Conversation()), Token)).Work);
        await sweeping.Turns.RunAsync(claimed, takenUp: true, Token);
        Assert.Equal(["m1"], await SeenAsync(Conversation()));
        Assert.Empty(await IndexAsync(StoreNames.PendingTurns));
    }

    [Fact]
    public async Task A_message_that_kills_its_workers_is_found_out()
    {
        var answered = Site(new ScriptedTurns());
        await answered.Turns.AcceptAsync(Text("deadly", Conversation()), Token);
        await answered.Turns.AcceptAsync(Text("next", Conversation()), Token);
        var deaths = 0;
        while ((await SaidAsync(Conversation())).Count == 0)
        {
            Assert.InRange(deaths, 0, 10);
            await EndLeaseAsync(StoreNames.PendingTurns, Conversation());
            using var death = new CancellationTokenSource();
            // A worker that dies in the middle of the turn: it neither commits nor notes anything.
            var site = Site(new ScriptedTurns((turn, ct) =>
            {
                if (turn.Incoming.Id != "deadly") return ValueTask.CompletedTask;
                deaths++;
                death.Cancel();
                throw new OperationCanceledException(ct);
            }));
            var work = await site.Turns.TryClaimAsync(Conversation(), Token);
            Assert.NotNull(work);
            try
            {
                await site.Turns.RunAsync(work, takenUp: true, death.Token);
            }
            catch (OperationCanceledException) when (death.IsCancellationRequested)
            {
                // Dead; the next one takes over.
            }
        }

        Assert.InRange(deaths, 1, 5);
        Assert.Equal(["failed deadly"], await SaidAsync(Conversation()));
        Assert.Equal("deadly", Assert.Single(await DeadLettersAsync()).Incoming!.Id);
        Assert.Equal(["next"], await SeenAsync(Conversation()));
        Assert.Null((await Store.GetAsync([StoreNames.Attempts(Conversation())], Token))[0]);
    }

    [Fact]
    public async Task Messages_that_ran_beside_a_deadly_one_are_not_blamed_for_it()
    {
        const int Innocents = 12;
        var first = Site(new ScriptedTurns());
        await first.Turns.AcceptAsync(Text("deadly", Conversation()), Token);
        for (var i = 2; i <= Innocents + 1; i++) await first.Turns.AcceptAsync(Text("m1", Conversation(i)), Token);
        for (var deaths = 0; await LeftAsync() is { Count: > 0 } left; deaths++)
        {
            Assert.InRange(deaths, 0, 20);
            foreach (var id in left) await EndLeaseAsync(StoreNames.PendingTurns, id);
            await LiveAndDieAsync(left);
        }

        for (var i = 2; i <= Innocents + 1; i++) Assert.Equal(["m1"], await SeenAsync(Conversation(i)));
        Assert.Equal("deadly", Assert.Single(await DeadLettersAsync()).Incoming!.Id);

        // A process that takes everything up at once; the deadly message ends it while the others are in the middle of their turns.
        async Task LiveAndDieAsync(List<ConversationId> left)
        {
            using var death = new CancellationTokenSource();
            var site = Site(new ScriptedTurns(async (turn, ct) =>
            {
                if (turn.Incoming.Id == "deadly") await death.CancelAsync();
                await Task.Delay(50, ct);
            }));
            await Task.WhenAll(left.Select(async id =>
            {
                try
                {
                    if (await site.Turns.TryClaimAsync(id, Token) is { } work) await site.Turns.RunAsync(work, takenUp: true, death.Token);
                }
                catch (OperationCanceledException) when (death.IsCancellationRequested)
                {
                    // Dead with the process.
                }
            }));
        }

        async Task<List<ConversationId>> LeftAsync()
        {
            var left = new List<ConversationId>();
            for (var i = 1; i <= Innocents + 1; i++)
            {
                if (await WaitingAsync(Conversation(i)) > 0) left.Add(Conversation(i));
            }

            return left;
        }
    }

    [Fact]
    public async Task A_worker_that_comes_back_after_its_lease_was_taken_does_nothing_twice()
    {
        var slow = Site(new ScriptedTurns());
        var late = ((AcceptResult.Accepted)await slow.Turns.AcceptAsync(Text("m1", Conversation()), Token)).Work!;
        await EndLeaseAsync(StoreNames.PendingTurns, Conversation());
        var quick = Site(new ScriptedTurns());
        await quick.Turns.RunAsync((await quick.Turns.TryClaimAsync(Conversation(), Token))!, takenUp: true, Token);
        await slow.Turns.RunAsync(late, takenUp: false, Token);
        Assert.Equal(["m1"], await SeenAsync(Conversation()));
        Assert.Equal(["re m1"], await SaidAsync(Conversation()));
    }

    [Fact]
    public async Task Two_workers_on_one_conversation_have_each_message_take_effect_once_and_in_order()
    {
        var entered = new SemaphoreSlim(0);
        var go = new TaskCompletionSource();
        var held = Site(new ScriptedTurns(async (_, ct) =>
        {
            entered.Release();
            await go.Task.WaitAsync(ct);
        }));
        var late = ((AcceptResult.Accepted)await held.Turns.AcceptAsync(Text("m1", Conversation()), Token)).Work!;
        for (var i = 2; i <= 6; i++) await held.Turns.AcceptAsync(Text("m" + (char)('0' + i), Conversation()), Token);
        var slow = held.Turns.RunAsync(late, takenUp: false, Token);
        await entered.WaitAsync(Token);
        await EndLeaseAsync(StoreNames.PendingTurns, Conversation());
        var quick = Site(new ScriptedTurns());
        var taken = quick.Turns.RunAsync((await quick.Turns.TryClaimAsync(Conversation(), Token))!, takenUp: true, Token);
        go.SetResult();
        await Task.WhenAll(slow, taken);
        Assert.Equal(["m1", "m2", "m3", "m4", "m5", "m6"], await SeenAsync(Conversation()));
        Assert.Equal(0, await WaitingAsync(Conversation()));
        Assert.Empty(await DeadLettersAsync());
    }

    [Fact]
    public async Task A_host_that_stops_leaves_the_rest_to_the_next_one()
    {
        var entered = new TaskCompletionSource();
        var stopping = Site(new ScriptedTurns(async (_, ct) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }));
        await stopping.StartAsync();
        await stopping.Host.AcceptAsync(Text("m1", Conversation()), Token);
        await entered.Task.WaitAsync(Token);
        await stopping.Host.StopAsync(Token);
        Assert.Empty(await SeenAsync(Conversation()));
        await EndLeaseAsync(StoreNames.PendingTurns, Conversation());
        await Site(new ScriptedTurns()).StartAsync();
        await UntilAsync(async () => (await SeenAsync(Conversation())).Count == 1, "the next host did the work");
        Assert.Empty(await DeadLettersAsync());
    }
}
