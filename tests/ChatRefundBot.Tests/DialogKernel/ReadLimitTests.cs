using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Testing.Chats;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.Tests.DialogKernel;

/// <summary>A source that does not answer holds nobody up: the buyer is told, and goes on when it is back.</summary>
public sealed class ReadLimitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_read_that_hangs_or_fails_is_given_up_and_the_buyer_told(bool throws)
    {
        var orders = new StubbornOrders { Throws = throws };
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Configure = services => services.AddSingleton<IOrderSource>(orders) });
        orders.Inner = desk.Services.GetRequiredService<FileOrderSource>();
        var chat = desk.Chat();
        foreach (var text in new[] { "你好", "同意", "YKATF7HUVMJJ0001" }) await chat.SendAsync(text);
        orders.IsAway = true;
        var asked = desk.Clock.GetUtcNow();
        (await chat.SendAsync("1161")).ExpectReply("订单系统暂时没有回应");
        Assert.InRange(desk.Clock.GetUtcNow() - asked, throws ? TimeSpan.Zero : TurnContext.ReadLimit, TurnContext.ReadLimit + TimeSpan.FromSeconds(1));
        orders.IsAway = false;
        (await chat.SendAsync("1161")).ExpectQuestion("对吗");
    }

    /// <summary>Ignores its token when it is away, as a bad driver does.</summary>
    private sealed class StubbornOrders : IOrderSource
    {
        public IOrderSource Inner { get; set; } = null!;

        public bool IsAway { get; set; }

        public bool Throws { get; init; }

        public Task<OrderLookup> FindAsync(OrderId id, CancellationToken cancellationToken) => IsAway ? AwayAsync() : Inner.FindAsync(id, cancellationToken);

        public Task<OrderLookup> FindByPaymentAsync(string tradeNo, string contact, CancellationToken cancellationToken) =>
            IsAway ? AwayAsync() : Inner.FindByPaymentAsync(tradeNo, contact, cancellationToken);

        private Task<OrderLookup> AwayAsync() => Throws ? throw new IOException("the line is down") : new TaskCompletionSource<OrderLookup>().Task;
    }
}
