using System.Globalization;
using ChatRefundBot.Dialogs.PublishedRules;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Published;

namespace ChatRefundBot.Published;

/// <summary>The page's part with a month's figures.</summary>
internal sealed class FiguresHtml(PageText text, PolicyTable table)
{
    private const int MostRules = 12;
    private static readonly string Bound = MonthlyFigures.Smallest.ToString(CultureInfo.InvariantCulture);

    /// <param name="offered">Months that can be asked for, this one first.</param>
    public string Of(MonthlyFigures? figures, DateOnly month, IReadOnlyList<DateOnly> offered)
    {
        var months = string.Concat(offered.Select((each, i) => Link(each, each == month, isRunning: i == 0)));
        return $"""
            <nav class="months" aria-label="{text.T(RulesTexts.FiguresTitle)}">{months}</nav>
            {Body(figures)}
            """;
    }

    private string Link(DateOnly month, bool isShown, bool isRunning)
    {
        var name = isRunning ? $"{text.Month(month)} <small>{text.T(RulesTexts.FiguresSoFar)}</small>" : text.Month(month);
        return isShown
            ? $"""<a aria-current="true" href="#figures">{name}</a>"""
            : string.Create(CultureInfo.InvariantCulture, $"""<a href="?month={month:yyyy-MM}&amp;lang={(text.IsChinese ? "zh-CN" : "en")}#figures">{name}</a>""");
    }

    private string Body(MonthlyFigures? figures)
    {
        if (figures is null) return $"<p class=\"quiet\">{text.T(RulesTexts.FiguresAway)}</p>";
        if (figures.Cases.Count == 0) return $"<p class=\"quiet\">{text.T(RulesTexts.FiguresNone)}</p>";
        var few = text.T(RulesTexts.FiguresTooFew);
        var median = figures.MedianToAnswer is { } half ? text.Span(half) : few;
        var overturned = figures.OverturnedShare is { } share ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %") : few;
        return $"""
            <dl class="facts">
              <div><dt>{text.T(RulesTexts.FiguresCases)}</dt><dd>{Say(figures.Cases)}</dd></div>
              <div><dt>{text.T(RulesTexts.FiguresMedian)}</dt><dd>{median}</dd></div>
              <div><dt>{text.T(RulesTexts.FiguresOverturned)}</dt><dd>{overturned}</dd></div>
            </dl>
            {(figures.IsCut ? $"<p class=\"quiet\">{text.T(RulesTexts.FiguresCut)}</p>" : "")}
            <div class="tables">
              {Table(RulesTexts.FiguresByOutcome, figures.Outcomes, OutcomeName)}
              {Table(RulesTexts.FiguresByGroup, figures.Groups, GroupName)}
              {Table(RulesTexts.FiguresByRule, [.. figures.Rules.Take(MostRules)], RuleName)}
            </div>
            """;
    }

    private string Table(string title, IReadOnlyList<NamedFigure> figures, Func<string, string> name)
    {
        if (figures.Count == 0) return "";
        var most = figures.Max(figure => figure.Figure.Count ?? MonthlyFigures.Smallest);
        var rows = figures.Select(figure => $"""<tr><th scope="row">{name(figure.Name)}</th><td>{Bar(figure.Figure, most)}</td><td>{Say(figure.Figure)}</td></tr>""");
        return $"<table><caption>{text.T(title)}</caption><tbody>{string.Concat(rows)}</tbody></table>";
    }

    private static string Bar(Figure figure, int most)
    {
        // Numbers that are not said have no length that would say them.
        var width = figure.Count is { } count ? 100.0 * count / Math.Max(1, most) : 0;
        return width == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"""<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="{width:0.#}" height="8"/></svg>""");
    }

    private string Say(Figure figure) => figure switch
    {
        { Count: { } count } => PageText.Number(count),
        { IsSmall: true } => text.T(RulesTexts.FiguresFewer, ("n", Bound)),
        _ => text.T(RulesTexts.FiguresMore, ("n", Bound)),
    };

    private string OutcomeName(string outcome) => text.Has("rules.outcome." + outcome) ? text.T("rules.outcome." + outcome) : PageText.Html(outcome);

    private string GroupName(string group) => group switch
    {
        "PLATFORM" => text.T(RulesTexts.GroupPlatform),
        "PRODUCT" => text.T(RulesTexts.GroupProduct),
        "BUYER" => text.T(RulesTexts.GroupBuyer),
        _ => PageText.Html(group),
    };

    /// <summary>A rule by its number and, while the table in use has it, by its reason.</summary>
    private string RuleName(string rule) => table.Rows.FirstOrDefault(row => row.Rule == rule) is { } row
        ? $"{text.T("reason." + row.Reason)}&nbsp;<small>{PageText.Html(rule)}</small>"
        : PageText.Html(rule);
}
