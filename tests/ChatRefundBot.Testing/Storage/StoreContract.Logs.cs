using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using Xunit;

namespace ChatRefundBot.Testing.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_log_that_never_was_is_empty_with_last_sequence_zero()
    {
        foreach (var slice in new[] { await ReadAllAsync("none"), await Store.ReadBackAsync(Log("none"), long.MaxValue, 5, Token) })
        {
            Assert.Empty(slice.Entries);
            Assert.Equal(0, slice.LastSequence);
        }
    }

    [Fact]
    public async Task Appends_get_ascending_sequences_in_the_order_of_the_calls()
    {
        var result = await CommitAsync(new CommitUnit()
            .Append(Log("a"), Bytes("a1")).Append(Log("b"), Bytes("b1")).Append(Log("a"), Bytes("a2")).Append(Log("a"), Bytes("a3"), "id").Append(Log("b"), Bytes("b2")));
        Assert.Equal([1, 1, 2, 3, 2], result.Sequences);
        Assert.Equal([4], (await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("a4")))).Sequences);
        Assert.Equal("1:a1 2:a2 3:a3 4:a4", Text(await ReadAllAsync("a")));
        Assert.Equal("1:b1 2:b2", Text(await ReadAllAsync("b")));
    }

    [Theory]
    [InlineData(-5, 2, "1:1 2:2")]
    [InlineData(0, 3, "1:1 2:2 3:3")]
    [InlineData(7, 2, "8:8 9:9")]
    [InlineData(8, 100, "9:9 10:10")]
    [InlineData(10, 5, "")]
    [InlineData(99, 5, "")]
    [InlineData(long.MaxValue, 5, "")]
    [InlineData(3, 0, "")]
    public async Task A_log_is_read_from_any_sequence(long after, int max, string expected)
    {
        await FillAsync("a", 10);
        var slice = await Store.ReadAsync(Log("a"), after, max, Token);
        Assert.Equal(expected, Text(slice));
        Assert.Equal(10, slice.LastSequence);
        var inUnit = await CommitAsync(new CommitUnit().Read(Log("a"), after, max).Read(Log("none"), after, max));
        Assert.Equal(expected, Text(inUnit.Logs[0]));
        Assert.Equal(10, inUnit.Logs[0].LastSequence);
        Assert.Empty(inUnit.Logs[1].Entries);
        Assert.Equal(0, inUnit.Logs[1].LastSequence);
    }

    [Theory]
    [InlineData(long.MaxValue, 3, "8:8 9:9 10:10")]
    [InlineData(11, 2, "9:9 10:10")]
    [InlineData(10, 2, "8:8 9:9")]
    [InlineData(3, 100, "1:1 2:2")]
    [InlineData(1, 5, "")]
    [InlineData(-3, 5, "")]
    [InlineData(5, 0, "")]
    public async Task A_log_is_read_backwards_from_any_sequence(long before, int max, string expected)
    {
        await FillAsync("a", 10);
        var slice = await Store.ReadBackAsync(Log("a"), before, max, Token);
        Assert.Equal(expected, Text(slice));
        Assert.Equal(10, slice.LastSequence);
    }

    [Fact]
    public async Task A_trimmed_log_keeps_its_newer_entries_and_its_numbers()
    {
        await FillAsync("a", 10);
        await CommitAsync(new CommitUnit().TrimThrough(Log("a"), 4));
        Assert.Equal("5:5 6:6", Text(await Store.ReadAsync(Log("a"), 0, 2, Token)));
        Assert.Equal("8:8 9:9 10:10", Text(await Store.ReadAsync(Log("a"), 7, 9, Token)));
        Assert.Equal("5:5 6:6", Text(await Store.ReadBackAsync(Log("a"), 7, 9, Token)));
        Assert.Empty((await Store.ReadBackAsync(Log("a"), 5, 9, Token)).Entries);
        await CommitAsync(new CommitUnit().TrimThrough(Log("a"), 4).TrimThrough(Log("a"), 0).TrimThrough(Log("a"), -7).TrimThrough(Log("none"), 3));
        Assert.Equal(6, (await ReadAllAsync("a")).Entries.Count);
        Assert.Equal([11], (await CommitAsync(new CommitUnit().TrimThrough(Log("a"), 8).Append(Log("a"), Bytes("eleven")))).Sequences);
        Assert.Equal("9:9 10:10 11:eleven", Text(await ReadAllAsync("a")));
        Assert.Equal(0, (await ReadAllAsync("none")).LastSequence);
    }

    [Fact]
    public async Task Sequences_are_not_given_again_after_trimming_or_erasing_everything()
    {
        await FillAsync("a", 3);
        await CommitAsync(new CommitUnit().Erase(Log("a")));
        var erased = await ReadAllAsync("a");
        Assert.Empty(erased.Entries);
        Assert.Equal(3, erased.LastSequence);
        Assert.Equal(3, (await Store.ReadBackAsync(Log("a"), 100, 5, Token)).LastSequence);
        Assert.Equal([4, 5], (await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("4")).Append(Log("a"), Bytes("5")))).Sequences);
        await CommitAsync(new CommitUnit().TrimThrough(Log("a"), 5));
        await CommitAsync(new CommitUnit().Erase(Log("a")));
        Assert.Equal([6], (await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("6")))).Sequences);
        Assert.Equal("6:6", Text(await ReadAllAsync("a")));
    }

    [Fact]
    public async Task A_trim_beyond_the_end_does_not_skip_sequences()
    {
        await FillAsync("a", 2);
        await CommitAsync(new CommitUnit().TrimThrough(Log("a"), 1_000_000));
        Assert.Equal([3], (await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("3")))).Sequences);
        Assert.Equal("3:3", Text(await ReadAllAsync("a")));
    }

    [Fact]
    public async Task Within_a_unit_trims_come_before_appends_and_reads_after_both()
    {
        await FillAsync("a", 3);
        var result = await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("new")).Erase(Log("a")).Read(Log("a"), 0, 10));
        Assert.Equal([4], result.Sequences);
        Assert.Equal("4:new", Text(Assert.Single(result.Logs)));
        Assert.Equal(4, result.Logs[0].LastSequence);
    }

    [Fact]
    public async Task An_id_seen_before_refuses_the_whole_unit()
    {
        await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("first"), "m1"));
        var result = await Store.CommitAsync(new CommitUnit()
            .Append(Log("a"), Bytes("fresh"), "m2").Append(Log("a"), Bytes("again"), "m1").Append(Log("b"), Bytes("b"))
            .Put(Document("a"), 0, Bytes("x")).SetIndex("i", "m", 1).Increment("n"), Token);
        Assert.Equal(new CommitResult.Duplicate(Log("a"), "m1"), result);
        Assert.Equal("1:first", Text(await ReadAllAsync("a")));
        Assert.Equal(0, (await ReadAllAsync("b")).LastSequence);
        Assert.Null(await GetAsync("a"));
        Assert.Empty(await AllOfAsync("i"));
        // The id of the refused unit was not remembered, and its counter was not drawn.
        Assert.Equal([2], (await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("fresh"), "m2"))).Sequences);
        Assert.Equal([1], (await CommitAsync(new CommitUnit().Increment("n"))).Counters);
    }

    [Fact]
    public async Task A_duplicate_alone_in_its_unit_is_refused()
    {
        await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("first"), "m1"));
        Assert.Equal(new CommitResult.Duplicate(Log("a"), "m1"), await Store.CommitAsync(new CommitUnit().Append(Log("a"), Bytes("again"), "m1"), Token));
        Assert.Equal("1:first", Text(await ReadAllAsync("a")));
    }

    [Fact]
    public async Task Another_log_may_have_the_same_id_also_within_one_unit()
    {
        var result = await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("x"), "m1").Append(Log("b"), Bytes("x"), "m1"));
        Assert.Equal([1, 1], result.Sequences);
    }

    [Fact]
    public async Task An_id_stays_seen_after_its_entry_was_trimmed_or_erased()
    {
        await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("1"), "m1").Append(Log("a"), Bytes("2"), "m2"));
        await CommitAsync(new CommitUnit().TrimThrough(Log("a"), 1));
        Assert.Equal(new CommitResult.Duplicate(Log("a"), "m1"), await Store.CommitAsync(new CommitUnit().Append(Log("a"), Bytes("x"), "m1"), Token));
        await CommitAsync(new CommitUnit().Erase(Log("a")));
        Assert.Equal(new CommitResult.Duplicate(Log("a"), "m2"), await Store.CommitAsync(new CommitUnit().Append(Log("a"), Bytes("x"), "m2"), Token));
        Assert.Equal(2, (await ReadAllAsync("a")).LastSequence);
    }

    [Fact]
    public async Task A_unit_sent_again_is_a_duplicate_even_though_its_versions_have_moved()
    {
        CommitUnit Unit() => new CommitUnit().Put(Document("a"), 0, Bytes("x")).Append(Log("a"), Bytes("x"), "m1");
        await CommitAsync(Unit());
        Assert.Equal(new CommitResult.Duplicate(Log("a"), "m1"), await Store.CommitAsync(Unit(), Token));
    }

    [Fact]
    public async Task The_same_id_twice_in_a_unit_is_refused() =>
        await RefusedAsync(u => u.Append(Log("a"), Bytes("1"), "m1").Append(Log("a"), Bytes("2"), "m1"));

    [Fact]
    public async Task A_unit_may_append_thousands_of_entries_with_ids()
    {
        const int Count = 3_000;
        var unit = new CommitUnit();
        for (var i = 1; i <= Count; i++) unit.Append(Log("a"), Bytes(i.ToString(CultureInfo.InvariantCulture)), $"id{i}");
        var result = await CommitAsync(unit.Read(Log("a"), 0, Count));
        Assert.Equal(Enumerable.Range(1, Count).Select(i => (long)i), result.Sequences);
        Assert.Equal(Count, result.Logs[0].Entries.Count);
        Assert.Equal(new CommitResult.Duplicate(Log("a"), "id1700"), await Store.CommitAsync(new CommitUnit().Append(Log("a"), Bytes("x"), "id1700"), Token));
        var back = await Store.ReadBackAsync(Log("a"), Count, 2, Token);
        Assert.Equal("2998:2998 2999:2999", Text(back));
    }
}
