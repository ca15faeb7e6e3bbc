using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Dialogs.CheckStatus;

/// <summary>Keeps nothing: the cases of a conversation are in its memory.</summary>
public sealed class CheckStatusState;

/// <summary>Says where the buyer's cases stand, then goes back to what was in progress.</summary>
internal sealed class CheckStatusDialog : WaterfallDialog<CheckStatusState>
{
    public const string DialogName = "check-status";

    public CheckStatusDialog(DeskServices desk)
        : base(DialogName, version: 1, DialogJson.Stored.CheckStatusState) =>
        Do("say", async (c, cancellationToken) =>
        {
            await CaseStatusText.SayAsync(c.Turn, desk, cancellationToken).ConfigureAwait(false);
            return c.End();
        });
}

/// <summary>The status of cases in a buyer's words.</summary>
internal static class CaseStatusText
{
    /// <summary>Newest cases first; more of them nobody reads in a chat.</summary>
    private const int MostShown = 3;

    public static async ValueTask SayAsync(TurnContext turn, DeskServices desk, CancellationToken cancellationToken)
    {
        var language = turn.State.Language;
        var references = turn.Refunds().Cases;
        if (references.Count == 0)
        {
            turn.Say(desk.Wording.Text(language, StatusTexts.None));
            return;
        }

        foreach (var reference in Enumerable.Reverse(references).Take(MostShown))
        {
            if (await CaseFiles.FindAsync(turn, reference.Id, cancellationToken).ConfigureAwait(false) is { } found)
                Say(found, turn, desk);
        }
    }

    public static void Say(RefundCase found, TurnContext turn, DeskServices desk)
    {
        var language = turn.State.Language;
        var policy = (found.PolicyVersion is { } version ? desk.Tables.Find(version) : null) ?? desk.Policy;
        var days = policy.Limits.VerdictDue.WorkingDays;
        // Counted as the promised day is: the first is the one after the complaint, which is worked as well.
        var day = Math.Clamp(policy.Calendar.WorkingDaysBetween(found.OpenedAt, turn.Now), 1, days);
        var (order, claim, due) = ("****" + found.Order[^4..], T("claim." + found.Claim), Show.Day(found.DueAt, language));
        var (title, progress) = (T(StatusTexts.Case, ("case", found.Number)), T(StatusTexts.Progress, ("day", Show.Number(day)), ("days", Show.Number(days))));
        Arg[] args =
        [
            ("title", title),
            ("order", order),
            ("claim", claim),
            ("amount", found.Verdict?.Amount is { } amount ? "¥" + amount : "—"),
            ("progress", progress),
            ("due", due),
            ("changed", Show.Time(found.ChangedAt, language)),
        ];
        var status = T(StatusTexts.Of(found.Status), args);
        var lines = new List<string> { T(StatusTexts.Head, args), status };
        List<CardRow> rows = [new(T(CardTexts.Order), order), new(T(CardTexts.Problem), claim)];
        if (found.IsOpen)
        {
            lines.Add(T(StatusTexts.Day, args));
            rows.Add(new CardRow(T(CardTexts.Progress), progress));
            rows.Add(new CardRow(T(CardTexts.AnswerBy), due));
        }

        turn.Say(string.Join('\n', lines), new Card(CardKind.Status, title) { Tone = ToneOf(found.Status), Lead = status, Rows = rows });

        string T(string key, params ReadOnlySpan<Arg> args) => desk.Wording.Text(language, key, args);
    }

    private static CardTone ToneOf(CaseStatus status) => status switch
    {
        CaseStatus.Confirmed or CaseStatus.Paid => CardTone.Good,
        CaseStatus.Proposed or CaseStatus.Waiting => CardTone.Wait,
        _ => CardTone.Info,
    };
}

/// <summary>Keys of the wording that the status says; checked at start.</summary>
internal static class StatusTexts
{
    public const string None = "status.none";
    public const string Head = "status.head";
    public const string Case = "status.case";
    public const string Progress = "status.progress";
    public const string Day = "status.day";
    public const string Collecting = "status.collecting";
    public const string Proposed = "status.proposed";
    public const string Confirmed = "status.confirmed";
    public const string Waiting = "status.waiting";
    public const string WithAgent = "status.with-agent";
    public const string Answered = "status.answered";
    public const string Paid = "status.paid";
    public const string Closed = "status.closed";

    public static string Of(CaseStatus status) => status switch
    {
        CaseStatus.Collecting => Collecting,
        CaseStatus.Proposed => Proposed,
        CaseStatus.Confirmed => Confirmed,
        CaseStatus.Waiting => Waiting,
        CaseStatus.WithAgent => WithAgent,
        CaseStatus.Answered => Answered,
        CaseStatus.Paid => Paid,
        _ => Closed,
    };
}
