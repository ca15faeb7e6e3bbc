using System.Diagnostics.CodeAnalysis;

namespace ChatRefundBot.Refunds.Facts;

/// <summary>
/// What is known of a case: an immutable set of facts, each with its value, supplier and time. A fact that is not in the set was not
/// yet asked. Sets are cheap to copy (one array of references) and safe to share between threads.
/// </summary>
public sealed class FactSet
{
    private readonly Fact?[] _facts;

    private FactSet(Fact?[] facts) => _facts = facts;

    /// <summary>Nothing asked yet.</summary>
    public static FactSet Empty { get; } = new(new Fact?[FactCatalogue.All.Count]);

    /// <summary>The facts in the set, in the order of the catalogue; defaults are not among them.</summary>
    public IEnumerable<Fact> Known => _facts.Where(fact => fact is not null)!;

    /// <summary>The fact, its default where it has one and nobody said otherwise, or null while it was not asked.</summary>
    public Fact? this[FactDefinition definition] => _facts[definition.Index] ?? definition.DefaultFact;

    /// <summary>Whether someone supplied the fact; a default does not count.</summary>
    public bool Has(FactDefinition definition) => _facts[definition.Index] is not null;

    /// <summary>The value, if the fact was asked or has a default.</summary>
    public bool TryGet(FactDefinition definition, out FactValue value)
    {
        var fact = this[definition];
        value = fact?.Value ?? default;
        return fact is not null;
    }

    /// <summary>
    /// The set with this fact put in, whatever was there before: for facts of our own system, for corrections, for tests. Facts from
    /// outside go through <see cref="Offer"/>, which minds trust.
    /// </summary>
    /// <exception cref="ArgumentException">The value or the supplier is not one the fact allows; the message names both.</exception>
    public FactSet With(FactDefinition definition, FactValue value, Supplier supplier, DateTimeOffset? at = null)
    {
        if (Refusal(definition, value, supplier) is { } refusal)
            throw new ArgumentException(refusal, nameof(value));
        return Put(new Fact(definition, value, supplier, at));
    }

    /// <summary>Many facts at once: one copy for all of them, otherwise as <see cref="With"/>.</summary>
    public Builder Change() => new((Fact?[])_facts.Clone());

    /// <summary>Collects facts for a new set. Not thread safe; of no use after <see cref="Build"/>.</summary>
    public sealed class Builder
    {
        private Fact?[]? _collected;

        internal Builder(Fact?[] facts) => _collected = facts;

        /// <inheritdoc cref="With"/>
        public Builder With(FactDefinition definition, FactValue value, Supplier supplier, DateTimeOffset? at = null)
        {
            if (Refusal(definition, value, supplier) is { } refusal)
                throw new ArgumentException(refusal, nameof(value));
            _collected![definition.Index] = new Fact(definition, value, supplier, at);
            return this;
        }

        /// <summary>The new set.</summary>
        public FactSet Build()
        {
            var built = new FactSet(_collected!);
            _collected = null;
            return built;
        }
    }

    /// <summary>The set without this fact: not yet asked again, for "edit" in a dialog.</summary>
    public FactSet Without(FactDefinition definition)
    {
        if (!Has(definition))
            return this;
        var facts = (Fact?[])_facts.Clone();
        facts[definition.Index] = null;
        return new FactSet(facts);
    }

    /// <summary>
    /// Offers a fact from outside. Trust decides where two suppliers differ (P over O over A over S over B); an <c>unknown</c> (or the
    /// product type <c>UNKNOWN</c>) gives way to any real value and never replaces one. A buyer's or screenshot's value that differs
    /// from the order system's is a <see cref="OfferResult.Mismatch"/>, whichever came first; the order system's value stands.
    /// </summary>
    public OfferResult Offer(FactDefinition definition, FactValue value, Supplier supplier, DateTimeOffset? at = null)
    {
        if (Refusal(definition, value, supplier) is { } refusal)
            return new OfferResult.Refused(this, refusal);
        var offered = new Fact(definition, value, supplier, at);
        if (_facts[definition.Index] is not { } held)
            return new OfferResult.Accepted(Put(offered));
        if (IsOpen(value) && !IsOpen(held.Value))
            return new OfferResult.Outranked(this, held);
        if (IsOpen(held.Value) && !IsOpen(value))
            return new OfferResult.Accepted(Put(offered));

        var stronger = supplier.Trust() >= held.Supplier.Trust();
        var facts = stronger ? Put(offered) : this;
        if (held.Value == value)
            return stronger ? new OfferResult.Accepted(facts) : new OfferResult.Outranked(this, held);
        if (IsOrderAgainstWord(held.Supplier, supplier) || IsOrderAgainstWord(supplier, held.Supplier))
            return new OfferResult.Mismatch(facts, stronger ? offered : held, stronger ? held : offered);
        return stronger ? new OfferResult.Accepted(facts) : new OfferResult.Outranked(this, held);
    }

    /// <summary>
    /// The set with <see cref="FactDefinition.Assumed"/> filled in where nobody recorded a value: what an order source and a desk do
    /// once the order is known.
    /// </summary>
    public FactSet WithAssumed(DateTimeOffset? at = null)
    {
        var facts = this;
        foreach (var definition in FactCatalogue.All)
        {
            if (definition.Assumed is { } value && !Has(definition))
                facts = facts.Put(new Fact(definition, value, Supplier.Own, at));
        }

        return facts;
    }

    /// <summary>Starts many changes at once; one copy for all of them.</summary>
    internal static FactSet FromFacts(IEnumerable<Fact> facts)
    {
        var array = new Fact?[FactCatalogue.All.Count];
        foreach (var fact in facts)
            array[fact.Definition.Index] = fact;
        return new FactSet(array);
    }

    /// <summary>This set with the facts of <paramref name="over"/> laid over it.</summary>
    public FactSet Overlay(FactSet over)
    {
        var facts = (Fact?[])_facts.Clone();
        for (var i = 0; i < facts.Length; i++)
            facts[i] = over._facts[i] ?? facts[i];
        return new FactSet(facts);
    }

    internal Fact? At(int index) => _facts[index] ?? FactCatalogue.DefaultFacts[index];

    internal bool TryRead(FactDefinition definition, [NotNullWhen(true)] out Fact? fact)
    {
        fact = _facts[definition.Index] ?? definition.DefaultFact;
        return fact is not null;
    }

    private static string? Refusal(FactDefinition definition, FactValue value, Supplier supplier)
    {
        if (!definition.Suppliers.Contains(supplier))
            return $"{definition.Name} cannot come from {supplier.Letter()}; it comes from {string.Join(", ", definition.Suppliers.Select(s => s.Letter()))}.";
        if (FactRules.Problem(definition, value) is { } problem)
            return problem;
        var isWord = (supplier is Supplier.Buyer or Supplier.Screenshot) && value.Kind == FactValue.Shape.Symbol && definition.Kind == FactKind.Symbol;
        return isWord && !definition.WordsOfBuyer.Contains(value.AsText())
            ? $"{definition.Name} {value} needs the word of a system or an agent, not of {supplier.Letter()}."
            : null;
    }

    private static bool IsOpen(FactValue value) => value.IsUnknown || value.AsText() == "UNKNOWN";

    private static bool IsOrderAgainstWord(Supplier one, Supplier other) =>
        one == Supplier.Orders && (other is Supplier.Buyer or Supplier.Screenshot);

    private FactSet Put(Fact fact)
    {
        var facts = (Fact?[])_facts.Clone();
        facts[fact.Definition.Index] = fact;
        return new FactSet(facts);
    }
}
