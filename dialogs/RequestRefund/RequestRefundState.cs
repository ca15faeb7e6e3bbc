namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>What a refund request has collected. What the order system knows is not kept here: it is read when it is needed.</summary>
public sealed class RequestRefundState
{
    /// <summary>How often the case was decided again because its time came.</summary>
    public int Rechecks { get; set; }

    /// <summary>The step to go on with once the order source answers again.</summary>
    public string? RetryAt { get; set; }

    /// <summary>When the buyer first named the order, which is when they first complained.</summary>
    public DateTimeOffset? NamedAt { get; set; }

    /// <summary>When the buyer first said in their own words that something is wrong, before an order was named; null when they did not.</summary>
    public DateTimeOffset? ComplainedAt { get; set; }

    /// <summary>Forgets everything that belongs to the order before: another order is another request.</summary>
    public void TakeOrder(string order, DateTimeOffset at)
    {
        if (Order == order) return;
        (Order, NamedAt, Verified, Glance) = (order, at, false, null);
        (Claim, Story, CaseId, CaseNumber, CaseOpenedAt, Claims30d, Asking) = (null, null, null, null, null, 0, null);
        (EvidenceRounds, CardShown, EvidenceDeclined, ErrorTime, ErrorCode) = (0, false, false, null, null);
        (SellerState, SellerAskedAt, SellerAsked, Typed, Submitted, Outcome, Rule, MayChooseRefund, Rechecks) = (null, null, false, false, false, null, null, false, 0);
        Answers.Clear();
        Evidence.Clear();
        Missing.Clear();
    }

    /// <summary>Order number as typed, before and after its ownership is proven.</summary>
    public string? Order { get; set; }

    /// <summary>True once the buyer has proven that the order is theirs.</summary>
    public bool Verified { get; set; }

    /// <summary>What is shown of the order once it is theirs.</summary>
    public OrderGlance? Glance { get; set; }

    /// <summary>Payment number, while an order is looked up by it.</summary>
    public string? Payment { get; set; }

    /// <summary>Tries at order number or ownership counted when the last one failed, 24 h.</summary>
    public int Tries { get; set; }

    /// <summary>True when the last failed try was for an order that exists.</summary>
    public bool TriedForeign { get; set; }

    public string? Claim { get; set; }

    /// <summary>The buyer's own words for a claim that no button names.</summary>
    public string? Story { get; set; }

    /// <summary>Identity and number of the case once it is opened.</summary>
    public string? CaseId { get; set; }

    public string? CaseNumber { get; set; }

    public DateTimeOffset? CaseOpenedAt { get; set; }

    /// <summary>Claims of this buyer in 30 days when the case was opened, this one included.</summary>
    public int Claims30d { get; set; }

    /// <summary>The fact that is being asked for.</summary>
    public string? Asking { get; set; }

    /// <summary>What the buyer said about facts.</summary>
    public List<AnsweredFact> Answers { get; set; } = [];

    public List<EvidencePicture> Evidence { get; set; } = [];

    /// <summary>What was missing when the screenshots were asked for, such as <c>E4.time</c>.</summary>
    public List<string> Missing { get; set; } = [];

    public int EvidenceRounds { get; set; }

    /// <summary>True once the product's three fields were shown.</summary>
    public bool CardShown { get; set; }

    public bool EvidenceDeclined { get; set; }

    /// <summary>When the failure happened, as typed by the buyer.</summary>
    public DateTimeOffset? ErrorTime { get; set; }

    /// <summary>Error code or exact text, as typed by the buyer.</summary>
    public string? ErrorCode { get; set; }

    public string? SellerState { get; set; }

    public DateTimeOffset? SellerAskedAt { get; set; }

    /// <summary>True while a ticket waits for the seller's answer.</summary>
    public bool SellerAsked { get; set; }

    /// <summary>True once something was typed that the buyer should see again before it is handed in.</summary>
    public bool Typed { get; set; }

    /// <summary>True once the buyer has seen the summary and handed the case in.</summary>
    public bool Submitted { get; set; }

    /// <summary>Outcome and rule of the verdict that was given last.</summary>
    public string? Outcome { get; set; }

    public string? Rule { get; set; }

    /// <summary>True when the buyer may still choose money instead of waiting.</summary>
    public bool MayChooseRefund { get; set; }
}

/// <summary>What a verified buyer is shown of their order.</summary>
/// <param name="Amount">With its currency sign.</param>
public sealed record OrderGlance(string Product, string Amount, DateTimeOffset? PaidAt, string Type, DateTimeOffset? DeliveredAt, int PromisedMinutes, bool EscrowHeld)
{
    /// <summary>The order's refund window; 0 in conversations older than this field.</summary>
    public int WindowMinutes { get; init; }
}

/// <summary>The buyer's word on a fact, in the spelling of files.</summary>
public sealed record AnsweredFact(string Name, string Value, DateTimeOffset At);

/// <summary>A picture that passed the door.</summary>
/// <param name="Kind">What it was asked for as, E1 to E10.</param>
public sealed record EvidencePicture(string Kind, string Sha256, string Mime, int Width, int Height, long Size, DateTimeOffset At);

/// <summary>When something happened: tries at an order or of a source, claims of a buyer.</summary>
/// <param name="At">Unix seconds of each, oldest first.</param>
public sealed record OccasionsRecord(List<long> At);

/// <summary>What the evidence store is to do after a commit.</summary>
/// <param name="Keep">Hashes to move to the kept files; empty with <paramref name="EraseIncoming"/>.</param>
public sealed record EvidenceOrder(IReadOnlyList<string> Keep, bool EraseIncoming);
