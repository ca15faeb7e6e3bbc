using System.Collections.Immutable;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>
/// One order as the shop's system knows it: the supplier of the rules' Order, Product and Goods-state facts. Times are UTC.
/// </summary>
/// <remarks>
/// Null in a nullable property of the goods' state means that the shop's system does not know and others are to be asked
/// (the fact is left out); <c>Unknown</c> means that it was asked and cannot be found out. <see cref="DeliveredAt"/> null means
/// not (wholly) delivered. No property holds a card code, a whole target account or a query password.
/// </remarks>
public sealed record Order
{
    public required OrderId Id { get; init; }

    public required PaidState PaidState { get; init; }

    /// <summary>When the money arrived; null unless <see cref="PaidState"/> is paid.</summary>
    public required DateTimeOffset? PaidAt { get; init; }

    /// <summary>When the last unit was delivered; null while any is missing.</summary>
    public required DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Promised time from payment to delivery, whole minutes, 1 to 525,600.</summary>
    public required int PromisedMinutes { get; init; }

    /// <summary>Units bought, 1 to 100,000.</summary>
    public required int Quantity { get; init; }

    /// <summary>Units delivered so far, 0 to <see cref="Quantity"/>.</summary>
    public required int UnitsDelivered { get; init; }

    /// <summary>The price really paid for all units (to be paid, of an unpaid order).</summary>
    public required Money AmountPaid { get; init; }

    /// <summary>What was given back already, oldest first; the sum never exceeds <see cref="AmountPaid"/>.</summary>
    public ImmutableArray<RefundRecord> Refunds { get; init; } = [];

    /// <summary>Sum of <see cref="Refunds"/>.</summary>
    public Money RefundedAmount => Refunds.Aggregate(Money.Zero(AmountPaid.Currency), (sum, refund) => sum + refund.Amount);

    /// <summary>What can still be claimed: paid less refunded.</summary>
    public Money AmountInDispute => AmountPaid - RefundedAmount;

    /// <summary>Short name such as <c>alipay</c> or <c>wechat</c>; null when the shop does not say.</summary>
    public string? PaymentChannel { get; init; }

    /// <summary>The payment provider's trade number; null when the shop does not say.</summary>
    public string? PaymentTradeNo { get; init; }

    public EscrowState Escrow { get; init; } = EscrowState.Unknown;

    /// <summary>Fulfilment has happened or can no longer be stopped.</summary>
    public required bool Fulfilled { get; init; }

    /// <summary>The shop's system marks the order as failed, such as no stock after payment.</summary>
    public bool Abnormal { get; init; }

    public required string ProductName { get; init; }

    /// <summary>The listing's text at the time of purchase; null when the shop keeps none.</summary>
    public string? ListingSnapshot { get; init; }

    /// <summary>Face value of one unit as listed, in its own unit (yuan, points, days); null for goods without one.</summary>
    public decimal? PromisedFace { get; init; }

    public required ProductKind ProductType { get; init; }

    /// <summary>Fixed-face goods (标品). Null: not known, a person says.</summary>
    public required bool? Standard { get; init; }

    public required DeliveryMode DeliveryMode { get; init; }

    public GreyState Grey { get; init; } = GreyState.None;

    /// <summary>Return window after delivery, minutes, 0 to 525,600. Default 120.</summary>
    public int WindowMinutes { get; init; } = 120;

    /// <summary>At purchase the buyer ticked that the goods cannot be returned. Default false: no record, no tick.</summary>
    public bool NoReturnAck { get; init; }

    /// <summary>The listing promised an unconditional refund.</summary>
    public bool PromiseUnconditional { get; init; }

    /// <summary>The listing is unambiguous. Default true.</summary>
    public bool ListingClear { get; init; } = true;

    /// <summary>The listing names its limits of region, platform and steps. Default true.</summary>
    public bool LimitsDisclosed { get; init; } = true;

    /// <summary>The shop logs views of codes; when false, <see cref="RevealedAt"/> says nothing and its fact is left out.</summary>
    public bool ViewsLogged { get; init; }

    /// <summary>First view of a code by the buyer; null with <see cref="ViewsLogged"/> means never viewed.</summary>
    public DateTimeOffset? RevealedAt { get; init; }

    public UsageState? Usage { get; init; }

    public Redeemer? Redeemer { get; init; }

    /// <summary>The provider can void an unused code.</summary>
    public bool? Voidable { get; init; }

    /// <summary>The shop has a unit in stock to send in place of this one.</summary>
    public bool? Stock { get; init; }

    /// <summary>Null for goods that are not a top-up.</summary>
    public TopupStatus? TopupStatus { get; init; }

    /// <summary>Null when the goods go to no account.</summary>
    public TargetAccount? TargetAccount { get; init; }

    /// <summary>Ends of the delivered codes, in order of delivery; empty when the shop does not give them.</summary>
    public ImmutableArray<CodeTail> CodeTails { get; init; } = [];

    public required OrderContact Contact { get; init; }

    public OrderBuyer Buyer { get; init; } = OrderBuyer.Unknown;

    /// <summary>Free text for whoever keeps the file; never shown to a buyer.</summary>
    public string? Note { get; init; }

    /// <summary>The masked number alone: an order in a log line shows nothing of its buyer.</summary>
    public override string ToString() => $"Order {Id.Masked}";
}
