using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;
using Shape = ChatRefundBot.Refunds.Facts.FactValue.Shape;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>
/// Compiles conditions. A mapping means "all of these"; its keys are facts, times or derived words with a test, or one of
/// <c>any</c>, <c>all</c>, <c>not</c>, <c>is</c> (conditions with a name).
/// </summary>
internal sealed class ConditionReader
{
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<string, (Reading Reading, YamlEntry Entry)> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Condition> _compiled = new(StringComparer.Ordinal);
    private readonly List<string> _path = [];

    internal ConditionReader(Vocabulary vocabulary) => _vocabulary = vocabulary;

    /// <summary>
    /// What <c>missing_evidence</c> means where no file gives it; set once the matrix is read. Until then a condition may not speak of
    /// it: the matrix and its named conditions would depend on themselves.
    /// </summary>
    internal Condition? Derived { get; set; }

    private static Condition Never { get; } = new AnyOf([]) { Text = "never" };

    internal void Define(Reading reading, YamlMap conditions)
    {
        foreach (var entry in conditions.Entries)
        {
            if (Vocabulary.IsTaken(entry.Key))
                reading.Fail(entry.Line, $"The condition {entry.Key} has the name of a fact.", "Give it another name.");
            _named[entry.Key] = (reading, entry);
        }

        foreach (var name in _named.Keys)
            Named(reading, _named[name].Entry.Line, name);
    }

    internal Condition Read(Reading reading, YamlMap map) => new AllOf(Parts(reading, map)) { Text = "all of these" };

    internal Condition ReadClaims(Reading reading, IReadOnlyList<YamlScalar> claims, DerivedWord word)
    {
        var mask = 0u;
        foreach (var claim in claims)
            mask |= Bit(reading, "claim", word.Names(), claim);
        return new DerivedTest(word, mask) { Text = $"claim: {string.Join(", ", claims.Select(claim => claim.Text))}" };
    }

    internal static Condition ReadGoods(Reading reading, IReadOnlyList<YamlScalar> goods)
    {
        var mask = 0u;
        foreach (var item in goods)
            mask |= Bit(reading, "goods", DerivedWord.Goods.Names(), item);
        return new DerivedTest(DerivedWord.Goods, mask) { Text = $"goods: {string.Join(", ", goods.Select(item => item.Text))}" };
    }

    private Condition[] Parts(Reading reading, YamlMap map)
    {
        var parts = new List<Condition>();
        foreach (var entry in map.Entries)
        {
            switch (entry.Key)
            {
                case "is":
                    parts.AddRange(reading.List(map, "is").Select(name => Named(reading, name.Line, name.Text)));
                    break;
                case "any":
                    parts.Add(new AnyOf([.. reading.Maps(map, "any").Select(item => Read(reading, item))]) { Text = "any of these" });
                    break;
                case "all":
                    parts.AddRange(reading.Maps(map, "all").Select(item => Read(reading, item)));
                    break;
                case "not" when reading.Map(map, "not") is { } inner:
                    parts.Add(new Not(Read(reading, inner)) { Text = $"not ({Show(inner)})" });
                    break;
                case "not":
                    break;
                default:
                    parts.AddRange(Tests(reading, entry));
                    break;
            }
        }

        return [.. parts];
    }

    private Condition Named(Reading reading, int line, string name)
    {
        if (_compiled.TryGetValue(name, out var known))
            return known;
        if (!_named.TryGetValue(name, out var found))
        {
            reading.Fail(line, $"There is no condition with the name {name}.", $"Add it under `conditions:`.{Spelling.Hint(name, _named.Keys)}");
            return Never;
        }

        if (_path.Contains(name))
        {
            reading.Fail(line, $"Conditions in a circle: {string.Join(" -> ", _path)} -> {name}.", "Take one `is:` out of the circle.");
            return Never;
        }

        if (_path.Count >= 20)
        {
            reading.Fail(line, $"Conditions call conditions more than 20 deep, at {name}.", "Write some of them out.");
            return Never;
        }

        _path.Add(name);
        var condition = Never;
        if (found.Entry.Value is YamlMap map)
            condition = Read(found.Reading, map);
        else
            found.Reading.Fail(found.Entry.Line, $"The condition {name} is not a mapping.", $"Write `{name}: {{fact: test}}`.");
        _path.RemoveAt(_path.Count - 1);
        return _compiled[name] = condition;
    }

    private IEnumerable<Condition> Tests(Reading reading, YamlEntry entry)
    {
        var text = $"{entry.Key}: {Show(entry.Value)}";
        if (Vocabulary.Derived.TryGetValue(entry.Key, out var word))
            return [DerivedTest(reading, entry, word, text)];
        if (Vocabulary.FindTerm(entry.Key) is not { } term)
        {
            reading.Fail(entry.Line, $"There is no fact {entry.Key}.", $"docs/policy-guide.md lists them.{Spelling.Hint(entry.Key, Vocabulary.AllNames)}");
            return [];
        }

        var (negated, words) = Values(reading, entry);
        if (words.Count == 0)
            return [];
        if (words is [{ Text: "absent" or "present" } presence] && term.Shape is not (Shape.Parts or Shape.Items))
            return [Negate(negated, new PresenceTest(term.Term, presence.Text == "present") { Text = text }, text)];
        return term.Shape switch
        {
            Shape.Number or Shape.Span or Shape.Time => Comparisons(reading, entry, term.Term, term.Shape, negated, words, text),
            Shape.Parts => PartsTest(reading, entry, negated, words, text),
            Shape.Flag or Shape.Symbol => [Negate(negated, Equality(reading, term.Term, term.Fact!, words, text), text)],
            _ => Unfit(reading, entry, "can only be absent or present", "Write `absent` or `present`."),
        };
    }

