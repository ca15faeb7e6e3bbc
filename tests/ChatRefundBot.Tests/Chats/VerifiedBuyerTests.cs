using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Testing.Chats;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.Tests.Chats;

/// <summary>Buyers whom the shop has named, and pages that say which order they show.</summary>
public sealed class VerifiedBuyerTests
{
    private const string Order = "YKATF7HUVMJJ0001";
    private const string Other = "YKM38KJZS5MK0003";
    private const string OwnerQuestion = "查询密码";
    private const string Product = "星渊战纪";

    [Fact]
    public async Task The_order_that_the_shop_vouches_for_needs_no_other_proof()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AgreedAsync(desk, new VerifiedBuyer("u-1", "Lin", [Order]));

        (await chat.SendAsync(Order)).ExpectReply(Product);
        Assert.DoesNotContain(OwnerQuestion, chat.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_placed_by_the_named_buyer_needs_no_other_proof_and_another_ones_does()
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Configure = s => PlacedBy(s, Order, "u-1") });

        (await (await AgreedAsync(desk, new VerifiedBuyer("u-1", null, []), "test:1")).SendAsync(Order)).ExpectReply(Product);
        (await (await AgreedAsync(desk, new VerifiedBuyer("u-2", null, []), "test:2")).SendAsync(Order)).ExpectReply(OwnerQuestion);
        (await (await AgreedAsync(desk, new VerifiedBuyer("u-1", null, []), "test:3")).SendAsync(Other)).ExpectReply(OwnerQuestion);
        (await (await AgreedAsync(desk, null, "test:4")).SendAsync(Order)).ExpectReply(OwnerQuestion);
    }

    [Fact]
    public async Task A_buyer_who_is_named_later_is_known_from_then_on()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AgreedAsync(desk, new VerifiedBuyer("u-1", null, []));
        (await chat.AcceptAsync(new IncomingMessage.PageContext(null, new VerifiedBuyer("u-1", "Lin", [Order])))).ExpectNoReply();

        (await chat.SendAsync(Order)).ExpectReply(Product);
        Assert.Equal("Lin", (await chat.StateAsync())!.Buyer!.Name);
    }

    [Fact]
    public async Task The_page_may_answer_the_question_for_the_order()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AgreedAsync(desk, null);

        (await PageAsync(chat, Order)).ExpectReply("您正在看的是订单 ****0001").ExpectReply(OwnerQuestion);
    }

    [Fact]
    public async Task What_the_page_says_before_the_buyer_has_agreed_waits_in_silence()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await desk.Chat().OpenAsync("zh-CN");
        (await PageAsync(chat, Order)).ExpectNoReply();

        (await chat.TapAsync("同意")).ExpectReply("您正在看的是订单 ****0001").ExpectReply(OwnerQuestion);
    }

    [Fact]
    public async Task The_page_never_comes_between_an_order_in_progress()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AgreedAsync(desk, null);
        await chat.SendAsync(Other);

        (await PageAsync(chat, Order)).ExpectNoReply();
        await chat.SendAsync(desk.Order(Other).Answer!);
        (await PageAsync(chat, Order)).ExpectNoReply();
        Assert.DoesNotContain(Product, chat.Reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("not an order")]
    public async Task What_is_no_order_number_is_nothing(string subject)
    {
        await using var desk = await TestDesk.StartAsync();

        (await PageAsync(await AgreedAsync(desk, null), subject)).ExpectNoReply();
    }

    [Fact]
    public async Task What_the_page_says_is_no_line_of_the_transcript()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AgreedAsync(desk, null);
        await PageAsync(chat, Order);

        Assert.DoesNotContain(await chat.TranscriptAsync(), e => e.In is IncomingMessage.PageContext);
    }

    [Fact]
    public void Orders_of_both_namings_stay_and_another_buyer_replaces_the_first()
    {
        var first = new VerifiedBuyer("u-1", "Lin", ["A", "B"]);

        Assert.Equal(["A", "B", "C"], VerifiedBuyer.Merge(first, new VerifiedBuyer("u-1", null, ["C"])).Orders);
        Assert.Equal(["B", "A"], VerifiedBuyer.Merge(first, new VerifiedBuyer("u-1", null, ["A"])).Orders);
        Assert.Equal("Lin", VerifiedBuyer.Merge(first, new VerifiedBuyer("u-1", null, [])).Name);
        Assert.Empty(VerifiedBuyer.Merge(first, new VerifiedBuyer("u-2", null, [])).Orders);
        Assert.Equal(VerifiedBuyer.MostOrders, VerifiedBuyer.Merge(first, new VerifiedBuyer("u-1", null, [.. Enumerable.Range(0, 40).Select(i => $"{i}")])).Orders.Count);
    }

    private static async Task<ChatDriver> AgreedAsync(TestDesk desk, VerifiedBuyer? buyer, string id = "test:buyer")
    {
        var chat = await desk.Chat(id).AcceptAsync(new IncomingMessage.Opened("zh-CN", buyer));
        return await chat.TapAsync("同意");
    }

    private static Task<ChatDriver> PageAsync(ChatDriver chat, string subject) => chat.AcceptAsync(new IncomingMessage.PageContext(subject, null));

    private static void PlacedBy(IServiceCollection services, string number, string shopUser) =>
        services.AddSingleton<IOrderSource>(provider => new PlacedOrders(provider.GetRequiredService<FileOrderSource>(), number, shopUser));

    /// <summary>The sample orders, one of them placed by a user of the shop.</summary>
    private sealed class PlacedOrders(IOrderSource inner, string number, string shopUser) : IOrderSource
    {
        public async Task<OrderLookup> FindAsync(OrderId id, CancellationToken cancellationToken) =>
            await inner.FindAsync(id, cancellationToken) is OrderLookup.Found found && id.Value == number
                ? new OrderLookup.Found(found.Order with { Buyer = new OrderBuyer(ShopUserId: shopUser) })
                : await inner.FindAsync(id, cancellationToken);

        public Task<OrderLookup> FindByPaymentAsync(string payment, string contact, CancellationToken cancellationToken) => inner.FindByPaymentAsync(payment, contact, cancellationToken);
    }
}
