using ChatRefundBot.DialogKernel.Dialogs;
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
                turn.Say(TextOf(found, turn, desk));
        }
    }

    private static string TextOf(RefundCase found, TurnContext turn, DeskServices desk)
    {
        var language = turn.State.Language;
        var days = desk.Policy.Limits.VerdictDue.WorkingDays;
        var day = Math.Min(desk.Policy.Calendar.WorkingDaysBetween(found.OpenedAt, turn.Now) + 1, days);
        Arg[] args =
        [
            ("case", found.Number),
            ("order", "****" + found.Order[^4..]),
            ("claim", desk.Wording.Text(language, "claim." + found.Claim)),
            ("amount", found.Verdict?.Amount is { } amount ? "¥" + amount : "—"),
            ("day", Show.Number(day)),
            ("days", Show.Number(days)),
            ("due", Show.Day(found.DueAt, language)),
            ("changed", Show.Time(found.ChangedAt, language)),
        ];
        var lines = new List<string> { desk.Wording.Text(language, StatusTexts.Head, args), desk.Wording.Text(language, StatusTexts.Of(found.Status), args) };
        if (found.IsOpen) lines.Add(desk.Wording.Text(language, StatusTexts.Day, args));
        return string.Join('\n', lines);
    }
}

/// <summary>Keys of the wording that the status says; checked at start.</summary>
internal static class StatusTexts
{
    public const string None = "status.none";
    public const string Head = "status.head";
    public const string Day = "status.day";
    public const string Collecting = "status.collecting";
    public const string Proposed = "status.proposed";
    public const string Confirmed = "status.confirmed";
    public const string Waiting = "status.waiting";
    public const string WithAgent = "status.with-agent";
    public const string Answered = "status.answered";
    public const string Closed = "status.closed";

    public static string Of(CaseStatus status) => status switch
    {
        CaseStatus.Collecting => Collecting,
        CaseStatus.Proposed => Proposed,
        CaseStatus.Confirmed => Confirmed,
        CaseStatus.Waiting => Waiting,
        CaseStatus.WithAgent => WithAgent,
        CaseStatus.Answered => Answered,
        _ => Closed,
    };
}
