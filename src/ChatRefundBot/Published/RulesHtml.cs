using System.Globalization;
using ChatRefundBot.Dialogs.PublishedRules;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Products;
using ChatRefundBot.Refunds.Published;

namespace ChatRefundBot.Published;

/// <summary>The rules' part of the page: goods, problems, times, rights.</summary>
/// <param name="confirmed">Largest refund that is confirmed without a person; 0: none.</param>
internal sealed class RulesHtml(PageText text, PolicyTable table, PublishedRules rules, decimal confirmed)
{
    public string Facts()
    {
        var window = table.Products.All.Where(type => type.Evidence == EvidenceClass.Code).Select(type => type.WindowMinutes).DefaultIfEmpty(0).Min();
        var above = Yuan(table.Limits.Number("human_above"));
        return $"""
            <dl class="facts">
              {Fact(text.T(RulesTexts.FactAnswer), text.Span(table.Limits.VerdictDue))}
              {Fact(text.T(RulesTexts.FactWindow), text.T(RulesTexts.FactWindowValue, ("span", text.Span(TimeSpan.FromMinutes(window)))))}
              {Fact(text.T(RulesTexts.FactFault), text.T(RulesTexts.FactFaultValue, ("n", PageText.Number((long)table.Limits.Number(PolicyLimits.FaultDays)))))}
              {Fact(text.T(RulesTexts.FactHuman, ("amount", above)), text.T(RulesTexts.FactHumanValue))}
            </dl>
            """;
    }

    public string Goods() => $"""
        <div class="cards">
          {Join(rules.Goods.Select(Card))}
        </div>
        """;

    public string Problems() => $"""
        <div class="always">{Problem(text.T(RulesTexts.ProblemsAlways), rules.Always, "")}</div>
        <div class="problems">
          {Join(rules.Problems.Select(problem => Problem(text.T("claim." + problem.Claim), problem.Outcomes, EvidenceOf(problem))))}
        </div>
        """;

    public string Times()
    {
        var limits = table.Limits;
        return $"""
            <ol class="times">
              {Join(rules.Answers.Select(answer => $"<li><b>{text.T(RulesTexts.TimesWithin, ("span", text.Span(answer.Target)))}</b><span>{Reasons(answer.Reasons)}</span></li>"))}
            </ol>
            <ul class="plain">
              <li>{text.T(RulesTexts.TimesVerdict, ("span", text.Span(limits.VerdictDue)))}</li>
              <li>{text.T(RulesTexts.TimesReminder, ("day", PageText.Number(limits.ReminderWorkingDay)), ("span", text.Span(limits.VerdictDue)))}</li>
              <li>{text.T(RulesTexts.TimesHardStop, ("n", PageText.Number(limits.HardStopDays)))}</li>
              <li>{text.T(RulesTexts.TimesSeller, ("span", text.Span(limits.Span("seller_reply"))))}</li>
            </ul>
            """;
    }

    public string Rights() => $"""
        <ul class="plain">
          <li>{(confirmed > 0 ? text.T(RulesTexts.RightsFirstLimit, ("amount", Yuan(confirmed))) : text.T(RulesTexts.RightsFirst))}</li>
          <li>{text.T(RulesTexts.RightsHuman)}</li>
          <li>{text.T(RulesTexts.RightsReview)}</li>
          <li>{text.T("refund.verdict.ladder")}</li>
        </ul>
        """;

    private static string Yuan(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"¥{amount:0.##}");

    private static string Fact(string name, string value) => $"<div><dt>{name}</dt><dd>{value}</dd></div>";

