namespace ChatRefundBot.Refunds.Orders;

// Every closed set of an order. The spelling in files is the member's name in snake_case (product types in capitals): see EnumSpelling.

/// <summary>Whether the shop has the buyer's money. <see cref="Expired"/>: the order ran out before it was paid.</summary>
public enum PaidState { Paid, Unpaid, Expired }

/// <summary>Where the money of a guaranteed trade is. <see cref="None"/>: the order has no escrow.</summary>
public enum EscrowState { Unknown, None, Held, Released }

/// <summary>The kinds of virtual goods the refund rules tell apart.</summary>
public enum ProductKind
{
    Unknown,
    CardCode,
    DirectTopup,
    PhoneCredit,
    SoftwareKey,
    MembershipCode,
    MembershipTopup,
    GiftCard,
    MembershipAccount,
    GameAccount,
    CustomKey,
    Service,
}

/// <summary>Who delivers: the shop's stock at once, a person, or a supplier upstream.</summary>
public enum DeliveryMode { Auto, Manual, Upstream }

/// <summary>Pirated goods: said so in the listing (<see cref="Open"/>), or sold as genuine (<see cref="Hidden"/>).</summary>
public enum GreyState { None, Open, Hidden }

/// <summary>
/// What the provider's log says about a code. <see cref="UsedBefore"/> and <see cref="UsedAfter"/>: before and after its delivery;
/// <see cref="Dead"/>: void or never valid; <see cref="Unknown"/>: the provider was asked and cannot tell.
/// </summary>
public enum UsageState { Unknown, Unused, UsedBefore, UsedAfter, Dead }

/// <summary>Whose account redeemed a used code. <see cref="Unknown"/>: the provider cannot tell.</summary>
public enum Redeemer { Unknown, Buyer, Other }

/// <summary>What the provider says about a top-up. <see cref="Unknown"/>: the provider was asked and cannot tell.</summary>
public enum TopupStatus { Unknown, Processing, Success, Failed }

/// <summary>Facts about product types that follow from the type alone.</summary>
public static class ProductKinds
{
    /// <summary>Delivered into an account the buyer named (直充): nothing to view, nothing to give back.</summary>
    public static bool IsTopup(this ProductKind type) =>
        type is ProductKind.DirectTopup or ProductKind.PhoneCredit or ProductKind.MembershipTopup;

    /// <summary>Goods of this type are always non-standard (非标品): one of a kind, so only a person decides.</summary>
    public static bool IsNeverStandard(this ProductKind type) =>
        type is ProductKind.MembershipAccount or ProductKind.GameAccount or ProductKind.CustomKey or ProductKind.Service;
}
