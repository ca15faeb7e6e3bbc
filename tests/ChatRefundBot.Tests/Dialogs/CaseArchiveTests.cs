using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Verbs;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Tests.Refunds.Policy;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

public sealed class CaseArchiveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_decided_in_a_chat_is_replayed_from_the_store()
    {
        await using var desk = await TestDesk.StartAsync();
        await DecideOneAsync(desk);
        using var draft = new PolicyCopy();
        Assert.Contains("1 cases replayed: 0 would change", await ReplayAsync(desk, draft), StringComparison.Ordinal);

        draft.Replace("refund-policy.yaml", "human_above: 500.00", "human_above: 0.01");
        var changed = await ReplayAsync(desk, draft);
        Assert.Matches(@"RF-\d{8}-\d{4}: approve R61 [\d.]+ -> escalate R13 P1", changed);
        Assert.Contains("approve -> escalate: 1", changed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cases_from_before_the_index_are_found_by_their_numbers_and_then_replayed()
    {
        await using var desk = await TestDesk.StartAsync();
        await DecideOneAsync(desk);
        var entry = Assert.Single(await desk.Store.RangeAsync(CaseArchive.Index, 0, long.MaxValue >> 11, 10, Token));
        await desk.Store.CommitAsync(new CommitUnit().RemoveIndex(CaseArchive.Index, entry.Member), Token);
        using var draft = new PolicyCopy();
        Assert.Contains("0 cases replayed", await ReplayAsync(desk, draft), StringComparison.Ordinal);

        var day = new DateOnly(2026, 11, 18);
        Assert.Equal((0, 0), await CaseReindex.RunAsync(desk.Store, day.AddDays(1), day.AddDays(3), Token));
        Assert.Equal((1, 1), await CaseReindex.RunAsync(desk.Store, day.AddDays(-30), day, Token));
        Assert.Equal((1, 0), await CaseReindex.RunAsync(desk.Store, day, day, Token));
        Assert.Equal(entry.Score, Assert.Single(await desk.Store.RangeAsync(CaseArchive.Index, 0, long.MaxValue >> 11, 10, Token)).Score);
        Assert.Contains("1 cases replayed", await ReplayAsync(desk, draft), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_cases_are_read_once_over_many_pages_also_those_of_one_instant()
    {
        await using var desk = await TestDesk.StartAsync();
        var start = desk.Clock.GetUtcNow();
        // More of one instant than a page holds, between others.
        var times = Enumerable.Range(0, 300).Select(i => start.AddMilliseconds(i)).Concat(Enumerable.Repeat(start.AddMilliseconds(300), 500)).Append(start.AddDays(1)).ToArray();
        foreach (var chunk in times.Select((at, i) => (At: at, Id: $"{i:x20}")).Chunk(100))
        {
            var unit = new CommitUnit();
            foreach (var (at, id) in chunk)
            {
                unit.Put(CaseFiles.Key(id), 0, JsonSerializer.SerializeToUtf8Bytes(Case(id, at), CaseJson.Stored.RefundCase));
                unit.SetIndex(CaseArchive.Index, id, at.ToUnixTimeMilliseconds());
            }

            Assert.IsType<CommitResult.Committed>(await desk.Store.CommitAsync(unit, Token));
        }

        var all = await CaseArchive.ReadAsync(desk.Store, null, null, Token).Select(kept => kept.Id).ToListAsync(Token);
        Assert.Equal(times.Length, all.Count);
        Assert.Equal(times.Length, all.Distinct().Count());
        Assert.Equal(times.Length, await CaseArchive.CountAsync(desk.Store, null, null, Token));
        Assert.Equal(800, await CaseArchive.ReadAsync(desk.Store, start, start.AddDays(1), Token).CountAsync(Token));
        Assert.Equal(1, await CaseArchive.CountAsync(desk.Store, start.AddDays(1), null, Token));
    }

    private static async Task DecideOneAsync(TestDesk desk)
    {
        var order = desk.Order("YKATF7HUVMJJ0001");
        var chat = desk.Chat("web:1");
        foreach (var text in new[] { "你好", "同意", order.Order.Id.Value, order.Answer!, "是", "没用想退" }) await chat.SendAsync(text);
        chat.ExpectReply("初步意见");
    }

    private static async Task<string> ReplayAsync(TestDesk desk, PolicyCopy draft)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new PolicyReplayRun(output, error, desk.Clock).CasesAsync(
            draft.Directory, async token => (await CaseArchive.CountAsync(desk.Store, null, null, token), CaseArchive.ReadAsync(desk.Store, null, null, token)), Token);
        Assert.Equal((0, ""), (code, error.ToString()));
        return output.ToString();
    }

    private static RefundCase Case(string id, DateTimeOffset at) => new()
    {
        Id = id,
        Number = "RF-20261118-0001",
        Conversation = "test:1",
        Order = "1",
        Claim = "UNUSED",
        OpenedAt = at,
        Status = CaseStatus.Collecting,
        ChangedAt = at,
        DueAt = at,
    };
}
