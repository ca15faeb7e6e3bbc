using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using Xunit;

namespace ChatRefundBot.Testing.Turns;

/// <summary>What turns promise on every store: I1, I2, I3, and what becomes of a turn that conflicts or throws.</summary>
public abstract class TurnEngineContract : EngineContract
{
    private static readonly DocumentKey Shared = new("shared", "one");

    [Fact]
    public async Task Every_message_takes_effect_once_and_in_order_however_many_hosts_race()
    {
        const int Conversations = 16;
        const int Messages = 20;
        TurnSite[] sites = [await Site(new ScriptedTurns()).StartAsync(), await Site(new ScriptedTurns()).StartAsync()];
        await Task.WhenAll(Enumerable.Range(1, Conversations).Select(SendAllAsync));

        var expected = Enumerable.Range(1, Messages).Select(Id).ToList();
        for (var number = 1; number <= Conversations; number++)
        {
            var id = Conversation(number);
            await UntilAsync(async () => await WaitingAsync(id) == 0, $"{id} is done");
            Assert.Equal(expected, await SeenAsync(id));
            Assert.Equal(expected.SelectMany(m => new[] { m, "re " + m }), (await TranscriptAsync(id)).Select(e => e.In is null ? e.Out!.Text : e.Cause));
        }

        await UntilAsync(async () => (await IndexAsync(StoreNames.PendingTurns)).Count == 0, "no lease is left");
        Assert.Empty(await DeadLettersAsync());

        async Task SendAllAsync(int number)
        {
            var random = new Random(number);
            for (var i = 1; i <= Messages; i++)
            {
                // Every third arrives twice, at both hosts at once.
                var incoming = Text(Id(i), Conversation(number));
                var first = random.Next(2);
                var accepts = i % 3 == 0 ? sites : [sites[first]];
                var results = await Task.WhenAll(accepts.Select(s => s.Host.AcceptAsync(incoming, Token)));
                Assert.Single(results, r => r is AcceptResult.Accepted);
            }
        }

        static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"m{number}");
    }

    [Fact]
    public async Task A_message_that_comes_again_after_its_turn_changes_nothing()
    {
        var site = Site(new ScriptedTurns());
        await TurnAsync(site, Text("m1", Conversation()));
        var before = (await Store.GetAsync([StoreNames.State(Conversation())], Token))[0]!.Version;
        Assert.IsType<AcceptResult.Duplicate>(await site.Turns.AcceptAsync(Text("m1", Conversation()), Token));
        Assert.Equal(before, (await Store.GetAsync([StoreNames.State(Conversation())], Token))[0]!.Version);
        Assert.Equal(0, await WaitingAsync(Conversation()));
        Assert.Empty(await IndexAsync(StoreNames.PendingTurns));
    }

    [Fact]
    public async Task The_same_id_in_another_conversation_is_another_message()
    {
        var site = Site(new ScriptedTurns());
        await TurnAsync(site, Text("m1", Conversation(1)));
        await TurnAsync(site, Text("m1", Conversation(2)));
        Assert.Equal(["m1"], await SeenAsync(Conversation(2)));
    }

    [Fact]
    public async Task A_turn_of_an_idle_conversation_costs_two_round_trips()
    {
        var counting = new CountingStore(OpenStore());
        await using var store = counting;
        await using var site = new TurnSite(counting, new ScriptedTurns(), TimeProvider.System);
        await TurnAsync(site, Text("m1", Conversation()));
        counting.Reset();
        await TurnAsync(site, Text("m2", Conversation()));
        Assert.Equal(2, counting.RoundTrips);
    }

    [Fact]
    public async Task A_message_above_the_limit_is_refused_and_leaves_nothing()
    {
        var site = Site(new ScriptedTurns());
        var huge = Text("m1", Conversation()) with { Message = new IncomingMessage.Text(new string('文', TurnEngine.MaxMessageBytes / 3)) };
        Assert.IsType<AcceptResult.TooLarge>(await site.Turns.AcceptAsync(huge, Token));
        Assert.Equal(0, await WaitingAsync(Conversation()));
        await TurnAsync(site, Text("m1", Conversation()));
    }

    [Fact]
    public async Task A_turn_that_meets_a_changed_document_runs_again_and_has_one_effect()
    {
        var made = new List<string>();
        var turns = new ScriptedTurns(async (turn, ct) =>
        {
            var value = await turn.Documents.GetAsync(Shared, ct);
            made.Add(turn.NewId("thing"));
            // Somebody else is quicker, the first time.
            if (made.Count == 1) await CommitAsync(new CommitUnit().Put(Shared, 0, "theirs"u8.ToArray()));
            turn.Documents.Put(Shared, Encoding.UTF8.GetBytes(value is null ? "mine" : Encoding.UTF8.GetString(value.Value.Span) + "+mine"));
            turn.Say("done");
        });
        await TurnAsync(Site(turns), Text("m1", Conversation()));
        Assert.Equal("theirs+mine", Encoding.UTF8.GetString((await Store.GetAsync([Shared], Token))[0]!.Body.Span));
        Assert.Equal(2, turns.RunsOf("m1"));
        Assert.Equal(["m1"], await SeenAsync(Conversation()));
        Assert.Equal(["done"], await SaidAsync(Conversation()));
        Assert.Equal(made[0], made[1]);
    }

    [Fact]
    public async Task Conversations_that_fight_over_one_document_lose_no_change()
    {
        var turns = new ScriptedTurns(async (turn, ct) =>
        {
            var count = await turn.Documents.GetAsync(Shared, ct) is { } kept ? int.Parse(Encoding.UTF8.GetString(kept.Span), CultureInfo.InvariantCulture) : 0;
            turn.Documents.Put(Shared, Encoding.UTF8.GetBytes((count + 1).ToString(CultureInfo.InvariantCulture)));
        });
        TurnSite[] sites = [await Site(turns).StartAsync(), await Site(turns).StartAsync()];
        await Task.WhenAll(Enumerable.Range(1, 12).SelectMany(c => Enumerable.Range(1, 5).Select(m =>
            sites[m % 2].Host.AcceptAsync(Text(string.Create(CultureInfo.InvariantCulture, $"m{m}"), Conversation(c)), Token))));
        await UntilAsync(async () => (await IndexAsync(StoreNames.PendingTurns)).Count == 0, "every turn ran");
        Assert.Equal("60", Encoding.UTF8.GetString((await Store.GetAsync([Shared], Token))[0]!.Body.Span));
    }

    [Fact]
    public async Task A_turn_that_throws_three_times_goes_to_the_dead_letters_and_the_conversation_goes_on()
    {
        var turns = new ScriptedTurns((turn, _) => turn.Incoming.Id == "bad" ? throw new InvalidOperationException("broken") : ValueTask.CompletedTask);
        var site = Site(turns);
        await TurnAsync(site, Text("bad", Conversation()));
        await TurnAsync(site, Text("good", Conversation()));
        Assert.Equal(3, turns.RunsOf("bad"));
        Assert.Equal(["good"], await SeenAsync(Conversation()));
        Assert.Equal(["failed bad"], await SaidAsync(Conversation()));
        var letter = Assert.Single(await DeadLettersAsync());
        Assert.Equal("bad", letter.Incoming!.Id);
        Assert.DoesNotContain("text of bad", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_throws_once_has_one_effect_and_no_dead_letter()
    {
        var thrown = false;
        var site = Site(new ScriptedTurns((turn, _) =>
        {
            turn.Say("answer");
            turn.SetTimer("x", turn.Now.AddDays(1));
            if (thrown) return ValueTask.CompletedTask;
            thrown = true;
            throw new InvalidOperationException("once");
        }));
        await TurnAsync(site, Text("m1", Conversation()));
        Assert.Equal(["answer"], await SaidAsync(Conversation()));
        Assert.Equal(["m1"], await SeenAsync(Conversation()));
        Assert.Empty(await DeadLettersAsync());
    }

    [Fact]
    public async Task Messages_behind_a_failing_one_wait_for_it_and_then_follow_in_order()
    {
        var site = Site(new ScriptedTurns((turn, _) => turn.Incoming.Id == "bad" ? throw new InvalidOperationException("broken") : ValueTask.CompletedTask));
        var first = (AcceptResult.Accepted)await site.Turns.AcceptAsync(Text("bad", Conversation()), Token);
        await site.Turns.AcceptAsync(Text("m2", Conversation()), Token);
        await site.Turns.AcceptAsync(Text("m3", Conversation()), Token);
        await site.Turns.RunAsync(first.Work!, takenUp: false, Token);
        Assert.Equal(["m2", "m3"], await SeenAsync(Conversation()));
        Assert.Equal(["bad", "bad", "m2", "m3"], (await TranscriptAsync(Conversation())).Select(e => e.Cause));
    }

    [Fact]
    public async Task A_masked_answer_is_never_kept_not_even_when_its_turn_fails()
    {
        var site = Site(new ScriptedTurns((turn, _) =>
        {
            turn.Masked = new IncomingMessage.Text("••••••");
            return turn.Incoming.Id == "bad" ? throw new InvalidOperationException("broken") : ValueTask.CompletedTask;
        }));
        await TurnAsync(site, Text("good", Conversation()));
        await TurnAsync(site, Text("bad", Conversation()));
        var kept = (await TranscriptAsync(Conversation())).Where(e => e.In is not null).Select(e => ((IncomingMessage.Text)e.In!).Value);
        Assert.Equal(["••••••", "••••••"], kept);
        Assert.DoesNotContain("text of", JsonSerializer.Serialize(Assert.Single(await DeadLettersAsync()), KernelJson.Stored.DeadLetter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_the_transcript_goes_on_with_its_sequence_and_keeps_ids_seen()
    {
        var site = Site(new ScriptedTurns((turn, _) =>
        {
            if (turn.Incoming.Id == "erase") turn.EraseTranscript();
            turn.Say("re " + turn.Incoming.Id);
            return ValueTask.CompletedTask;
        }));
        await TurnAsync(site, Text("m1", Conversation()));
        var before = (await Store.ReadAsync(StoreNames.Transcript(Conversation()), 0, 10, Token)).LastSequence;
        await TurnAsync(site, Text("erase", Conversation()));
        var after = await Store.ReadAsync(StoreNames.Transcript(Conversation()), 0, 10, Token);
        Assert.Equal(["re erase"], await SaidAsync(Conversation()));
        Assert.True(after.Entries[0].Sequence > before);
        Assert.IsType<AcceptResult.Duplicate>(await site.Turns.AcceptAsync(Text("m1", Conversation()), Token));
    }

    [Fact]
    public async Task A_state_of_a_newer_version_is_refused_and_the_message_stays()
    {
        var site = await Site(new ScriptedTurns()).StartAsync();
        var newer = new ConversationState { Id = Conversation(), Schema = ConversationState.CurrentSchema + 1 };
        var body = JsonSerializer.SerializeToUtf8Bytes(newer, KernelJson.Stored.ConversationState);
        await CommitAsync(new CommitUnit().Put(StoreNames.State(Conversation()), 0, body));
        Assert.IsType<AcceptResult.Accepted>(await site.Host.AcceptAsync(Text("m1", Conversation()), Token));
        await UntilAsync(() => Task.FromResult(site.Host.NewerState is not null), "the host met the newer state");
        Assert.Equal(1, await WaitingAsync(Conversation()));
        Assert.Equal(body, (await Store.GetAsync([StoreNames.State(Conversation())], Token))[0]!.Body.ToArray());
        await site.Host.AcceptAsync(Text("m1", Conversation(2)), Token);
        await UntilAsync(async () => (await SeenAsync(Conversation(2))).Count == 1, "another conversation goes on");
        Assert.Empty(await DeadLettersAsync());
    }
}
