using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.CheckStatus;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Dialogs.CaseFile;

/// <summary>A case as a message, for a channel that is sent no files: what the page has, but for what was said, which stands in the chat.</summary>
internal static class CaseFileText
{
    public static string Of(RefundCase found, WordingCatalog wording, Language language)
    {
        var lines = new List<string>
        {
            T(StatusTexts.Case, ("case", found.Number)),
            Row(T(CardTexts.Order), "****" + found.Order[^4..]),
            Row(T(CardTexts.Problem), T("claim." + found.Claim)),
            Row(T(CaseFileTexts.Opened), Show.Time(found.OpenedAt, language)),
            T(StatusTexts.Of(found.Status), ("changed", Show.Time(found.ChangedAt, language))),
        };
        if (found.Verdict is { } verdict)
        {
            lines.Add(Row(T(CaseFileTexts.Opinion), Known("outcome." + verdict.Outcome, verdict.Outcome) + (verdict.Amount is { } amount ? " " + amount : "")));
            lines.Add(Row(T(CaseFileTexts.Reason), $"{Known("reason." + verdict.Reason, verdict.Reason)} ({verdict.Rule})"));
            lines.Add(T(CaseFileTexts.Facts) + (language == Language.Chinese ? "：" : ":"));
            lines.AddRange(verdict.Facts.Select(fact => $"· {Row(Known("fact-name." + fact.Name, fact.Name), fact.Value)} ({Known("supplier." + fact.Supplier, fact.Supplier)})"));
        }

        lines.AddRange(found.Evidence.Select(picture => $"· {Row(T(CardTexts.Evidence), Known("evidence." + picture.Kind, picture.Kind))}, {Show.Time(picture.ReceivedAt, language)}"));
        lines.Add(T(CaseFileTexts.InThisChat));
        return string.Join('\n', lines);

        string Row(string label, string value) => wording.Text(language, RequestRefund.Texts.SummaryRow, ("label", label), ("value", value));

        string Known(string key, string otherwise) => wording.Has(language, key) ? T(key) : otherwise;

        string T(string key, params ReadOnlySpan<Arg> args) => wording.Text(language, key, args);
    }
}
