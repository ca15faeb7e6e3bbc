using System.Globalization;
using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>Reads <c>limits</c> and <c>answers</c>.</summary>
internal static class LimitsReader
{
    internal static PolicyLimits Read(Reading reading, YamlMap rules)
    {
        var values = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        foreach (var entry in reading.Map(rules, "limits")?.Entries ?? [])
        {
            var text = entry.Value is YamlScalar scalar ? scalar.Text : "";
            if (Vocabulary.IsTaken(entry.Key))
                reading.Fail(entry.Line, $"The limit {entry.Key} has the name of a fact.", "Give it another name, such as max_" + entry.Key + ".");
            else if (Words.Number(text) is { } number)
                values[entry.Key] = FactValue.Of(number);
            else if (Words.Span(text) is { } span)
                values[entry.Key] = FactValue.OfSpan(span.Ticks);
            else
                reading.Fail(entry.Line, $"The limit {entry.Key} is neither a number nor a span of time.", "Write a number such as 500.00 or a span such as 24h.");
        }

        var answers = reading.Map(rules, "answers");
        if (answers is null)
        {
            reading.Fail(rules.Line, "answers is missing.", "Add `answers:` with P0, P1, P2, P3, verdict, reminder_working_day and hard_stop_days.");
            return new PolicyLimits(values, new Target[4], default, 0, 0);
        }

        reading.CheckKeys(answers, "P0", "P1", "P2", "P3", "verdict", "reminder_working_day", "hard_stop_days");
        var targets = new[] { "P0", "P1", "P2", "P3" }.Select(key => TargetOf(reading, answers, key)).ToArray();
        return new PolicyLimits(values, targets, TargetOf(reading, answers, "verdict"), Days(reading, answers, "reminder_working_day"), Days(reading, answers, "hard_stop_days"));
    }

    private static Target TargetOf(Reading reading, YamlMap answers, string key)
    {
        var text = reading.Text(answers, key, required: true);
        if (text is null)
            return default;
        if (Words.Span(text) is { } span && span > TimeSpan.Zero)
            return new Target(span, 0);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0 && text[(space + 1)..] is "working day" or "working days"
            && int.TryParse(text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 250)
        {
            return new Target(TimeSpan.Zero, days);
        }

        reading.Fail(answers.Find(key)!.Line, $"{key}: {text} is not a time to answer.", "Write a span such as 30min, or `5 working days`.");
        return default;
    }

    private static int Days(Reading reading, YamlMap answers, string key)
    {
        var text = reading.Text(answers, key, required: true);
        if (text is null)
            return 0;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 365)
            return days;
        reading.Fail(answers.Find(key)!.Line, $"{key}: {text} is not a number of days from 1 to 365.", "Write a whole number.");
        return 0;
    }
}
