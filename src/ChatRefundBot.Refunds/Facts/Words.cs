namespace ChatRefundBot.Refunds.Facts;

/// <summary>The words of the claims.</summary>
public static class ClaimWords
{
    public const string NotReceived = "NOT_RECEIVED";
    public const string Invalid = "INVALID";
    public const string NotAsDescribed = "NOT_AS_DESCRIBED";
    public const string WrongProduct = "WRONG_PRODUCT";
    public const string TopupFailed = "TOPUP_FAILED";
    public const string Unused = "UNUSED";
    public const string Other = "OTHER";
}

/// <summary>The words of <c>usage</c>.</summary>
public static class UsageWords
{
    public const string Unused = "unused";
    public const string UsedBefore = "used_before";
    public const string UsedAfter = "used_after";
    public const string Dead = "dead";
}

/// <summary>The words of <c>seller_state</c>.</summary>
public static class SellerWords
{
    public const string None = "none";
    public const string Waiting = "waiting";
    public const string Refused = "refused";
    public const string Solved = "solved";
    public const string Confirmed = "confirmed";
}
