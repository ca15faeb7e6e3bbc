using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Products;

namespace ChatRefundBot.Refunds.Policy.Conditions;

/// <summary>One run of the table over one set of facts; remembers the derived words that nearly every row reads.</summary>
internal ref struct Evaluation(FactSet facts, ProductCatalogue products)
{
    private uint _claims;
    private uint _deliveries;

    public readonly FactSet Facts => facts;

    public readonly ProductCatalogue Products => products;

    /// <summary>The claims the case may be treated as, as bits in the order of the claim's words.</summary>
    public uint Claims => _claims != 0 ? _claims : _claims = DerivedWords.Claims(ref this, afterTopup: true);

    /// <summary>The states of delivery still possible, as bits.</summary>
    public uint Deliveries => _deliveries != 0 ? _deliveries : _deliveries = DerivedWords.Deliveries(facts);

    public readonly Fact? At(FactDefinition definition) => facts.At(definition.Index);
}