    private static (bool Negated, IReadOnlyList<YamlScalar> Words) Values(Reading reading, YamlEntry entry)
    {
        switch (entry.Value)
        {
            case YamlList list when list.Items.Count > 0 && list.Items.All(item => item is YamlScalar):
                return (false, [.. list.Items.Cast<YamlScalar>()]);
            case YamlScalar { Text: var text } when text.StartsWith("not ", StringComparison.Ordinal):
                var rest = text[4..].Trim().TrimStart('[').TrimEnd(']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                return (true, [.. rest.Select(item => new YamlScalar(entry.Line, item))]);
            case YamlScalar { Text.Length: > 0 } scalar:
                return (false, [scalar]);
            default:
                reading.Fail(entry.Line, $"{entry.Key} has no test.", "Write a value, a list of values, or a comparison such as \"> 3\".");
                return (false, []);
        }
    }

    private static Condition DerivedTest(Reading reading, YamlEntry entry, DerivedWord word, string text)
    {
        var (negated, words) = Values(reading, entry);
        var mask = 0u;
        foreach (var item in words)
            mask |= Bit(reading, entry.Key, word.Names(), item);
        var all = (1u << word.Names().Length) - 1;
        return new DerivedTest(word, negated ? all & ~mask : mask) { Text = text };
    }

    private static OneOfTest Equality(Reading reading, Term term, FactDefinition fact, IReadOnlyList<YamlScalar> words, string text)
    {
        var values = new List<FactValue>();
        foreach (var word in words)
        {
            var value = fact.Kind == FactKind.Flag && Words.Flag(word.Text) is { } flag ? FactValue.Of(flag) : FactValue.Of(word.Text);
            if (FactRules.Problem(fact, value) is null)
                values.Add(value);
            else
                reading.Fail(word.Line, $"{fact.Name} is never {word.Text}.", $"It is {FactRules.Expected(fact)}.{Spelling.Hint(word.Text, fact.Words)}");
        }

        return new OneOfTest(term, [.. values]) { Text = text };
    }

    private IEnumerable<Condition> Comparisons(
        Reading reading, YamlEntry entry, Term term, Shape shape, bool negated, IReadOnlyList<YamlScalar> words, string text)
    {
        if (negated || words.Count > 1)
            return Unfit(reading, entry, "is compared, not listed", "Write a comparison such as \"> 3\", or two with a comma: \"> 0, < qty\".");
        var tests = new List<Condition>();
        foreach (var comparison in words[0].Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (kind, operand) = Split(comparison);
            if (_vocabulary.FindOperand(operand, shape) is { } right)
                tests.Add(new CompareTest(term, kind, right) { Text = text });
            else
                Unfit(reading, entry, $"cannot be compared with {operand}", Hint(shape));
        }

        return tests;
    }

    private static (Comparison Kind, string Operand) Split(string comparison)
    {
        foreach (var (sign, kind) in Signs)
        {
            if (comparison.StartsWith(sign, StringComparison.Ordinal))
                return (kind, comparison[sign.Length..].Trim());
        }

        return (Comparison.Equal, comparison);
    }

    private static readonly (string Sign, Comparison Kind)[] Signs =
        [("<=", Comparison.AtMost), (">=", Comparison.AtLeast), ("<", Comparison.Less), (">", Comparison.More), ("=", Comparison.Equal)];

    private static string Hint(Shape shape) => shape switch
    {
        Shape.Span => "Compare a time span with one such as 24h or 30min, a limit, or another span (promised, window).",
        Shape.Time => "Compare a time with another time.",
        _ => "Compare a number with a number, a limit, or another number.",
    };

    private IEnumerable<Condition> PartsTest(Reading reading, YamlEntry entry, bool negated, IReadOnlyList<YamlScalar> words, string text)
    {
        if (words is not [{ Text: "empty" }])
            return Unfit(reading, entry, "is a list", "Write `empty` or `not empty`.");
        if (Derived is null)
            return Unfit(reading, entry, "cannot be used in a named condition or in the evidence matrix", "Test it in the rule itself.");
        var missing = new EvidenceMissingTest(Derived) { Text = text };
        return [negated ? missing : new Not(missing) { Text = text }];
    }

    private static IEnumerable<Condition> Unfit(Reading reading, YamlEntry entry, string what, string fix)
    {
        reading.Fail(entry.Line, $"{entry.Key} {what}.", fix);
        return [];
    }

    private static Condition Negate(bool negated, Condition condition, string text) => negated ? new Not(condition) { Text = text } : condition;

    private static uint Bit(Reading reading, string name, string[] words, YamlScalar word)
    {
        var index = Array.IndexOf(words, word.Text);
        if (index >= 0)
            return 1u << index;
        reading.Fail(word.Line, $"{name} is never {word.Text}.", $"It is one of {string.Join(", ", words)}.{Spelling.Hint(word.Text, words)}");
        return 0;
    }

    private static string Show(YamlNode node) => node switch
    {
        YamlScalar scalar => scalar.Text,
        YamlList list => string.Join(", ", list.Items.Select(Show)),
        YamlMap map => string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Show(entry.Value)}")),
        _ => "",
    };
}
