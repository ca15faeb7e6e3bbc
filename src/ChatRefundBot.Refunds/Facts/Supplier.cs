namespace ChatRefundBot.Refunds.Facts;

/// <summary>Who supplied a fact. In files a supplier is written as its letter.</summary>
public enum Supplier
{
    /// <summary>B: the buyer, in the conversation.</summary>
    Buyer,

    /// <summary>S: read from a screenshot.</summary>
    Screenshot,

    /// <summary>A: a human agent.</summary>
    Agent,

    /// <summary>Y: our own system (counters, clocks, the case itself).</summary>
    Own,

    /// <summary>O: the shop's order system.</summary>
    Orders,

    /// <summary>P: the provider or supplier of the goods.</summary>
    Provider,
}

/// <summary>Letters and trust of suppliers.</summary>
public static class SupplierExtensions
{
    private static readonly string[] Letters = ["B", "S", "A", "Y", "O", "P"];

    /// <summary>The supplier's letter in files: B, S, A, Y, O or P.</summary>
    public static string Letter(this Supplier supplier) => Letters[(int)supplier];

    /// <summary>
    /// Trust when two sources differ, higher wins: P 5, O 4, A and Y 3, S 2, B 1. Agent and own system are equal because they never
    /// compete except for the seller's state, where the later word counts.
    /// </summary>
    public static int Trust(this Supplier supplier) => supplier switch
    {
        Supplier.Provider => 5,
        Supplier.Orders => 4,
        Supplier.Agent or Supplier.Own => 3,
        Supplier.Screenshot => 2,
        _ => 1,
    };
}
