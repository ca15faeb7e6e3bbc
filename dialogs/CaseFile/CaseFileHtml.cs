using System.Globalization;
using System.Net;
using System.Text;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.CheckStatus;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Decisions;

namespace ChatRefundBot.Dialogs.CaseFile;

/// <summary>A case as one page of HTML without scripts or anything from elsewhere, to be kept, printed or handed to somebody else.</summary>
internal sealed class CaseFileHtml(WordingCatalog wording, Language language)
{
    private const string Style = """
        body{font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
        h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem;border-bottom:1px solid #ccd3dc}
        table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #e6eaef;overflow-wrap:anywhere}
        th{font-weight:600;white-space:nowrap}td.said{white-space:pre-wrap}small,time{color:#55606e}code{font-size:.85em}
        """;

    private readonly StringBuilder _page = new(16 * 1024);

    public string Of(RefundCase found, IReadOnlyList<TranscriptEntry> said, DateTimeOffset now)
    {
        var title = T(StatusTexts.Case, ("case", found.Number));
        _page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"{language.Tag()}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>{title}</title><style>{Style}</style></head><body>\n");
        _page.Append(CultureInfo.InvariantCulture, $"<h1>{title}</h1>\n<p><small>{T(CaseFileTexts.Lead, ("time", At(now)))}</small></p>\n");
        Overview(found);
        if (found.Verdict is { } verdict) Proof(verdict);
        Evidence(found);
        Timeline(said);
        _page.Append("</body></html>\n");
        return _page.ToString();
    }

    private void Overview(RefundCase found)
    {
        _page.Append("<table>\n");
        Row(T(CardTexts.Order), "****" + Html(found.Order[^4..]));
        Row(T(CardTexts.Problem), T("claim." + found.Claim));
        Row(T(CaseFileTexts.Opened), At(found.OpenedAt));
        Row(T(CaseFileTexts.Status), T(StatusTexts.Of(found.Status), ("changed", Show.Time(found.ChangedAt, language))));
        if (found.IsOpen) Row(T(CardTexts.AnswerBy), Html(Show.Day(found.DueAt, language)));
        if (found.Verdict is { } verdict)
        {
            Row(T(CaseFileTexts.Opinion), Known("outcome." + verdict.Outcome, verdict.Outcome) + (verdict.Amount is { } amount ? " " + Html(amount) : ""));
            Row(T(CaseFileTexts.Reason), $"{Known("reason." + verdict.Reason, verdict.Reason)} ({Html(verdict.Rule)})");
            Row(T(CaseFileTexts.Given), At(verdict.At));
        }

        if (found.Seller is { } seller)
            Row(T(CaseFileTexts.Seller), At(seller.AnsweredAt ?? seller.AskedAt) + " " + Html(seller.State) + (seller.Reason is { } reason ? ": " + Html(CodeMask.Hide(reason)) : ""));
        if (found.Decision is { } decision)
            Row(T(CaseFileTexts.Decision), $"{At(decision.At)} {T(RulingOf(decision.Outcome))} {Html(decision.Amount ?? "")} {Html(CodeMask.Hide(decision.ReasonText ?? ""))}");
        _page.Append("</table>\n");
    }

    private static string RulingOf(RulingOutcome outcome) => outcome switch
    {
        RulingOutcome.Refund => CaseFileTexts.RulingRefund,
        RulingOutcome.Reissue => CaseFileTexts.RulingReissue,
        _ => CaseFileTexts.RulingRefuse,
    };

    private void Proof(CaseVerdict verdict)
    {
        _page.Append(CultureInfo.InvariantCulture, $"<h2>{T(CaseFileTexts.Facts)}</h2>\n<p><small>{T(CaseFileTexts.FactsLead, ("rule", verdict.Rule), ("version", verdict.PolicyVersion))}</small></p>\n<table>\n");
        foreach (var fact in verdict.Facts) Row(Known("fact-name." + fact.Name, fact.Name), $"{Value(fact)} <small>({Known("supplier." + fact.Supplier, fact.Supplier)})</small>");
        _page.Append("</table>\n");
    }

    private void Evidence(RefundCase found)
    {
        _page.Append(CultureInfo.InvariantCulture, $"<h2>{T(CardTexts.Evidence)}</h2>\n");
        if (found.Evidence.Count == 0)
        {
            _page.Append(CultureInfo.InvariantCulture, $"<p>{T(CaseFileTexts.NoEvidence)}</p>\n");
            return;
        }

        _page.Append("<table>\n");
        foreach (var picture in found.Evidence)
            Row(At(picture.ReceivedAt), Known("evidence." + picture.Kind, picture.Kind) + string.Create(CultureInfo.InvariantCulture, $", {picture.Width}×{picture.Height}, {(picture.Size + 1023) / 1024} KB<br><small>SHA-256 <code>{Html(picture.Sha256)}</code></small>"));
        _page.Append("</table>\n");
    }

    private void Timeline(IReadOnlyList<TranscriptEntry> said)
    {
        if (said.Count == 0) return;
        _page.Append(CultureInfo.InvariantCulture, $"<h2>{T(CaseFileTexts.Timeline)}</h2>\n<table>\n");
        foreach (var entry in said)
        {
            if (Words(entry) is not { Length: > 0 } words) continue;
            var who = entry.Author == Author.Agent && entry.Name is { } name ? Html(name) : T("author." + entry.Author.ToString().ToLowerInvariant());
            _page.Append(CultureInfo.InvariantCulture, $"<tr><th><time>{At(entry.At)}</time></th><td>{who}</td><td class=\"said\">{Html(CodeMask.Hide(words))}</td></tr>\n");
        }

        _page.Append("</table>\n");
    }

    private string? Words(TranscriptEntry entry) => entry switch
    {
        { Out: { } message } => message.Text,
        { In: IncomingMessage.Text text } => text.Value,
        { In: IncomingMessage.Tap tap } => wording.Has(language, "button." + tap.Key) ? $"[{wording.Text(language, "button." + tap.Key)}]" : $"[{tap.Key}]",
        { In: IncomingMessage.Media media } => wording.Text(language, CaseFileTexts.Pictures, ("n", Show.Number(media.Attachments.Count))) + " " + media.Caption,
        _ => null,
    };

    /// <summary>A value in words where there are any: those of the question's buttons, of claims and of product types; a time as all times here.</summary>
    private string Value(CaseFact fact) =>
        DateTimeOffset.TryParseExact(fact.Value, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? At(time)
        : fact.Value switch
        {
            "true" => T(CaseFileTexts.Yes),
            "false" => T(CaseFileTexts.No),
            "null" => "—",
            _ when wording.Has(language, $"{fact.Name}.{fact.Value}") => T($"{fact.Name}.{fact.Value}"),
            _ when wording.Has(language, $"button.{fact.Name}.{fact.Value}") => T($"button.{fact.Name}.{fact.Value}"),
            _ => Html(fact.Value),
        };

    private void Row(string label, string value) => _page.Append(CultureInfo.InvariantCulture, $"<tr><th>{label}</th><td>{value}</td></tr>\n");

    private string Known(string key, string otherwise) => wording.Has(language, key) ? T(key) : Html(otherwise);

    private string T(string key, params ReadOnlySpan<Arg> args) => Html(wording.Text(language, key, args));

    private static string At(DateTimeOffset time) => time.ToOffset(ShanghaiTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>Keys of the wording of a case's file; checked at start.</summary>
internal static class CaseFileTexts
{
    public const string Ready = "case-file.ready";
    public const string None = "case-file.none";
    public const string InThisChat = "case-file.in-this-chat";
    public const string Lead = "case-file.lead";
    public const string Opened = "case-file.opened";
    public const string Status = "case-file.status";
    public const string Opinion = "case-file.opinion";
    public const string Reason = "case-file.reason";
    public const string Given = "case-file.given";
    public const string Seller = "case-file.seller";
    public const string Decision = "case-file.decision";
    public const string RulingRefund = "case-file.ruling.refund";
    public const string RulingReissue = "case-file.ruling.reissue";
    public const string RulingRefuse = "case-file.ruling.refuse";
    public const string Facts = "case-file.facts";
    public const string FactsLead = "case-file.facts-lead";
    public const string NoEvidence = "case-file.no-evidence";
    public const string Timeline = "case-file.timeline";
    public const string Pictures = "case-file.pictures";
    public const string Yes = "case-file.yes-it-is";
    public const string No = "case-file.no-it-is-not";
    public const string AuthorBuyer = "author.buyer";
    public const string AuthorBot = "author.bot";
    public const string AuthorAgent = "author.agent";
    public const string AuthorSystem = "author.system";
    public const string Provider = "supplier.P";
    public const string Orders = "supplier.O";
    public const string Agent = "supplier.A";
    public const string Screenshot = "supplier.S";
    public const string Buyer = "supplier.B";
    public const string Own = "supplier.Y";
}
