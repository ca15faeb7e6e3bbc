namespace ChatRefundBot.Refunds.Orders;

/// <summary>What the buyer left with the order, used to prove ownership and for nothing else. Never printed.</summary>
/// <param name="Email">As typed at purchase; null when not asked.</param>
/// <param name="Phone">As typed at purchase; null when not asked.</param>
/// <param name="Other">Another contact (QQ, WeChat name); null when not asked.</param>
/// <param name="QueryPassword">The order's query password, as a hash; null when the order has none.</param>
public sealed record OrderContact(string? Email = null, string? Phone = null, string? Other = null, QueryPasswordHash? QueryPassword = null)
{
    /// <summary>False when nothing here can prove ownership.</summary>
    public bool CanProveOwnership => Email is not null || Phone is not null || Other is not null || QueryPassword is not null;

    /// <summary>Says nothing, so that a contact never reaches a log.</summary>
    public override string ToString() => "contact withheld";
}

/// <summary>The accounts the shop knows the buyer by; a channel that has proven one of them needs no further answer.</summary>
/// <param name="TelegramUserId">Telegram's numeric user id; null when not known.</param>
/// <param name="WebUserId">Id of a widget user; null when not known.</param>
/// <param name="ShopUserId">The shop's own user (<c>sub</c> of its identity token); null when not known.</param>
public sealed record OrderBuyer(long? TelegramUserId = null, string? WebUserId = null, string? ShopUserId = null)
{
    /// <summary>A guest: no account is known.</summary>
    public static OrderBuyer Unknown { get; } = new();

    /// <summary>Says nothing, so that an account never reaches a log.</summary>
    public override string ToString() => "buyer withheld";
}

/// <summary>Money given back on an order.</summary>
/// <param name="Amount">Above zero, in the order's currency.</param>
/// <param name="At">When it was paid, UTC.</param>
/// <param name="Reference">The payment provider's or the shop's reference; null when none is known.</param>
public sealed record RefundRecord(Money Amount, DateTimeOffset At, string? Reference);
