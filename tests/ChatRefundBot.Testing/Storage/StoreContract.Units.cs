using System.Collections.Concurrent;
using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using Xunit;

namespace ChatRefundBot.Testing.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_unit_with_every_kind_of_change_answers_each_in_its_place()
    {
        await CommitAsync(new CommitUnit().Put(Document("old"), 0, Bytes("o")).Append(Log("inbox"), Bytes("in")).SetIndex("i", "gone", 1));
        var result = await CommitAsync(new CommitUnit()
            .Read(Log("inbox"), 0, 5).Read(Document("a")).Increment("n").Settle("work", "s", Log("inbox"), LongLease).Claim("work", "c", LongLease)
            .SetIndex("i", "here", 7).RemoveIndex("i", "gone").Append(Log("out"), Bytes("x"), "m1").Append(Log("out"), Bytes("y"))
            .TrimThrough(Log("inbox"), 1).Put(Document("a"), 0, Bytes("A")).Delete(Document("old"), 1).Expect(Document("none"), 0)
            .Read(Document("old")).Read(Log("out"), 1, 5).Wake("topic"));
        Assert.Equal([1, 2], result.Sequences);
        Assert.Equal([true], result.Claims);
        Assert.Equal([0], result.Remaining);
        Assert.Equal([1], result.Counters);
        Assert.Equal(["A", null], result.Documents.Select(d => d is null ? null : Text(d.Body)));
        Assert.Equal(["", "2:y"], result.Logs.Select(Text));
        Assert.Equal([1, 2], result.Logs.Select(l => l.LastSequence));
        Assert.Equal([new("here", 7)], await AllOfAsync("i"));
        Assert.Equal("c", Assert.Single(await AllOfAsync("work")).Member);
    }

    [Fact]
    public async Task Units_that_come_at_the_same_time_have_each_their_own_outcome()
    {
        await CommitAsync(new CommitUnit().Put(Document("kept"), 0, Bytes("k")).Append(Log("inbox"), Bytes("first"), "seen"));
        var units = Enumerable.Range(0, 200).Select(n => (n % 4) switch
        {
            0 => new CommitUnit().Append(Log($"own-{n}"), Bytes("a"), "a").Append(Log($"own-{n}"), Bytes("b")).Put(Document($"own-{n}"), 0, Bytes($"{n}")).Read(Log($"own-{n}"), 1, 5),
            1 => new CommitUnit().Increment("n").Put(Document("kept"), 7, Bytes("never")),
            2 => new CommitUnit().Increment("n").Append(Log("inbox"), Bytes("again"), "seen"),
            _ => new CommitUnit().Read(Document("kept")).Read(Document("none")).Increment("m"),
        }).ToList();
        var results = await Task.WhenAll(units.Select(unit => Store.CommitAsync(unit, Token)));
        for (var n = 0; n < results.Length; n++)
        {
            switch (n % 4)
            {
                case 0:
                    var done = Assert.IsType<CommitResult.Committed>(results[n]);
                    Assert.Equal([1, 2], done.Sequences);
                    Assert.Equal("2:b", Text(Assert.Single(done.Logs)));
                    break;
                case 1:
                    Assert.Equal(new CommitResult.Conflict(Document("kept"), 1), results[n]);
                    break;
                case 2:
                    Assert.Equal(new CommitResult.Duplicate(Log("inbox"), "seen"), results[n]);
                    break;
                default:
                    Assert.Equal(["k", null], Assert.IsType<CommitResult.Committed>(results[n]).Documents.Select(d => d is null ? null : Text(d.Body)));
                    break;
            }
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(n => (long)n), results.Where((_, n) => n % 4 == 3).SelectMany(r => ((CommitResult.Committed)r).Counters).Order());
        Assert.Equal([1], (await CommitAsync(new CommitUnit().Increment("n"))).Counters);
    }

    [Fact]
    public async Task An_empty_unit_commits_and_answers_nothing()
    {
        var result = await CommitAsync(new CommitUnit());
        Assert.Empty(result.Sequences);
        Assert.Empty(result.Documents);
        Assert.Empty(result.Logs);
    }

    public static TheoryData<string> BadParts => ["conflict", "late conflict", "duplicate", "expectation", "delete", "broken rule"];

    [Theory]
    [MemberData(nameof(BadParts))]
    public async Task A_unit_with_one_bad_part_changes_nothing_anywhere(string bad)
    {
        await CommitAsync(Prepared());
        var before = await EverythingAsync();
        var unit = new CommitUnit();
        if (bad == "conflict") unit.Put(Document("second"), 9, Bytes("!"));
        if (bad == "broken rule") unit.SetIndex("i", "", 1);
        unit.Put(Document("first"), 1, Bytes("changed")).Put(Document("fresh"), 0, Bytes("fresh"))
            .TrimThrough(Log("inbox"), 2).Erase(Log("other"))
            .Append(Log("inbox"), Bytes("more"), "new id").Append(Log("out"), Bytes("o"))
            .SetIndex("i", "a", 99).RemoveIndex("i", "b").Claim("work", "c", LongLease).Settle("work", "d", Log("other"), LongLease).Increment("n")
            .Read(Document("first")).Read(Log("inbox"), 0, 9).Wake("topic");
        if (bad == "late conflict") unit.Put(Document("second"), 0, Bytes("!"));
        if (bad == "duplicate") unit.Append(Log("inbox"), Bytes("dup"), "seen");
        if (bad == "expectation") unit.Expect(Document("absent"), 1);
        if (bad == "delete") unit.Delete(Document("second"), 2);
        if (bad == "broken rule") await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(unit, Token));
        else Assert.IsNotType<CommitResult.Committed>(await Store.CommitAsync(unit, Token));
        Assert.Equal(before, await EverythingAsync());
        // Neither the id nor the sequence nor the number of the refused unit was used.
        var after = await CommitAsync(new CommitUnit().Append(Log("inbox"), Bytes("more"), "new id").Increment("n"));
        Assert.Equal([4], after.Sequences);
        Assert.Equal([2], after.Counters);
    }

    private static CommitUnit Prepared() => new CommitUnit()
        .Put(Document("first"), 0, Bytes("1")).Put(Document("second"), 0, Bytes("2"))
        .Append(Log("inbox"), Bytes("a"), "seen").Append(Log("inbox"), Bytes("b")).Append(Log("inbox"), Bytes("c")).Append(Log("other"), Bytes("x"))
        .SetIndex("i", "a", 1).SetIndex("i", "b", 2).SetIndex("work", "d", 5).Increment("n");

    private async Task<string> EverythingAsync()
    {
        var lines = new List<string>();
        foreach (var document in await Store.GetAsync([Document("first"), Document("second"), Document("fresh"), Document("absent")], Token))
            lines.Add(document is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{document.Version} {Text(document.Body)}"));
        foreach (var log in new[] { "inbox", "other", "out" })
        {
            var slice = await ReadAllAsync(log);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Text(slice)} last {slice.LastSequence}"));
        }
        foreach (var index in new[] { "i", "work" }) lines.Add(string.Join(' ', await AllOfAsync(index)));
        return string.Join('\n', lines);
    }

    [Fact]
    public async Task What_one_store_commits_another_on_the_same_data_reads_at_once()
    {
        var other = await OpenAnotherAsync();
        for (var i = 0; i < 20; i++)
        {
            await CommitAsync(new CommitUnit().Put(Document("a"), i, Bytes("x")).Append(Log("a"), Bytes("y")));
            Assert.Equal(i + 1, (await other.GetAsync([Document("a")], Token))[0]!.Version);
            Assert.Equal(i + 1, (await other.ReadAsync(Log("a"), 0, 0, Token)).LastSequence);
        }
        Assert.Equal(new CommitResult.Conflict(Document("a"), 20), await other.CommitAsync(new CommitUnit().Put(Document("a"), 0, Bytes("!")), Token));
    }

    [Fact]
    public async Task Compare_and_set_from_many_tasks_loses_no_update()
    {
        const int Tasks = 16;
        const int Each = 25;
        var other = await OpenAnotherAsync();
        await CommitAsync(new CommitUnit().Put(Document("sum"), 0, Bytes("0")));
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(n => Task.Run(async () =>
        {
            var store = n % 2 == 0 ? Store : other;
            for (var done = 0; done < Each;)
            {
                var now = (await store.GetAsync([Document("sum")], Token))[0]!;
                var next = int.Parse(Text(now.Body), CultureInfo.InvariantCulture) + 1;
                var result = await store.CommitAsync(new CommitUnit().Put(Document("sum"), now.Version, Bytes(next.ToString(CultureInfo.InvariantCulture))), Token);
                if (result is CommitResult.Committed) done++;
            }
        }, Token)));
        var sum = (await GetAsync("sum"))!;
        Assert.Equal("400", Text(sum.Body));
        Assert.Equal(Tasks * Each + 1, sum.Version);
    }

    [Fact]
    public async Task Concurrent_units_get_unique_sequences_numbers_and_claims()
    {
        const int Tasks = 16;
        const int Each = 25;
        var other = await OpenAnotherAsync();
        var sequences = new ConcurrentBag<long>();
        var numbers = new ConcurrentBag<long>();
        var accepted = 0;
        var claimed = 0;
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(n => Task.Run(async () =>
        {
            var store = n % 2 == 0 ? Store : other;
            for (var i = 0; i < Each; i++)
            {
                var result = Assert.IsType<CommitResult.Committed>(await store.CommitAsync(
                    new CommitUnit().Append(Log("a"), Bytes($"{n}/{i}")).Append(Log("a"), Bytes($"{n}/{i}+")).Increment("n").Claim("work", $"w{i}", LongLease), Token));
                Assert.Equal(result.Sequences[0] + 1, result.Sequences[1]);
                foreach (var sequence in result.Sequences) sequences.Add(sequence);
                numbers.Add(result.Counters[0]);
                if (result.Claims[0]) Interlocked.Increment(ref claimed);
                if (await store.CommitAsync(new CommitUnit().Append(Log("once"), Bytes("x"), $"m{i}"), Token) is CommitResult.Committed) Interlocked.Increment(ref accepted);
            }
        }, Token)));
        Assert.Equal(Enumerable.Range(1, Tasks * Each * 2).Select(i => (long)i), sequences.Order());
        Assert.Equal(Enumerable.Range(1, Tasks * Each).Select(i => (long)i), numbers.Order());
        Assert.Equal(Each, claimed);
        Assert.Equal(Each, accepted);
        Assert.Equal(Each, (await ReadAllAsync("once")).Entries.Count);
    }

    [Fact]
    public async Task Documents_read_together_are_of_one_moment()
    {
        await CommitAsync(new CommitUnit().Put(Document("a"), 0, Bytes("0")).Put(Document("b"), 0, Bytes("0")));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writer = Task.Run(async () =>
        {
            for (var version = 1; version <= 150; version++) await CommitAsync(new CommitUnit().Put(Document("a"), version, Bytes("x")).Put(Document("b"), version, Bytes("x")));
            await stop.CancelAsync();
        }, Token);
        var reads = 0;
        while (!stop.IsCancellationRequested)
        {
            var pair = await Store.GetAsync([Document("a"), Document("b")], Token);
            Assert.Equal(pair[0]!.Version, pair[1]!.Version);
            reads++;
        }
        await writer;
        Assert.True(reads > 0);
    }

    [Fact]
    public async Task A_cancelled_call_throws_for_the_callers_token_and_writes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync(new CommitUnit().Put(Document("a"), 0, Bytes("x")), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.GetAsync([Document("a")], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadAsync(Log("a"), 0, 1, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.RangeAsync("i", 0, 1, 1, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.SubscribeAsync("t", () => { }, cancelled.Token));
        Assert.Null(await GetAsync("a"));
    }

    [Fact]
    public async Task A_commit_cancelled_at_any_moment_is_either_committed_or_was_never_written()
    {
        for (var i = 0; i < 60; i++)
        {
            using var cancel = new CancellationTokenSource();
            var commit = Store.CommitAsync(new CommitUnit().Put(Document($"c{i}"), 0, Bytes("x")), cancel.Token);
            if (i % 3 == 0) await Task.Yield();
            await cancel.CancelAsync();
            var wasCancelled = false;
            try
            {
                Assert.IsType<CommitResult.Committed>(await commit);
            }
            catch (OperationCanceledException)
            {
                wasCancelled = true;
            }
            Assert.Equal(wasCancelled, await GetAsync($"c{i}") is null);
        }
    }

    [Fact]
    public async Task The_store_says_what_it_is()
    {
        var report = await Store.CheckAsync(Token);
        Assert.Contains(report.Kind, new[] { "sqlite", "redis" });
        Assert.NotEmpty(report.Description);
        Assert.All(report.Warnings, Assert.NotEmpty);
    }
}
