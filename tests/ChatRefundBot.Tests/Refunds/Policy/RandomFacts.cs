using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Facts;
using static ChatRefundBot.Refunds.Facts.FactCatalogue;

namespace ChatRefundBot.Tests.Refunds.Policy;

/// <summary>Fact sets drawn at random from a seed, near the bounds the rules care about.</summary>
internal sealed class RandomFacts(int seed)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly string[] Kinds = ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E10"];
    private static readonly string[] Parts = ["time", "target", "result", "code"];

    // Values that end a case at once would hide the rest when drawn as often as the others.
    private static readonly Dictionary<FactDefinition, (FactValue Usual, int OneIn)> Rare = new()
    {
        [Consent] = (FactValue.Of(true), 20),
        [SafetyFlag] = (FactValue.Of(false), 20),
        [WantsHuman] = (FactValue.Of(false), 20),
        [NegativeEmotion] = (FactValue.Of(false), 20),
        [OrderFound] = (FactValue.Of(true), 20),
        [OwnerVerified] = (FactValue.Of(true), 20),
        [Unauthorised] = (FactValue.Of(false), 20),
        [Minor] = (FactValue.Of(false), 20),
        [ExtComplaint] = (FactValue.Absent, 20),
        [OpenCaseId] = (FactValue.Absent, 20),
        [PaidState] = (FactValue.Of("paid"), 20),
        [ImgReused] = (FactValue.Of(false), 20),
        [Grey] = (FactValue.Of("none"), 20),
        [Standard] = (FactValue.Of(true), 10),
        [PromiseUncond] = (FactValue.Of(false), 10),
        [FailedTurns] = (FactValue.Of(0), 20),
        [Claims30d] = (FactValue.Of(1), 10),
        [MismatchCount] = (FactValue.Of(0), 10),
        [RefundedAmount] = (FactValue.Of(0m), 3),
        [UserError] = (FactValue.Absent, 5),
    };

    private readonly Random _random = new(seed);

    /// <summary>Every fact that rules can test; half of the sets give the missing evidence, half the items received.</summary>
    public FactSet Full()
    {
        var given = _random.Next(2) == 0;
        var facts = FactSet.Empty;
        foreach (var definition in All.Where(fact => fact.Group != FactGroup.Result && fact != (given ? FactCatalogue.Evidence : MissingEvidence)))
            facts = facts.With(definition, Value(definition), definition.Suppliers[0]);

        // What is missing follows from the matrix; a set in which something is missing that nobody needs would contradict itself.
        var needsNothing = PolicyFiles.Table.Evidence.Need(facts.Without(MissingEvidence)).Needed.Count == 0;
        return given && needsNothing ? facts.With(MissingEvidence, FactValue.Of(Array.Empty<string>()), Supplier.Own) : facts;
    }

    /// <summary>Some facts of a full set, the others not yet asked.</summary>
    public FactSet Partial()
    {
        var facts = Full();
        var keep = _random.Next(1, 10);
        foreach (var fact in facts.Known.ToArray())
        {
            if (_random.Next(10) >= keep)
                facts = facts.Without(fact.Definition);
        }

        return facts;
    }

    public FactDefinition Any(IReadOnlyList<FactDefinition> facts) => facts[_random.Next(facts.Count)];

    public EvidenceItem Item()
    {
        var kind = Kinds[_random.Next(Kinds.Length)];
        return new EvidenceItem(kind, kind == "E4" ? [.. Parts.Where(_ => _random.Next(3) > 0)] : []);
    }

    private FactValue Value(FactDefinition definition)
    {
        if (Rare.TryGetValue(definition, out var rare) && _random.Next(rare.OneIn) > 0)
            return rare.Usual;
        if (definition.AbsentAllowed && definition != PaidAt && definition != AmountPaid && _random.Next(4) == 0)
            return FactValue.Absent;
        if (definition.UnknownAllowed && _random.Next(5) == 0)
            return FactValue.Unknown;
        return definition.Kind switch
        {
            FactKind.Flag => FactValue.Of(_random.Next(2) == 0),
            FactKind.Count when definition == PromisedMinutes || definition == WindowMinutes => FactValue.Of(_random.Next(3) * 60),
            FactKind.Count => FactValue.Of(_random.Next(5)),
            FactKind.Amount => FactValue.Of(_random.Next(_random.Next(4) == 0 ? 80_000 : 50_001) / 100m),
            FactKind.Number => FactValue.Of((decimal)_random.Next(101)),
            FactKind.Time => FactValue.Of(Time(definition)),
            FactKind.Symbol => FactValue.Of(definition.Words[_random.Next(definition.Words.Count)]),
            FactKind.Parts => FactValue.Of(_random.Next(3) == 0 ? new[] { "E4.time" } : []),
            FactKind.Items => FactValue.Of(Enumerable.Range(0, _random.Next(4)).Select(_ => Item()).ToArray()),
            _ => FactValue.Of(definition == Currency ? "CNY" : "text"),
        };
    }

    private DateTimeOffset Time(FactDefinition definition)
    {
        if (definition == PaidAt)
            return Start;
        int[] minutes = [0, 5, 59, 60, 61, 120, 121, 180, 1_440, 1_500, 7 * 1_440, 9 * 1_440];
        return Start.AddMinutes(minutes[_random.Next(minutes.Length)]).AddSeconds(_random.Next(3) - 1);
    }
}
