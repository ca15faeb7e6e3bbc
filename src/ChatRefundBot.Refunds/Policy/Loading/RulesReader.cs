using System.Globalization;
using System.Text.RegularExpressions;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy.Conditions;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>Reads <c>rules</c> into rows: a rule is one row, or one row for each of its cases.</summary>
internal sealed partial class RulesReader(Reading reading, ConditionReader conditions, PolicyLimits limits)
{
    internal const int MaxRows = 10_000;

    private static readonly string[] ResultKeys =
        ["claim", "when", "outcome", "priority", "reissue", "amount", "due", "reason", "group", "law", "duties", "wording", "advice"];

    private readonly List<RuleRow> _rows = [];

    internal RuleRow[] Read(YamlMap file)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var rules = reading.Maps(file, "rules");
        foreach (var rule in rules)
        {
            if (_rows.Count > MaxRows)
            {
                reading.Fail(rule.Line, string.Create(CultureInfo.InvariantCulture, $"There are more than {MaxRows} rows."), "Make the table smaller.");
                break;
            }

            ReadRule(rule, ids);
        }

        if (rules.Count == 0)
            reading.Fail(file.Find("rules")?.Line ?? 0, "The table has no rules.", "Put the rules back; without them nothing can be decided.");
        else if (_rows.Count > 0 && _rows[^1] is { When: not AllOf { Parts.Count: 0 } } last)
            reading.Fail(last.Line, $"The last rule, {last.Id}, has conditions; some cases would match no rule.", "End the table with a rule without conditions, such as R99.");
        if (_rows.Where(row => row.AttachesAdvice).Skip(1).FirstOrDefault() is { } second)
            reading.Fail(second.Line, $"{second.Id} is the second rule with advice.", "Only one rule may have `advice: later_rules`.");
        return [.. _rows];
    }

    private void ReadRule(YamlMap rule, HashSet<string> ids)
    {
        reading.CheckKeys(rule, ["id", "gate", "cases", .. ResultKeys]);
        var id = reading.Text(rule, "id", required: true);
        if (id is null)
            return;
        if (!RuleId().IsMatch(id))
            reading.Fail(rule.Line, $"The id {id} is not a letter and a number.", "Write an id such as R24; never use an old id for another rule.");
        if (!ids.Add(id))
            reading.Fail(rule.Line, $"The id {id} is there twice.", "Give each rule its own id; several outcomes of one rule go under `cases:`.");
        if (rule.Find("cases") is null)
        {
            AddRow(rule, rule, id, id);
            return;
        }

        if (rule.Find("outcome") is { } outcome && rule.Find("cases") is not null && reading.Maps(rule, "cases").All(item => item.Find("outcome") is not null))
            reading.Fail(outcome.Line, $"{id} has an outcome although each case has its own.", "Remove it here.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in reading.Maps(rule, "cases"))
        {
            reading.CheckKeys(item, ["name", .. ResultKeys]);
            var name = reading.Text(item, "name", required: true) ?? "?";
            if (!names.Add(name))
                reading.Fail(item.Line, $"{id} has two cases with the name {name}.", "Give each case its own name.");
            AddRow(rule, item, id, $"{id}.{name}");
        }
    }

    private void AddRow(YamlMap rule, YamlMap item, string id, string rowId)
    {
        // What a case does not say, its rule says; conditions of both hold together.
        YamlMap From(string key) => item.Find(key) is null ? rule : item;
        string? Word(string key, bool required = false) => reading.Text(From(key), key, required && item.Find(key) is null);

        var line = item.Line;
        var outcomeWord = Word("outcome", required: true);
        var outcome = outcomeWord is null ? null : OutcomeWords.Parse(outcomeWord);
        if (outcomeWord is not null && outcome is null)
            reading.Fail(line, $"There is no outcome {outcomeWord}.", $"It is one of {string.Join(", ", OutcomeWords.AllOutcomes)}.{Spelling.Hint(outcomeWord, OutcomeWords.AllOutcomes)}");
        var result = outcome ?? Outcome.Escalate;
        var claims = reading.List(From("claim"), "claim");
        var amount = Amount(Word("amount"), result, line);
        var (due, dueAfter) = Due(Word("due"), result, line);
        var row = new RuleRow(When(rule, item, claims))
        {
            Rule = id,
            Id = rowId,
            Outcome = result,
            Reason = Reason(Word("reason", required: true), line),
            Group = Group(Word("group", required: true), line),
            Priority = Priority(Word("priority"), result, line),
            Reissue = Reissue(Word("reissue"), result, line),
            Law = Law(From("law")),
            Duties = [.. reading.List(From("duties"), "duties").Select(duty => duty.Text)],
            WordingKey = Word("wording") ?? $"verdict.{rowId}",
            Claims = [.. claims.Select(claim => claim.Text)],
            AttachesAdvice = Advice(Word("advice"), result, line),
            Line = line,
            IsGate = reading.Flag(rule, "gate"),
            Amount = amount,
            Due = due,
            DueAfter = dueAfter,
            Inputs = Formulas.Inputs(amount) | Formulas.Inputs(due),
            AsksForEvidence = Mentions(rule, "missing_evidence") || (item != rule && Mentions(item, "missing_evidence")),
        };
        _rows.Add(row);
    }

    private bool Mentions(YamlMap map, string fact) => reading.Map(map, "when")?.Find(fact) is not null;

    // The claim is tested first: it rules out most rows at the least cost.
    private AllOf When(YamlMap rule, YamlMap item, IReadOnlyList<YamlScalar> claims)
    {
        var parts = new List<Condition>();
        if (claims.Count > 0)
            parts.Add(conditions.ReadClaims(reading, claims, DerivedWord.Claim));
        foreach (var map in item == rule ? (YamlMap[])[rule] : [rule, item])
        {
            if (reading.Map(map, "when") is { } when)
                parts.AddRange(((AllOf)conditions.Read(reading, when)).Parts);
        }

        return new AllOf([.. parts]) { Text = "all of these" };
    }

    private string Reason(string? word, int line)
    {
        if (word is not null && !ReasonCode().IsMatch(word))
            reading.Fail(line, $"The reason {word} is not a code.", "Write capitals, digits and underscores, such as PAST_WINDOW.");
        return word ?? "";
    }

    private ReasonGroup Group(string? word, int line)
    {
        foreach (var group in Enum.GetValues<ReasonGroup>())
        {
            if (group.Word() == word)
                return group;
        }

        if (word is not null)
            reading.Fail(line, $"There is no group {word}.", "Write PLATFORM, PRODUCT or BUYER.");
        return default;
    }

    private Priority? Priority(string? word, Outcome outcome, int line)
    {
        if (word is null == (outcome == Outcome.Escalate))
            reading.Fail(line, outcome == Outcome.Escalate ? "An escalation needs a priority." : "Only an escalation has a priority.", "Write `priority: P0` to P3 with `outcome: escalate`, and nowhere else.");
        if (word is null)
            return null;
        var index = Array.IndexOf(["P0", "P1", "P2", "P3"], word);
        if (index < 0)
            reading.Fail(line, $"There is no priority {word}.", "Write P0, P1, P2 or P3.");
        return (Priority)Math.Max(0, index);
    }

    private ReissueKind? Reissue(string? word, Outcome outcome, int line)
    {
        if (word is null == (outcome == Outcome.Reissue) || word is not (null or "new" or "resend"))
            reading.Fail(line, "A reissue, and nothing else, says what is sent.", "Write `reissue: new` or `reissue: resend` with `outcome: reissue`.");
        return word switch
        {
            "new" => ReissueKind.New,
            "resend" => ReissueKind.Resend,
            _ => null,
        };
    }

    private AmountFormula Amount(string? word, Outcome outcome, int line)
    {
        var formula = word switch
        {
            null => AmountFormula.None,
            "full" => AmountFormula.Full,
            "undelivered_share" => AmountFormula.UndeliveredShare,
            "face_shortfall" => AmountFormula.FaceShortfall,
            _ => (AmountFormula)(-1),
        };
        var needsAmount = outcome is Outcome.Approve or Outcome.PartialRefund;
        if (formula < 0 || needsAmount != (formula != AmountFormula.None))
            reading.Fail(line, $"amount: {word ?? "(nothing)"} does not fit the outcome.", "approve and partial_refund, and nothing else, have `amount:` full, undelivered_share or face_shortfall.");
        return formula;
    }

    private (DueFormula Due, TimeSpan After) Due(string? word, Outcome outcome, int line)
    {
        if (word is null)
        {
            if (outcome is Outcome.Wait or Outcome.SellerFirst)
                reading.Fail(line, "A rule that waits says how long.", "Write `due: promised`, `due: now + 1h` or `due: seller + seller_reply`.");
            return (outcome == Outcome.Escalate ? DueFormula.Priority : DueFormula.None, default);
        }

        var plus = word.IndexOf('+', StringComparison.Ordinal);
        var start = (plus < 0 ? word : word[..plus]).Trim();
        var span = plus < 0 ? null : SpanOf(word[(plus + 1)..].Trim());
        switch (start)
        {
            case "promised" when plus < 0:
                return (DueFormula.Promised, default);
            case "now" when span is { } after:
                return (DueFormula.AfterNow, after);
            case "seller" when span is { } after:
                return (DueFormula.AfterSellerAsked, after);
            default:
                reading.Fail(line, $"due: {word} is not a due time.", "Write `promised`, `now + 1h` or `seller + seller_reply`.");
                return default;
        }
    }

    private TimeSpan? SpanOf(string text) =>
        limits.All.TryGetValue(text, out var limit) && limit.Kind == FactValue.Shape.Span ? TimeSpan.FromTicks(limit.Bits) : Words.Span(text);

    private string[] Law(YamlMap map)
    {
        var keys = reading.List(map, "law");
        foreach (var key in keys.Where(key => !LegalBasis.Keys.Contains(key.Text)))
            reading.Fail(key.Line, $"{key.Text} is not a provision that texts may cite.", $"Use one of {string.Join(", ", LegalBasis.Keys)}.{Spelling.Hint(key.Text, LegalBasis.Keys)}");
        return [.. keys.Select(key => key.Text)];
    }

    private bool Advice(string? word, Outcome outcome, int line)
    {
        if (word is not (null or "later_rules") || (word is not null && outcome != Outcome.Escalate))
            reading.Fail(line, $"advice: {word} does not fit.", "Only an escalation may have `advice: later_rules`.");
        return word is not null;
    }

    [GeneratedRegex(@"\A[A-Z]\d{1,5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RuleId();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{1,60}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReasonCode();
}
