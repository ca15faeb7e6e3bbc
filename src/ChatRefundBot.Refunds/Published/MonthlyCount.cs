using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Refunds.Published;

/// <summary>Counts a month's cases one after the other; of a case only how long its answer took is held. Not thread safe.</summary>
public sealed class MonthlyCount(DateOnly month)
{
    private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _rules = new(StringComparer.Ordinal);
    private readonly List<long> _answers = [];
    private int _cases;
    private int _reviewed;
    private int _overturned;

    /// <summary>Takes a case in.</summary>
    public void Add(RefundCase kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        _cases++;
        Count(_outcomes, kept.Verdict?.Outcome ?? MonthlyFigures.Undecided);
        if (kept.Overturned is { } overturned)
        {
            _reviewed++;
            _overturned += overturned ? 1 : 0;
        }

        if (kept.Verdict is not { } verdict)
            return;
        Count(_rules, verdict.Rule);
        if (verdict.Group is { } group)
            Count(_groups, group);
        _answers.Add(((kept.AnsweredAt ?? verdict.At) - kept.OpenedAt).Ticks);
    }

    /// <summary>What may be published of it.</summary>
    /// <param name="isCut">Whether there are more cases than were taken in.</param>
    public MonthlyFigures ToFigures(bool isCut) => new(
        month, Figure.Of(_cases), Published(_outcomes), Published(_groups), Published(_rules),
        _answers.Count < MonthlyFigures.Smallest ? null : TimeSpan.FromTicks(Math.Max(0, Median())),
        _reviewed < MonthlyFigures.Smallest ? null : (double)_overturned / _reviewed,
        isCut);

    /// <summary>The most frequent first. A single small number could be had from the sum; the next one goes unsaid with it.</summary>
    private static List<NamedFigure> Published(Dictionary<string, int> counts)
    {
        var sorted = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        List<NamedFigure> figures = [.. sorted.Select(pair => new NamedFigure(pair.Key, Figure.Of(pair.Value)))];
        var alone = figures.Count(figure => figure.Figure.IsSmall) == 1 && figures.Count > 1;
        if (alone)
            figures[^2] = figures[^2] with { Figure = Figure.Hidden };
        return figures;
    }

    private long Median()
    {
        _answers.Sort();
        var middle = _answers.Count / 2;
        return _answers.Count % 2 == 1 ? _answers[middle] : (_answers[middle - 1] + _answers[middle]) / 2;
    }

    private static void Count(Dictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
