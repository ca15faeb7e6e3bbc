namespace ChatRefundBot.Dialogs.PublishedRules;

/// <summary>Keys of the wording of the page with the published rules; checked at start.</summary>
public static class RulesTexts
{
    public const string Title = "rules.title";
    public const string Description = "rules.description";
    public const string Lead = "rules.lead";
    public const string OtherLanguage = "rules.other-language";
    public const string Version = "rules.version";
    public const string Skip = "rules.skip";
    public const string Contents = "rules.contents";

    public const string FactAnswer = "rules.fact.answer";
    public const string FactWindow = "rules.fact.window";
    public const string FactFault = "rules.fact.fault";
    public const string FactHuman = "rules.fact.human";
    public const string FactHumanValue = "rules.fact.human-value";
    public const string FactWindowValue = "rules.fact.window-value";
    public const string FactFaultValue = "rules.fact.fault-value";

    public const string GoodsTitle = "rules.goods.title";
    public const string GoodsLead = "rules.goods.lead";
    public const string GoodsCode = "rules.goods.code";
    public const string GoodsTopup = "rules.goods.topup";
    public const string GoodsNonStandard = "rules.goods.non-standard";
    public const string GoodsUnclear = "rules.goods.unclear";
    public const string When = "rules.goods.when";
    public const string Until = "rules.goods.until";
    public const string Evidence = "rules.goods.evidence";
    public const string UnusedWindow = "rules.goods.window";

    public const string ProblemsTitle = "rules.problems.title";
    public const string ProblemsLead = "rules.problems.lead";
    public const string ProblemsAlways = "rules.problems.always";
    public const string ProblemsEvidence = "rules.problems.evidence";
    public const string ProblemsNoEvidence = "rules.problems.no-evidence";
    public const string WhereItApplies = "rules.problems.where-it-applies";
    public const string Or = "rules.problems.or";
    public const string OutcomeApprove = "rules.outcome.approve";
    public const string OutcomePartial = "rules.outcome.partial_refund";
    public const string OutcomeReissue = "rules.outcome.reissue";
    public const string OutcomeWait = "rules.outcome.wait";
    public const string OutcomeSellerFirst = "rules.outcome.seller_first";
    public const string OutcomeReject = "rules.outcome.reject";
    public const string OutcomeEscalate = "rules.outcome.escalate";
    public const string OutcomeAsk = "rules.outcome.ask";
    public const string OutcomeResolved = "rules.outcome.resolved";
    public const string OutcomeLink = "rules.outcome.link";
    public const string OutcomeEnd = "rules.outcome.end";
    public const string OutcomeUndecided = "rules.outcome.undecided";

    public const string TimesTitle = "rules.times.title";
    public const string TimesLead = "rules.times.lead";
    public const string TimesWithin = "rules.times.within";
    public const string TimesVerdict = "rules.times.verdict";
    public const string TimesReminder = "rules.times.reminder";
    public const string TimesHardStop = "rules.times.hard-stop";
    public const string TimesSeller = "rules.times.seller";

    public const string RightsTitle = "rules.rights.title";
    public const string RightsFirst = "rules.rights.first-opinion";
    public const string RightsFirstLimit = "rules.rights.first-opinion-limit";
    public const string RightsHuman = "rules.rights.human";
    public const string RightsReview = "rules.rights.review";

    public const string FiguresTitle = "rules.figures.title";
    public const string FiguresLead = "rules.figures.lead";
    public const string FiguresSoFar = "rules.figures.so-far";
    public const string FiguresNone = "rules.figures.none";
    public const string FiguresAway = "rules.figures.away";
    public const string FiguresCut = "rules.figures.cut";
    public const string FiguresCases = "rules.figures.cases";
    public const string FiguresMedian = "rules.figures.median";
    public const string FiguresOverturned = "rules.figures.overturned";
    public const string FiguresTooFew = "rules.figures.too-few";
    public const string FiguresByOutcome = "rules.figures.by-outcome";
    public const string FiguresByGroup = "rules.figures.by-group";
    public const string FiguresByRule = "rules.figures.by-rule";
    public const string FiguresFewer = "rules.figures.fewer";
    public const string FiguresMore = "rules.figures.more";
    public const string GroupPlatform = "rules.group.platform";
    public const string GroupProduct = "rules.group.product";
    public const string GroupBuyer = "rules.group.buyer";

    public const string Minute = "rules.span.minute";
    public const string Minutes = "rules.span.minutes";
    public const string Hour = "rules.span.hour";
    public const string Hours = "rules.span.hours";
    public const string Day = "rules.span.day";
    public const string Days = "rules.span.days";
    public const string WorkingDay = "rules.span.working-day";
    public const string WorkingDays = "rules.span.working-days";
    public const string UnderAMinute = "rules.span.under-a-minute";

    public const string Foot = "rules.foot";
}
