using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>
/// Other values of a fact that the table could tell apart: the other words of a list, the other flag, and numbers and times just at
/// and just beyond the bounds that rows compare them with.
/// </summary>
internal sealed class Alternatives
{
    private readonly Dictionary<FactDefinition, HashSet<long>> _numbers = [];

    internal Alternatives(IEnumerable<RuleRow> rows)
    {
        foreach (var row in rows)
            Collect(row.When);
    }

    internal IEnumerable<FactValue> Of(Fact fact, FactSet facts)
    {
        var definition = fact.Definition;
        if (definition.AbsentAllowed)
            yield return FactValue.Absent;
        if (definition.UnknownAllowed)
            yield return FactValue.Unknown;
        if (definition.Kind == FactKind.Flag)
            yield return FactValue.Of(fact.Value.AsFlag() != true);
        foreach (var word in definition.Words)
            yield return FactValue.Of(word);
        if (definition.Kind == FactKind.Parts)
            yield return FactValue.Of(Array.Empty<string>());
        foreach (var bound in _numbers.GetValueOrDefault(definition, []))
        {
            var step = definition.Kind == FactKind.Amount ? 0.01m : 1m;
            var value = (decimal)bound / FactValue.NumberScale;
            yield return FactValue.Of(value);
            yield return FactValue.Of(value + step);
            if (value >= step)
                yield return FactValue.Of(value - step);
        }

        // A time matters through what has passed; a minute, a day and a fortnight earlier or later show on which side of a bound it is.
        if (fact.Value.AsTime() is { } time)
        {
            foreach (var minutes in (int[])[-20_160, -1_440, -120, -1, 1, 120, 1_440, 20_160])
                yield return FactValue.Of(time.AddMinutes(minutes));
        }
    }

    private void Collect(Condition condition)
    {
        switch (condition)
        {
            case AllOf all:
                foreach (var part in all.Parts)
                    Collect(part);
                break;
            case AnyOf any:
                foreach (var part in any.Parts)
                    Collect(part);
                break;
            case Not not:
                Collect(not.Part);
                break;
            case CompareTest { Left: FactTerm fact, Right: ConstantTerm constant } when constant.Value.Kind == FactValue.Shape.Number:
                if (!_numbers.TryGetValue(fact.Definition, out var bounds))
                    _numbers[fact.Definition] = bounds = [];
                bounds.Add(constant.Value.Bits);
                break;
        }
    }
}
