using System.Collections.Frozen;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>The orders of one version of a file, indexed. Immutable.</summary>
internal sealed class OrderBook
{
    private readonly FrozenDictionary<string, Order> _byId;
    private readonly ILookup<string, Order> _byTradeNo;

    public OrderBook(IReadOnlyCollection<Order> orders, string version)
    {
        Version = version;
        _byId = orders.ToFrozenDictionary(order => order.Id.Value, StringComparer.Ordinal);
        _byTradeNo = orders.Where(order => order.PaymentTradeNo is not null)
            .ToLookup(order => PlainTradeNo(order.PaymentTradeNo!), StringComparer.Ordinal);
    }

    /// <summary>SHA-256 of the file, 64 hex digits.</summary>
    public string Version { get; }

    public int Count => _byId.Count;

    public Order? Find(OrderId id) => _byId.GetValueOrDefault(id.Value);

    /// <summary>Orders under one payment, the one paid last first.</summary>
    public IEnumerable<Order> FindByTradeNo(string tradeNo) => _byTradeNo[PlainTradeNo(tradeNo)].OrderByDescending(order => order.PaidAt);

    // Buyers copy trade numbers with spaces and in any case.
    private static string PlainTradeNo(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
