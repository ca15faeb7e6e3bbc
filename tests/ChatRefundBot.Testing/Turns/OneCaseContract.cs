using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Testing.Turns;

/// <summary>I9: an order has at most one open case, over all channels and hosts, raced at the instant of opening.</summary>
public abstract class OneCaseContract
{
    private static readonly string[] Orders =
    [
        "YKATF7HUVMJJ0001", "863341846544930002", "YKM38KJZS5MK0003", "860275649580010004", "YKJBFGY2UFVZ0005", "YKSEAUSN96EX0059", "YK2AKXWTHEW40071",
        "YKL2SFR2NH5D0015", "868064926526440016", "YKHC8J4EZEGQ0017", "863313546804510018",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens a store on this test's data, as a host of its own would.</summary>
    protected abstract IStore OpenStore(TimeProvider clock);

    [Fact]
    public async Task Two_channels_that_open_a_case_for_one_order_at_the_same_instant_make_one()
    {
        await using var left = await TestDesk.StartAsync(new TestDeskOptions { Store = (clock, _) => OpenStore(clock) });
        await using var right = await TestDesk.StartAsync(new TestDeskOptions { Store = (clock, _) => OpenStore(clock) });
        var raced = 0;
        foreach (var order in Orders)
        {
            var buyers = new[] { left.Chat("telegram:" + order), right.Chat("web:" + order) };
            await Task.WhenAll(buyers.Select(async buyer =>
            {
                foreach (var text in new[] { order, "同意", buyer.Desk.Order(order).Answer!, "是" }) await buyer.SendAsync(text);
            }));
            // Each at its question of the issue: now both, at once.
            await Task.WhenAll(buyers.Select(b => Task.Run(() => b.TapAsync("UNUSED"))));
            var opened = buyers.Count(b => b.Reply.Contains("已为您登记", StringComparison.Ordinal));
            Assert.True(opened == 1, $"{order}: {opened} cases.\n{buyers[0].Reply}\n---\n{buyers[1].Reply}");
            Assert.Single(buyers, b => b.Reply.Contains("R05", StringComparison.Ordinal));
            var guard = await ReadAsync(left.Store, CaseFiles.GuardKey(order), CaseJson.Stored.OrderGuard);
            Assert.Equal(order, (await ReadAsync(left.Store, CaseFiles.Key(guard!.OpenCase!), CaseJson.Stored.RefundCase))!.Order);
            raced++;
            Assert.Equal(raced, (await left.Store.RangeAsync(CaseFiles.OpenIndex, 0, long.MaxValue >> 11, 100, Token)).Count);
        }
    }

    private static async Task<T?> ReadAsync<T>(IStore store, DocumentKey key, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class =>
        (await store.GetAsync([key], Token))[0] is { } kept ? JsonSerializer.Deserialize(kept.Body.Span, type) : null;
}
