using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;
using static ChatRefundBot.Refunds.Facts.FactCatalogue;
using Shape = ChatRefundBot.Refunds.Facts.FactValue.Shape;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>What conditions can speak of: facts, the times between them, derived words and the table's named numbers.</summary>
internal sealed class Vocabulary
{
    internal static readonly IReadOnlyDictionary<string, DerivedWord> Derived = new Dictionary<string, DerivedWord>(StringComparer.Ordinal)
    {
        ["claim"] = DerivedWord.Claim,
        ["delivery"] = DerivedWord.Delivery,
        ["goods"] = DerivedWord.Goods,
    };

    private static readonly Dictionary<string, (Term Term, Shape Shape)> Times = new(StringComparer.Ordinal)
    {
        ["undelivered_for"] = (new ElapsedTerm(PaidAt, Now, inDays: false), Shape.Span),
        ["delivery_took"] = (new ElapsedTerm(PaidAt, DeliveredAt, inDays: false), Shape.Span),
        ["since_delivery"] = (new ElapsedTerm(DeliveredAt, CaseOpenedAt, inDays: false), Shape.Span),
        ["days_since_delivery"] = (new ElapsedTerm(DeliveredAt, CaseOpenedAt, inDays: true), Shape.Number),
        ["seller_silent_for"] = (new ElapsedTerm(SellerAskedAt, Now, inDays: false), Shape.Span),
        ["promised"] = (new MinutesTerm(PromisedMinutes), Shape.Span),
        ["window"] = (new MinutesTerm(WindowMinutes), Shape.Span),
    };

    private readonly IReadOnlyDictionary<string, FactValue> _limits;

    internal Vocabulary(IReadOnlyDictionary<string, FactValue> limits) => _limits = limits;

    internal static IEnumerable<string> AllNames =>
        All.Where(fact => fact.Group != FactGroup.Result).Select(fact => fact.Name).Concat(Times.Keys).Concat(Derived.Keys);

    internal static bool IsTaken(string name) => Find(name) is not null || Times.ContainsKey(name) || Derived.ContainsKey(name);

    /// <summary>A fact or time by name, with the shape of its values.</summary>
    internal static (Term Term, Shape Shape, FactDefinition? Fact)? FindTerm(string name)
    {
        if (Times.TryGetValue(name, out var time))
            return (time.Term, time.Shape, null);
        if (Find(name) is not { Group: not FactGroup.Result } fact)
            return null;
        var shape = fact.Kind switch
        {
            FactKind.Flag => Shape.Flag,
            FactKind.Count or FactKind.Amount or FactKind.Number => Shape.Number,
            FactKind.Time => Shape.Time,
            FactKind.Symbol => Shape.Symbol,
            FactKind.Text => Shape.Text,
            FactKind.Parts => Shape.Parts,
            _ => Shape.Items,
        };
        return (new FactTerm(fact), shape, fact);
    }

    /// <summary>The right side of a comparison: a literal, a named number, or another fact or time of the same shape.</summary>
    internal Term? FindOperand(string text, Shape shape)
    {
        if (shape == Shape.Span && Words.Span(text) is { } span)
            return new ConstantTerm(FactValue.OfSpan(span.Ticks));
        if (shape == Shape.Number && Words.Number(text) is { } number)
            return new ConstantTerm(FactValue.Of(number));
        if (_limits.TryGetValue(text, out var limit))
            return limit.Kind == shape ? new ConstantTerm(limit) : null;
        return FindTerm(text) is { } other && other.Shape == shape ? other.Term : null;
    }
}
