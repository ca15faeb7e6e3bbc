using System.Collections.Concurrent;
using System.Globalization;
using ChatRefundBot.Refunds.Orders;

namespace ChatRefundBot.Benchmarks.Turns;

/// <summary>As many orders as anybody asks for, each of a buyer of its own, all like the first sample order.</summary>
internal sealed class EndlessOrders : IOrderSource
{
    /// <summary>Proves ownership of every order.</summary>
    public const string Answer = "1161";

    private readonly Order _like = SampleShop.Generate(TimeProvider.System.GetUtcNow())[0].Order;
    private readonly ConcurrentDictionary<OrderId, OrderLookup> _made = new();
    private long _last;

    /// <summary>A number that nobody has had.</summary>
    public string NewNumber() => (900_000_000_000_000_000 + Interlocked.Increment(ref _last)).ToString(CultureInfo.InvariantCulture);

    public Task<OrderLookup> FindAsync(OrderId id, CancellationToken cancellationToken) => Task.FromResult(_made.GetOrAdd(id, Make));

    public Task<OrderLookup> FindByPaymentAsync(string tradeNo, string contact, CancellationToken cancellationToken) =>
        Task.FromResult<OrderLookup>(OrderLookup.NotFound.Instance);

    private OrderLookup Make(OrderId id) => new OrderLookup.Found(_like with { Id = id, Contact = new OrderContact(Email: $"{id.Value}-{Answer}@example.com") });
}
