namespace ChatRefundBot.Refunds.Facts;

/// <summary>A fact with its value and where it comes from.</summary>
/// <param name="Definition">Which fact.</param>
/// <param name="Value">Its value; never "not yet asked".</param>
/// <param name="Supplier">Who supplied it.</param>
/// <param name="At">When it was supplied; null for defaults and for values from a file.</param>
public sealed record Fact(FactDefinition Definition, FactValue Value, Supplier Supplier, DateTimeOffset? At)
{
    /// <summary>The fact's name.</summary>
    public string Name => Definition.Name;
}
