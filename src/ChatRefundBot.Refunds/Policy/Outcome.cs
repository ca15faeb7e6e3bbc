namespace ChatRefundBot.Refunds.Policy;

/// <summary>What a rule decides. Every granting outcome is a proposal until it is confirmed.</summary>
public enum Outcome
{
    /// <summary><c>approve</c>: refund in full of what is in dispute.</summary>
    Approve,

    /// <summary><c>partial_refund</c>: refund of a share.</summary>
    PartialRefund,

    /// <summary><c>reissue</c>: the same code again, or a new one; see <see cref="ReissueKind"/>.</summary>
    Reissue,

    /// <summary><c>wait</c>: nothing is due yet; the case is looked at again.</summary>
    Wait,

    /// <summary><c>seller_first</c>: rule out a usage slip and ask the seller.</summary>
    SellerFirst,

    /// <summary><c>ask</c>: something is needed from the buyer first.</summary>
    Ask,

    /// <summary><c>reject</c>: not eligible, with a reason; always open to human review.</summary>
    Reject,

    /// <summary><c>escalate</c>: a human decides, with a priority.</summary>
    Escalate,

    /// <summary><c>resolved</c>: the problem is gone.</summary>
    Resolved,

    /// <summary><c>link</c>: there is an open case already.</summary>
    Link,

    /// <summary><c>end</c>: no consent, nothing is kept.</summary>
    End,
}

/// <summary>How soon a human looks; P0 first.</summary>
public enum Priority
{
    /// <summary>At once.</summary>
    P0,

    /// <summary>Soon: money or an outside deadline is at stake.</summary>
    P1,

    /// <summary>The usual.</summary>
    P2,

    /// <summary>Within a working day.</summary>
    P3,
}

/// <summary>What a reissue sends.</summary>
public enum ReissueKind
{
    /// <summary><c>resend</c>: the same code again.</summary>
    Resend,

    /// <summary><c>new</c>: another code.</summary>
    New,
}

/// <summary>Which of the three things a verdict turned on, for the monthly figures.</summary>
public enum ReasonGroup
{
    /// <summary>The platform's rules or service.</summary>
    Platform,

    /// <summary>The goods.</summary>
    Product,

    /// <summary>What the buyer did.</summary>
    Buyer,
}

/// <summary>The spelling of these words in files.</summary>
public static class OutcomeWords
{
    private static readonly string[] Outcomes =
        ["approve", "partial_refund", "reissue", "wait", "seller_first", "ask", "reject", "escalate", "resolved", "link", "end"];

    /// <summary>The outcome's word.</summary>
    public static string Word(this Outcome outcome) => Outcomes[(int)outcome];

    /// <summary>The kind's word: <c>resend</c> or <c>new</c>.</summary>
    public static string Word(this ReissueKind kind) => kind == ReissueKind.New ? "new" : "resend";

    /// <summary>The priority's word: <c>P0</c> to <c>P3</c>.</summary>
    public static string Word(this Priority priority) => priority switch
    {
        Priority.P0 => "P0",
        Priority.P1 => "P1",
        Priority.P2 => "P2",
        _ => "P3",
    };

    /// <summary>The group's word: <c>PLATFORM</c>, <c>PRODUCT</c> or <c>BUYER</c>.</summary>
    public static string Word(this ReasonGroup group) => group switch
    {
        ReasonGroup.Platform => "PLATFORM",
        ReasonGroup.Product => "PRODUCT",
        _ => "BUYER",
    };

    internal static IReadOnlyList<string> AllOutcomes => Outcomes;

    internal static Outcome? Parse(string word) => Array.IndexOf(Outcomes, word) is >= 0 and var index ? (Outcome)index : null;
}
