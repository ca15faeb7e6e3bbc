namespace ChatRefundBot.Refunds.Facts;

/// <summary>What is fixed about a fact: its name, type, suppliers and how it comes to be known. All of them: <see cref="FactCatalogue"/>.</summary>
public sealed class FactDefinition
{
    internal FactDefinition(int index, string name, FactGroup group, FactKind kind, string suppliers)
    {
        Index = index;
        Bit = UInt128.One << index;
        Name = name;
        Group = group;
        Kind = kind;
        Suppliers = suppliers.Select(letter => (Supplier)"BSAYOP".IndexOf(letter, StringComparison.Ordinal)).ToArray();
    }

    /// <summary>The name in files and in the table, such as <c>delivered_at</c>.</summary>
    public string Name { get; }

    /// <summary>What it is about.</summary>
    public FactGroup Group { get; }

    /// <summary>The type of the value.</summary>
    public FactKind Kind { get; }

    /// <summary>Who may supply it, the most natural supplier first; a value from a file counts as supplied by the first.</summary>
    public IReadOnlyList<Supplier> Suppliers { get; }

    /// <summary>The closed list of words of a <see cref="FactKind.Symbol"/>, without <c>unknown</c>; otherwise empty.</summary>
    public IReadOnlyList<string> Words { get; internal init; } = [];

    /// <summary>The words a buyer or a screenshot may supply; the rest needs a system's or an agent's word.</summary>
    public IReadOnlyList<string> WordsOfBuyer { get; internal init; } = [];

    /// <summary>Whether <see cref="FactValue.Unknown"/> is a value of it.</summary>
    public bool UnknownAllowed { get; internal init; }

    /// <summary>Whether <see cref="FactValue.Absent"/> is a value of it.</summary>
    public bool AbsentAllowed { get; internal init; }

    /// <summary>
    /// The value that holds until someone says otherwise; such a fact is never asked on its own. Null: not yet asked means undecided.
    /// </summary>
    public FactValue? Default { get; internal init; }

    /// <summary>
    /// The value an order system or desk fills in where nobody recorded one (<c>window_minutes</c> 120, <c>listing_clear</c> and
    /// <c>limits_disclosed</c> true). It is not a default: the engine stays undecided until someone fills it in. Null: none.
    /// </summary>
    public FactValue? Assumed { get; internal init; }

    /// <summary>Whether the buyer can be asked for it.</summary>
    public bool AskableOfBuyer => Suppliers.Contains(Supplier.Buyer);

    /// <summary>Who has to be turned to for it, and with it when it is asked.</summary>
    public AskRank Rank { get; internal init; }

    internal int Index { get; }

    internal UInt128 Bit { get; }

    internal Fact? DefaultFact => _defaultFact ??= Default is { } value ? new Fact(this, value, Supplier.Own, null) : null;

    private Fact? _defaultFact;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What facts are about.</summary>
public enum FactGroup
{
    /// <summary>The conversation and its case.</summary>
    Case,

    /// <summary>The order and its payment.</summary>
    Order,

    /// <summary>The product and its listing.</summary>
    Product,

    /// <summary>The state of the goods.</summary>
    Goods,

    /// <summary>What the buyer says and wants.</summary>
    Claim,

    /// <summary>Screenshots and other proof.</summary>
    Evidence,

    /// <summary>Risk and outside complaints.</summary>
    Risk,

    /// <summary>What was decided; no rule may test these.</summary>
    Result,
}

/// <summary>In which order facts are sought: lower first.</summary>
public enum AskRank
{
    /// <summary>Our own system, the order system or the provider: no work for the buyer.</summary>
    System,

    /// <summary>The claim itself: nothing can be collected before it is known what the case is about.</summary>
    Claim,

    /// <summary>Read from screenshots.</summary>
    Screenshot,

    /// <summary>A question to the buyer.</summary>
    Buyer,

    /// <summary>Only an agent can say.</summary>
    Agent,
}
