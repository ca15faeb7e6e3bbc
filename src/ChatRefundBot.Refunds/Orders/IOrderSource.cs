namespace ChatRefundBot.Refunds.Orders;

/// <summary>Where orders come from: a file now, a shop's system later. Implementations are safe for concurrent use.</summary>
public interface IOrderSource
{
    /// <summary>Looks an order up by its number. Proves nothing about who asks: check <see cref="OrderOwnership"/> before showing anything of it.</summary>
    Task<OrderLookup> FindAsync(OrderId id, CancellationToken cancellationToken);

    /// <summary>
    /// Looks an order up by the payment provider's trade number together with a contact (the forms of <see cref="OrderOwnership.Matches"/>).
    /// A wrong contact gives the same answer as an unknown number; a found order is proven to be the asker's. Of several orders under one
    /// payment the one paid last is given.
    /// </summary>
    Task<OrderLookup> FindByPaymentAsync(string tradeNo, string contact, CancellationToken cancellationToken);
}

/// <summary>The answer to a lookup.</summary>
public abstract record OrderLookup
{
    private OrderLookup()
    {
    }

    /// <summary>The order as the source knows it now.</summary>
    public sealed record Found(Order Order) : OrderLookup;

    /// <summary>The source was asked and has no such order.</summary>
    public sealed record NotFound : OrderLookup
    {
        /// <summary>The only value needed.</summary>
        public static NotFound Instance { get; } = new();
    }

    /// <summary>The source cannot be asked now; this is no try of the buyer's. <paramref name="Reason"/> is for operators, without personal data.</summary>
    public sealed record Unavailable(string Reason) : OrderLookup;
}
