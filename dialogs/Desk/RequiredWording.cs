using System.Reflection;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.Dialogs.CaseFile;
using ChatRefundBot.Dialogs.CheckStatus;
using ChatRefundBot.Dialogs.Decisions;
using ChatRefundBot.Dialogs.PublishedRules;
using ChatRefundBot.Dialogs.RateService;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Dialogs.TalkToHuman;
using ChatRefundBot.Refunds.Decisions;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>Every key that the program and the rules can ask for, so that a missing text stops the start and not a buyer.</summary>
internal static class RequiredWording
{
    private static readonly string[] ButtonKeys =
    [
        "human", "agree", "decline", "details", "no-order", "other-order", "bought-wrong", "yes", "no", "retry",
        "NOT_RECEIVED", "INVALID", "NOT_AS_DESCRIBED", "WRONG_PRODUCT", "TOPUP_FAILED", "UNUSED", "OTHER",
        "done", "none", "just-now", "not-shown", "submit", "edit", "edit-issue", "edit-answers", "edit-evidence", "edit-nothing",
        "review", "keep-waiting", "want-refund", "accept-reissue", "seller-solved", "still-invalid", "check-status", "new-request",
        "queue-place", "back-to-bot", "rate-1", "rate-2", "rate-3", "rate-4", "rate-5", "rate-skip", "case-file",
    ];

    // Keys that others are made from.
    private static readonly string[] Prefixes = [Texts.FactAsk, Texts.EvidenceRefused, DecisionTexts.ReasonPrefix, DecisionTexts.EvidencePrefix];

    private static readonly Lazy<HashSet<string>> Own = new(() => [.. Keys(null)]);

    /// <summary>Whether the program itself asks for the key, whatever the rules are.</summary>
    public static bool IsOwn(string key) => Own.Value.Contains(key);

    public static IEnumerable<string> Keys(PolicyTable? policy) =>
        new[] { typeof(Texts), typeof(DeadlineTexts), typeof(SellerTexts), typeof(TalkTexts), typeof(DecisionTexts), typeof(RateTexts), typeof(StatusTexts), typeof(DeskTexts), typeof(CardTexts), typeof(CaseFileTexts), typeof(RulesTexts) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!))
            .Except(Prefixes)
            .Concat(KernelWording.Keys)
            .Concat(ButtonKeys.Select(k => "button." + k))
            .Concat(FactQuestions.WordingKeys)
            .Concat(DecisionReasons.All.Select(code => DecisionTexts.ReasonPrefix + code))
            .Concat(EvidenceReasons.All.Select(code => DecisionTexts.EvidencePrefix + code))
            .Concat(Enum.GetNames<EvidenceRefusal>().Select(r => $"{Texts.EvidenceRefused}.{r}"))
            .Concat(policy?.WordingKeys ?? []);
}
