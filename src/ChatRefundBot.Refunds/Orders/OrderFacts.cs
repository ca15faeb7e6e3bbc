using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>What an order says as facts: the order system's word, and the provider's where the order carries it.</summary>
public static class OrderFacts
{
    /// <summary>
    /// Puts an order's facts into a set. What the order system does not know and others can be asked for is left out; what only
    /// a system could know is known to be absent.
    /// </summary>
    /// <param name="at">When the order was read, UTC.</param>
    public static FactSet Of(Order order, FactSet facts, DateTimeOffset at)
    {
        O(FactCatalogue.OrderId, FactValue.Of(order.Id.Value));
        O(FactCatalogue.OrderFound, FactValue.Of(true));
        O(FactCatalogue.PaidState, FactValue.Of(order.PaidState.ToFile()));
        O(FactCatalogue.PaidAt, Time(order.PaidAt));
        O(FactCatalogue.DeliveredAt, Time(order.DeliveredAt));
        O(FactCatalogue.PromisedMinutes, FactValue.Of(order.PromisedMinutes));
        O(FactCatalogue.Qty, FactValue.Of(order.Quantity));
        O(FactCatalogue.UnitsDelivered, FactValue.Of(order.UnitsDelivered));
        O(FactCatalogue.AmountPaid, FactValue.Of(order.AmountPaid.Amount));
        O(FactCatalogue.AmountInDispute, FactValue.Of(order.AmountInDispute.Amount));
        O(FactCatalogue.RefundedAmount, FactValue.Of(order.RefundedAmount.Amount));
        O(FactCatalogue.Currency, FactValue.Of(order.AmountPaid.Currency));
        O(FactCatalogue.Fulfilled, FactValue.Of(order.Fulfilled));
        // Out of stock after payment with nothing delivered is as abnormal as an order that failed (R20).
        O(FactCatalogue.OrderAbnormal, FactValue.Of(order.Abnormal || (order is { UnitsDelivered: 0, Stock: false })));
        O(FactCatalogue.EscrowState, FactValue.Of(order.Escrow.ToFile()));
        O(FactCatalogue.ProductName, FactValue.Of(order.ProductName));
        O(FactCatalogue.PromisedFace, Number(order.PromisedFace));
        O(FactCatalogue.ProductType, FactValue.Of(order.ProductType.ToFile()));
        // Whether goods are standard is a person's to say where the shop does not: such a case goes to one, as non-standard ones do.
        O(FactCatalogue.Standard, FactValue.Of(order.Standard ?? false));
        O(FactCatalogue.DeliveryMode, FactValue.Of(order.DeliveryMode.ToFile()));
        O(FactCatalogue.Grey, FactValue.Of(order.Grey.ToFile()));
        O(FactCatalogue.WindowMinutes, FactValue.Of(order.WindowMinutes));
        O(FactCatalogue.NoReturnAck, FactValue.Of(order.NoReturnAck));
        O(FactCatalogue.PromiseUncond, FactValue.Of(order.PromiseUnconditional));
        O(FactCatalogue.RevealedAt, order.ViewsLogged ? Time(order.RevealedAt) : FactValue.Absent);
        O(FactCatalogue.Stock, order.Stock is { } stock ? FactValue.Of(stock) : FactValue.Absent);
        P(FactCatalogue.Voidable, order.Voidable is { } voidable ? FactValue.Of(voidable) : FactValue.Absent);
        P(FactCatalogue.TopupStatus, order.TopupStatus is { } topup ? FactValue.Of(topup.ToFile()) : FactValue.Absent);
        P(FactCatalogue.Redeemer, order.Redeemer is { } redeemer ? FactValue.Of(redeemer.ToFile()) : FactValue.Unknown);
        if (order.Usage is { } usage) P(FactCatalogue.Usage, FactValue.Of(usage.ToFile()));
        facts = facts
            .With(FactCatalogue.ListingClear, FactValue.Of(order.ListingClear), Supplier.Agent, at)
            .With(FactCatalogue.LimitsDisclosed, FactValue.Of(order.LimitsDisclosed), Supplier.Agent, at);
        return facts.WithAssumed(at);

        void O(FactDefinition fact, FactValue value) => facts = facts.With(fact, value, Supplier.Orders, at);
        void P(FactDefinition fact, FactValue value) => facts = facts.With(fact, value, Supplier.Provider, at);
    }

    private static FactValue Time(DateTimeOffset? time) => time is { } known ? FactValue.Of(known) : FactValue.Absent;

    private static FactValue Number(decimal? number) => number is { } known ? FactValue.Of(known) : FactValue.Absent;
}
