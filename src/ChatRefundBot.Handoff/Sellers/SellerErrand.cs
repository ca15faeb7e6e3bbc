namespace ChatRefundBot.Handoff.Sellers;

/// <summary>What a case wants of the seller; the word is the rule table's duty of the same meaning, and a ticket's reason.</summary>
public enum SellerErrand
{
    /// <summary><c>ask_seller</c>: look into a code that does not work, and answer.</summary>
    Answer,

    /// <summary><c>urge_seller</c>: deliver what is late.</summary>
    Deliver,

    /// <summary><c>tell_seller</c>: take note of a code that was bad.</summary>
    TakeNote,
}

public static class SellerErrandWords
{
    private static readonly string[] Words = ["ask_seller", "urge_seller", "tell_seller"];

    public static string Word(this SellerErrand errand) => Words[(int)errand];
}