    private string Card(PublishedGoods goods)
    {
        var name = text.T(goods.Class switch
        {
            EvidenceClass.Code => RulesTexts.GoodsCode,
            EvidenceClass.Topup => RulesTexts.GoodsTopup,
            EvidenceClass.NonStandard => RulesTexts.GoodsNonStandard,
            _ => RulesTexts.GoodsUnclear,
        });
        // Only of a code can it be told that nobody has used it.
        int?[] windows = goods.Class == EvidenceClass.Code ? [.. goods.Types.Select(type => (int?)type.WindowMinutes).Distinct()] : [];
        var until = text.T(
            goods.UntilKey, ("window", text.Span(TimeSpan.FromMinutes(goods.Types.Min(type => type.WindowMinutes)))),
            ("days", PageText.Number((long)table.Limits.Number(PolicyLimits.FaultDays))));
        var types = goods.Class == EvidenceClass.Unclear ? "" : $"<ul class=\"types\">{Join(goods.Types.Select(type => Type(type, windows.Length > 1)))}</ul>";
        return $"""
            <article>
              <h3>{name}</h3>
              {types}
              <dl>
                <dt>{text.T(RulesTexts.When)}</dt><dd>{Sentence(text.T(goods.WhenKey))}</dd>
                <dt>{text.T(RulesTexts.Until)}</dt><dd>{Sentence(until)}</dd>
                <dt>{text.T(RulesTexts.Evidence)}</dt><dd>{Sentence(text.T(goods.EvidenceKey))}</dd>
              </dl>
            </article>
            """;
    }

    /// <param name="hasOwnWindow">True when its window is not that of the others.</param>
    private string Type(ProductType type, bool hasOwnWindow) => hasOwnWindow
        ? $"<li>{text.T(type.NameKey)} <small>{text.T(RulesTexts.UnusedWindow, ("span", text.Span(TimeSpan.FromMinutes(type.WindowMinutes))))}</small></li>"
        : $"<li>{text.T(type.NameKey)}</li>";

    private string Problem(string name, IReadOnlyList<PublishedOutcome> outcomes, string evidence) => $"""
        <article>
          <h3>{Upper(name)}</h3>
          <dl class="outcomes">
            {Join(outcomes.Select(Outcome))}
          </dl>
          {evidence}
        </article>
        """;

    private string Outcome(PublishedOutcome outcome)
    {
        var word = outcome.Outcome.Word();
        var reasons = outcome.Reasons.Select(reason => $"<li>{text.T("reason." + reason.Reason)}&nbsp;<small>{PageText.Html(string.Join(" ", reason.Rules))}</small></li>");
        return $"""<div class="to-{word.Replace('_', '-')}"><dt>{text.T("rules.outcome." + word)}</dt><dd><ul>{Join(reasons)}</ul></dd></div>""";
    }

    private string EvidenceOf(PublishedProblem problem)
    {
        var lines = problem.Evidence.Count == 0
            ? $"<p>{text.T(RulesTexts.ProblemsNoEvidence)}</p>"
            : $"<ul>{Join(problem.Evidence.Select(need => $"<li><b>{text.T(NameOf(need.Goods))}</b>{(text.IsChinese ? "：" : ": ")}{Kinds(need)}</li>"))}</ul>";
        return $"""<div class="needs"><h4>{text.T(RulesTexts.ProblemsEvidence)}</h4>{lines}</div>""";
    }

    private static string NameOf(EvidenceClass goods) => goods switch
    {
        EvidenceClass.Code => RulesTexts.GoodsCode,
        EvidenceClass.Topup => RulesTexts.GoodsTopup,
        _ => RulesTexts.GoodsNonStandard,
    };

    private string Kinds(PublishedEvidence need) => string.Join(
        text.IsChinese ? "；" : "; ", need.Needed.Select(Kind).Concat(need.Sometimes.Select(kind => text.T(RulesTexts.WhereItApplies, ("evidence", Kind(kind))))));

    /// <summary>A kind, or several where either will do.</summary>
    private string Kind(string kinds) => string.Join(text.T(RulesTexts.Or), kinds.Split('|').Select(kind => text.T("evidence." + kind)));

    private string Reasons(IEnumerable<string> reasons) => string.Join(text.IsChinese ? "；" : "; ", reasons.Select(reason => text.T("reason." + reason)));

    /// <summary>Texts of cards go on a sentence in a conversation; here they are one.</summary>
    private string Sentence(string words) => text.IsChinese ? words + "。" : Upper(words) + ".";

    private static string Upper(string words) => words.Length > 0 && char.IsAsciiLetterLower(words[0]) ? char.ToUpperInvariant(words[0]) + words[1..] : words;

    private static string Join(IEnumerable<string> parts) => string.Concat(parts);
}
