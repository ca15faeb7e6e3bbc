using System.Collections.Concurrent;
using System.Globalization;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using Xunit;

namespace ChatRefundBot.Testing.Turns;

/// <summary>What deliveries promise on every store: order, retries, dead letters, keys, and one worker at a time.</summary>
public abstract class DeliveryContract : EngineContract
{
    private const string Kind = "send/test";

    [Fact]
    public async Task Deliveries_of_a_conversation_are_in_order_and_once_over_two_hosts()
    {
        var got = new ConcurrentQueue<(string Conversation, string Text, string Key)>();
        var handler = new Handler((id, entry, _, _) =>
        {
            got.Enqueue((id.Value, entry.Message!.Text, entry.Key));
            return Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Done.Instance);
        });
        TurnSite[] sites = [await Site(new ScriptedTurns(), handler).StartAsync(), await Site(new ScriptedTurns(), handler).StartAsync()];
        var expected = Enumerable.Range(1, 10).Select(m => string.Create(CultureInfo.InvariantCulture, $"re m{m}")).ToList();
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async c =>
        {
            for (var m = 1; m <= 10; m++)
                await sites[(c + m) % 2].Host.AcceptAsync(Text(string.Create(CultureInfo.InvariantCulture, $"m{m}"), Conversation(c)), Token);
        }));
        await UntilAsync(
            async () => (await IndexAsync(StoreNames.PendingTurns)).Count + (await IndexAsync(StoreNames.PendingDeliveries)).Count == 0 && got.Count >= 80, "all is delivered");
        for (var c = 1; c <= 8; c++) Assert.Equal(expected, got.Where(g => g.Conversation == Conversation(c).Value).Select(g => g.Text));
        Assert.All(got.GroupBy(g => (g.Conversation, g.Key)), g => Assert.Single(g));
    }

    [Fact]
    public async Task A_delivery_that_has_to_wait_holds_back_those_behind_it()
    {
        var attempts = new List<(string Text, int Attempt)>();
        var site = Site(Twice(), new Handler((_, entry, attempt, _) =>
        {
            attempts.Add((entry.Message!.Text, attempt));
            DeliveryOutcome outcome = attempts.Count < 3 ? new DeliveryOutcome.Retry(TimeSpan.FromMilliseconds(30), "busy") : DeliveryOutcome.Done.Instance;
            return Task.FromResult(outcome);
        }));
        await TurnAsync(site, Text("m1", Conversation()));
        await DeliverAsync(site);
        Assert.Equal([("a", 1), ("a", 2), ("a", 3), ("b", 1)], attempts);
        Assert.Empty(await DeadLettersAsync());
        Assert.Null((await Store.GetAsync([StoreNames.DeliveryAttempt(Conversation())], Token))[0]);
    }

    [Fact]
    public async Task A_handler_that_throws_is_tried_again_after_a_growing_delay()
    {
        var site = Site(Twice(), new Handler((_, _, _, _) => throw new IOException("line is down")));
        await TurnAsync(site, Text("m1", Conversation()));
        var delays = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            await EndLeaseAsync(StoreNames.PendingDeliveries, Conversation());
            Assert.True(await site.Deliveries.TryClaimAsync(Conversation(), Token));
            var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            await site.Deliveries.RunAsync(Conversation(), Token);
            delays.Add(Assert.Single(await IndexAsync(StoreNames.PendingDeliveries)).Score - before);
        }

        Assert.Equal(delays.Order(), delays);
        Assert.True(delays[3] >= 4 * delays[0], string.Join(", ", delays));
        Assert.All(delays, d => Assert.InRange(d, 500, 60_000));
    }

    [Fact]
    public async Task What_fails_too_often_goes_to_the_dead_letters_and_the_next_one_follows()
    {
        var attempts = new List<string>();
        var site = Site(Twice(), new Handler((_, entry, _, _) =>
        {
            attempts.Add(entry.Message!.Text);
            return Task.FromResult<DeliveryOutcome>(entry.Message.Text == "a" ? new DeliveryOutcome.Retry(TimeSpan.Zero, "busy") : DeliveryOutcome.Done.Instance);
        }));
        await TurnAsync(site, Text("m1", Conversation()));
        await DeliverAsync(site);
        Assert.Equal(DeliveryEngine.MaxAttempts, attempts.Count(a => a == "a"));
        Assert.Equal("b", attempts[^1]);
        var letter = Assert.Single(await DeadLettersAsync());
        Assert.Equal(("a", "busy"), (letter.Outbox!.Message!.Text, letter.Reason));
    }

    [Fact]
    public async Task What_can_never_work_is_tried_once()
    {
        var attempts = 0;
        var site = Site(Twice(), new Handler((_, entry, _, _) =>
        {
            attempts++;
            return Task.FromResult<DeliveryOutcome>(entry.Message!.Text == "a" ? new DeliveryOutcome.Failed("blocked") : DeliveryOutcome.Done.Instance);
        }));
        await TurnAsync(site, Text("m1", Conversation()));
        await DeliverAsync(site);
        Assert.Equal(2, attempts);
        Assert.Equal("blocked", Assert.Single(await DeadLettersAsync()).Reason);
    }

    [Fact]
    public async Task An_entry_that_nothing_carries_out_goes_to_the_dead_letters()
    {
        var site = Site(new ScriptedTurns((turn, _) =>
        {
            turn.CarryOut("no-such-kind", new Seen(), SeenJson.Default.Seen);
            return ValueTask.CompletedTask;
        }));
        await TurnAsync(site, Text("m1", Conversation()));
        await DeliverAsync(site);
        Assert.Contains("no-such-kind", Assert.Single(await DeadLettersAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Effects_of_a_turn_that_ran_twice_are_there_once_with_keys_of_their_own()
    {
        var runs = 0;
        var site = Site(
            new ScriptedTurns((turn, _) =>
            {
                turn.CarryOut("pay", new Seen(), SeenJson.Default.Seen);
                turn.CarryOut("pay", new Seen(), SeenJson.Default.Seen);
                turn.Say("a");
                return ++runs == 1 ? throw new InvalidOperationException("once") : ValueTask.CompletedTask;
            }),
            new Handler((_, _, _, _) => Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Done.Instance)));
        await TurnAsync(site, Text("m1", Conversation()));
        var first = await KeysAsync();
        Assert.Equal(3, first.Count);
        Assert.Equal(3, first.Distinct().Count());
        await TurnAsync(site, Text("m2", Conversation()));
        Assert.Equal(6, (await KeysAsync()).Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attempt_after_a_crash_has_the_same_key_and_knows_of_the_first_where_attempts_are_noted(bool notes)
    {
        var attempts = new List<(string Key, int Attempt)>();
        using var crash = new CancellationTokenSource();
        var handler = new Handler(
            (_, entry, attempt, ct) =>
            {
                attempts.Add((entry.Key, attempt));
                if (attempts.Count > 1) return Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Done.Instance);
                crash.Cancel();
                throw new OperationCanceledException(ct);
            },
            notes);
        var site = Site(new ScriptedTurns(), handler);
        await TurnAsync(site, Text("m1", Conversation()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.Deliveries.RunAsync(Conversation(), crash.Token));
        await DeliverAsync(site);
        Assert.Equal(2, attempts.Count);
        Assert.Equal(attempts[0].Key, attempts[1].Key);
        Assert.Equal(notes ? 2 : 1, attempts[1].Attempt);
    }

    [Fact]
    public async Task A_handler_that_takes_longer_than_the_lease_keeps_it()
    {
        var calls = 0;
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        var handler = new Handler(async (_, _, _, ct) =>
        {
            Interlocked.Increment(ref calls);
            begun.TrySetResult();
            await end.Task.WaitAsync(ct);
            return DeliveryOutcome.Done.Instance;
        });
        var (slow, other) = (await Site(new ScriptedTurns(), handler).StartAsync(), Site(new ScriptedTurns(), handler));
        await slow.Host.AcceptAsync(Text("m1", Conversation()), Token);
        await begun.Task.WaitAsync(Token);
        var since = TimeProvider.System.GetTimestamp();
        // Asked all the time until the lease would have ended twice over without renewal.
        while (TimeProvider.System.GetElapsedTime(since) < DeliveryEngine.Lease * 1.4)
        {
            Assert.False(await other.Deliveries.TryClaimAsync(Conversation(), Token), "The lease ended under a handler that is at work.");
            await Task.Delay(50, Token);
        }

        end.SetResult();
        await UntilAsync(async () => (await IndexAsync(StoreNames.PendingDeliveries)).Count == 0, "it is delivered");
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task An_entry_that_waits_for_its_turn_uses_up_no_attempt_and_keeps_its_place()
    {
        var (asked, attempts) = (0, new List<(string Text, int Attempt)>());
        var handler = new Handler((_, entry, attempt, _) =>
        {
            attempts.Add((entry.Message!.Text, attempt));
            return Task.FromResult<DeliveryOutcome>(attempts.Count == 1 ? new DeliveryOutcome.Wait(TimeSpan.Zero) : DeliveryOutcome.Done.Instance);
        })
        {
            Hold = _ => ++asked % 2 == 1 ? TimeSpan.FromMilliseconds(1) : null,
        };
        var site = Site(Twice(), handler);
        await TurnAsync(site, Text("m1", Conversation()));
        var waits = new List<TimeSpan>();
        site.Deliveries.Deferred = (_, wait) => waits.Add(wait);
        await DeliverAsync(site);
        Assert.Equal([("a", 1), ("a", 1), ("b", 1)], attempts);
        Assert.Equal(4, waits.Count);
        Assert.Empty(await DeadLettersAsync());
    }

    [Fact]
    public async Task A_host_of_one_conversation_leaves_the_others_to_their_own()
    {
        var delivered = new ConcurrentQueue<string>();
        var handler = new Handler((id, _, _, _) =>
        {
            delivered.Enqueue(id.Value);
            return Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Done.Instance);
        });
        var dead = Site(new ScriptedTurns(), handler);
        dead.Turns.DeliveryClaimed = null;
        await TurnAsync(dead, Text("m1", Conversation(1)));
        await TurnAsync(dead, Text("m1", Conversation(2)));
        await EndLeaseAsync(StoreNames.PendingDeliveries, Conversation(1));
        await EndLeaseAsync(StoreNames.PendingDeliveries, Conversation(2));
        var own = Site(new ScriptedTurns(), handler);
        own.Host.Only = Conversation(2);
        await own.StartAsync();
        await UntilAsync(() => Task.FromResult(!delivered.IsEmpty), "its own is delivered");
        await Task.Delay(2500, Token);
        Assert.Equal([Conversation(2).Value], delivered);
    }

    [Fact]
    public async Task Deliveries_of_a_host_that_died_are_taken_up_within_ten_seconds()
    {
        var dead = Site(new ScriptedTurns(), new Handler((_, _, _, _) => throw new InvalidOperationException("never called")));
        dead.Turns.DeliveryClaimed = null;
        await TurnAsync(dead, Text("m1", Conversation()));
        var since = TimeProvider.System.GetTimestamp();
        var delivered = new TaskCompletionSource();
        await Site(new ScriptedTurns(), new Handler((_, _, _, _) =>
        {
            delivered.TrySetResult();
            return Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Done.Instance);
        })).StartAsync();
        await delivered.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static ScriptedTurns Twice() => new((turn, _) =>
    {
        turn.Say("a");
        turn.Say("b");
        return ValueTask.CompletedTask;
    });

    private async Task<IReadOnlyList<string>> KeysAsync() =>
        [.. (await Store.ReadAsync(StoreNames.Outbox(Conversation()), 0, 100, Token)).Entries
            .Select(e => System.Text.Json.JsonSerializer.Deserialize(e.Body.Span, DialogKernel.KernelJson.Stored.OutboxEntry)!.Key)];

    /// <summary>Delivers until nothing is left, ending each wait as time would.</summary>
    private async Task DeliverAsync(TurnSite site)
    {
        while ((await IndexAsync(StoreNames.PendingDeliveries)).Count > 0)
        {
            await EndLeaseAsync(StoreNames.PendingDeliveries, Conversation());
            Assert.True(await site.Deliveries.TryClaimAsync(Conversation(), Token));
            await site.Deliveries.RunAsync(Conversation(), Token);
        }
    }

    private sealed class Handler(Func<ConversationId, OutboxEntry, int, CancellationToken, Task<DeliveryOutcome>> deliver, bool notesAttempts = false) : IOutboxHandler
    {
        public string Kind => DeliveryContract.Kind;

        public bool NotesAttempts => notesAttempts;

        public Func<OutboxEntry, TimeSpan?> Hold { get; init; } = _ => null;

        public ValueTask<TimeSpan?> HoldAsync(ConversationId conversation, OutboxEntry entry, CancellationToken cancellationToken) => ValueTask.FromResult(Hold(entry));

        public Task<DeliveryOutcome> DeliverAsync(ConversationId conversation, OutboxEntry entry, int attempt, CancellationToken cancellationToken) =>
            deliver(conversation, entry, attempt, cancellationToken);
    }
}
