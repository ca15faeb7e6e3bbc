using ChatRefundBot.DialogKernel.Storage;
using Xunit;

namespace ChatRefundBot.Testing.Storage;

public abstract partial class StoreContract
{
    private const long LargestScore = (1L << 53) - 1;

    [Fact]
    public async Task Members_come_by_score_and_equal_scores_by_member()
    {
        await CommitAsync(new CommitUnit()
            .SetIndex("i", "late", 900).SetIndex("i", "b", 500).SetIndex("i", "B", 500).SetIndex("i", "a", 500).SetIndex("i", "é", 500)
            .SetIndex("i", "10", 500).SetIndex("i", "9", 500).SetIndex("i", "low", -3).SetIndex("other", "x", 1));
        Assert.Equal(["low", "10", "9", "B", "a", "b", "é", "late"], (await AllOfAsync("i")).Select(e => e.Member));
        string[] order = ["low", "10", "9", "B", "a", "b", "é", "late"];
        for (var rank = 0; rank < order.Length; rank++) Assert.Equal(rank, await Store.RankAsync("i", order[rank], Token));
        Assert.Null(await Store.RankAsync("i", "x", Token));
        Assert.Null(await Store.RankAsync("none", "x", Token));
    }

    [Theory]
    [InlineData(10, 30, 9, "a b c")]
    [InlineData(11, 29, 9, "b")]
    [InlineData(30, 10, 9, "")]
    [InlineData(20, 20, 9, "b")]
    [InlineData(long.MinValue, long.MaxValue, 2, "a b")]
    [InlineData(0, 100, 0, "")]
    [InlineData(31, long.MaxValue, 9, "d")]
    public async Task A_range_includes_both_ends_and_takes_at_most_so_many(long min, long max, int take, string expected)
    {
        await CommitAsync(new CommitUnit().SetIndex("i", "c", 30).SetIndex("i", "a", 10).SetIndex("i", "d", 40).SetIndex("i", "b", 20));
        Assert.Equal(expected, string.Join(' ', (await Store.RangeAsync("i", min, max, take, Token)).Select(e => e.Member)));
        if (take == 9) Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, await Store.CountAsync("i", min, max, Token));
    }

    [Fact]
    public async Task An_unknown_index_is_empty()
    {
        Assert.Empty(await AllOfAsync("none"));
        Assert.Equal(0, await Store.CountAsync("none", long.MinValue, long.MaxValue, Token));
    }

    [Fact]
    public async Task Setting_a_member_again_moves_it_and_removing_takes_it_out()
    {
        await CommitAsync(new CommitUnit().SetIndex("i", "a", 10).SetIndex("i", "b", 20));
        await CommitAsync(new CommitUnit().SetIndex("i", "a", 30).RemoveIndex("i", "nobody").RemoveIndex("none", "nobody"));
        Assert.Equal([new("b", 20), new("a", 30)], await AllOfAsync("i"));
        await CommitAsync(new CommitUnit().RemoveIndex("i", "b"));
        Assert.Equal([new("a", 30)], await AllOfAsync("i"));
        await CommitAsync(new CommitUnit().SetIndex("i", "a", 1).RemoveIndex("i", "a").SetIndex("i", "a", 2));
        Assert.Equal([new("a", 2)], await AllOfAsync("i"));
    }

    [Theory]
    [InlineData(LargestScore)]
    [InlineData(-LargestScore)]
    [InlineData(1_763_838_283_123)]
    [InlineData(0)]
    public async Task Scores_are_exact(long score)
    {
        await CommitAsync(new CommitUnit().SetIndex("i", "a", score));
        Assert.Equal([new("a", score)], await Store.RangeAsync("i", score, score, 5, Token));
        Assert.Empty(await Store.RangeAsync("i", score + 1, long.MaxValue, 5, Token));
        Assert.Empty(await Store.RangeAsync("i", long.MinValue, score - 1, 5, Token));
    }

    [Theory]
    [InlineData(LargestScore + 1)]
    [InlineData(-LargestScore - 1)]
    [InlineData(long.MaxValue)]
    public async Task A_score_that_is_too_large_is_refused(long score) => await RefusedAsync(u => u.SetIndex("i", "a", score));

    [Fact]
    public async Task A_claim_takes_a_free_member_and_not_a_taken_one()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Assert.Equal([true, true], (await CommitAsync(new CommitUnit().Claim("work", "a", LongLease).Claim("work", "b", LongLease))).Claims);
        var result = await CommitAsync(new CommitUnit().Claim("work", "a", LongLease).Claim("work", "c", LongLease).Append(Log("a"), Bytes("x")));
        Assert.Equal([false, true], result.Claims);
        Assert.Equal([1], result.Sequences);
        var entries = await AllOfAsync("work");
        Assert.Equal(3, entries.Count);
        var due = before + (long)LongLease.TotalMilliseconds;
        Assert.All(entries, e => Assert.InRange(e.Score, due - 2_000, due + 30_000));
    }

    [Fact]
    public async Task A_claim_refused_leaves_the_lease_as_it_was()
    {
        await CommitAsync(new CommitUnit().Claim("work", "a", LongLease));
        var score = Assert.Single(await AllOfAsync("work")).Score;
        await CommitAsync(new CommitUnit().Claim("work", "a", 2 * LongLease));
        Assert.Equal(score, Assert.Single(await AllOfAsync("work")).Score);
    }

    [Fact]
    public async Task A_lease_that_is_over_can_be_taken()
    {
        await CommitAsync(new CommitUnit().SetIndex("work", "a", 1_000));
        Assert.Equal([true], (await CommitAsync(new CommitUnit().Claim("work", "a", TimeSpan.FromMilliseconds(40)))).Claims);
        await UntilAsync(async () => (await CommitAsync(new CommitUnit().Claim("work", "a", LongLease))).Claims[0], "the lease of 40 ms was over");
        Assert.Equal([false], (await CommitAsync(new CommitUnit().Claim("work", "a", LongLease))).Claims);
    }

    [Fact]
    public async Task Settling_an_empty_log_takes_the_member_out()
    {
        await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("1")).Claim("work", "a", LongLease));
        Assert.Equal([0], (await CommitAsync(new CommitUnit().TrimThrough(Log("a"), 1).Settle("work", "a", Log("a"), LongLease))).Remaining);
        Assert.Empty(await AllOfAsync("work"));
        Assert.Equal([0], (await CommitAsync(new CommitUnit().Settle("work", "a", Log("never was"), LongLease))).Remaining);
        Assert.Empty(await AllOfAsync("work"));
    }

    [Fact]
    public async Task Settling_a_log_with_more_renews_the_lease()
    {
        await FillAsync("a", 5);
        await CommitAsync(new CommitUnit().SetIndex("work", "a", 1_000));
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Assert.Equal([3], (await CommitAsync(new CommitUnit().TrimThrough(Log("a"), 2).Settle("work", "a", Log("a"), LongLease))).Remaining);
        Assert.InRange(Assert.Single(await AllOfAsync("work")).Score, before + (long)LongLease.TotalMilliseconds - 2_000, before + (long)LongLease.TotalMilliseconds + 30_000);
        // An entry appended by the same unit counts; a log that was not touched by the unit too.
        Assert.Equal([1, 5], (await CommitAsync(new CommitUnit()
            .Append(Log("b"), Bytes("x")).Append(Log("a"), Bytes("6")).Append(Log("a"), Bytes("7"))
            .Settle("work", "b", Log("b"), LongLease).Settle("work", "a", Log("a"), LongLease))).Remaining);
        Assert.Equal([5], (await CommitAsync(new CommitUnit().Settle("work", "a", Log("a"), LongLease))).Remaining);
        Assert.Equal(2, await Store.CountAsync("work", before, long.MaxValue, Token));
    }

    [Fact]
    public async Task A_lease_settled_with_zero_can_be_taken_by_the_next()
    {
        await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("1")).Claim("work", "a", LongLease));
        await CommitAsync(new CommitUnit().Settle("work", "a", Log("a"), TimeSpan.Zero));
        await UntilAsync(async () => (await CommitAsync(new CommitUnit().Claim("work", "a", LongLease))).Claims[0], "the released lease could be taken");
    }

    [Fact]
    public async Task Counters_count_up_by_one_each()
    {
        Assert.Equal([1, 1, 2], (await CommitAsync(new CommitUnit().Increment("case").Increment("ticket").Increment("case"))).Counters);
        Assert.Equal([3], (await CommitAsync(new CommitUnit().Increment("case"))).Counters);
    }

    [Fact]
    public async Task A_claim_or_settlement_beside_another_change_of_its_member_is_refused()
    {
        await RefusedAsync(u => u.Claim("i", "m", LongLease).SetIndex("i", "m", 1));
        await RefusedAsync(u => u.Claim("i", "m", LongLease).Claim("i", "m", LongLease));
        await RefusedAsync(u => u.Settle("i", "m", Log("a"), LongLease).RemoveIndex("i", "m"));
        await RefusedAsync(u => u.Settle("i", "m", Log("a"), LongLease).Claim("i", "m", LongLease));
        await RefusedAsync(u => u.Claim("i", "m", TimeSpan.FromMilliseconds(-1)));
        await CommitAsync(new CommitUnit().Claim("i", "m", LongLease).Claim("i", "n", LongLease).SetIndex("j", "m", 1));
    }
}
