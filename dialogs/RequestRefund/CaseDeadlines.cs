using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>
/// The days of a case without a result: on the third working day its ticket is made more urgent and the buyer is told how things stand,
/// when the promised day is over both once more, and on the fifteenth calendar day it becomes a supervisor's. Time alone never closes it.
/// </summary>
internal sealed class CaseDeadlines(DeskServices desk)
{
    /// <summary>Name of the timer; the case's identity follows.</summary>
    public const string Timer = "deadline/";

    // Buyers are written to in the morning of a day, in Asia/Shanghai.
    private static readonly TimeSpan Morning = TimeSpan.FromHours(9);

    private enum Milestone { Reminder, Breach, HardStop }

    /// <summary>Sets the timer of a case that was just opened.</summary>
    public void Watch(TurnContext turn, RefundCase opened) => SetNext(turn, opened, turn.Now);

    /// <summary>A deadline came: does what belongs to it and waits for the next one.</summary>
    public async ValueTask OnTimerAsync(TurnContext turn, string caseId, CancellationToken cancellationToken)
    {
        var found = await CaseFiles.FindAsync(turn, caseId, cancellationToken).ConfigureAwait(false);
        if (found is not { IsOpen: true } || found.Status == CaseStatus.Confirmed) return;
        SetNext(turn, found, turn.Now);
        var milestone = At(found, Milestone.HardStop) <= turn.Now ? Milestone.HardStop : At(found, Milestone.Breach) <= turn.Now ? Milestone.Breach : Milestone.Reminder;
        if (found.Status == CaseStatus.Collecting && milestone != Milestone.HardStop)
        {
            // It is the buyer's turn: told once, kindly, and not while a person has the word.
            if (milestone == Milestone.Reminder && turn.State.Mode == ConversationMode.Bot) Say(turn, found, DeadlineTexts.Collecting);
            return;
        }

        // What waits for a time that was agreed on needs no reminder before its day.
        if (found.Status == CaseStatus.Waiting && milestone == Milestone.Reminder) return;
        await RaiseAsync(turn, found, milestone, cancellationToken).ConfigureAwait(false);
        Say(turn, found, milestone switch
        {
            Milestone.Reminder => DeadlineTexts.Reminder,
            Milestone.Breach => DeadlineTexts.Breach,
            _ => DeadlineTexts.HardStop,
        });
    }

    private async ValueTask RaiseAsync(TurnContext turn, RefundCase found, Milestone milestone, CancellationToken cancellationToken)
    {
        var priority = milestone switch { Milestone.Reminder => TicketPriority.P2, Milestone.Breach => TicketPriority.P1, _ => TicketPriority.P0 };
        if (await TicketQueue.RaiseAsync(turn, found.Id, priority, cancellationToken).ConfigureAwait(false)) return;
        CardLine[] card = [new("case", found.Number), new("claim", found.Claim), new("rule", found.Verdict?.Rule ?? "")];
        var reason = milestone == Milestone.HardStop ? "hard-stop" : "late";
        await TicketQueue.EnqueueAsync(turn, new TicketRequest(TicketKind.Confirm, found.Id, reason, priority, found.DueAt, card), cancellationToken).ConfigureAwait(false);
    }

    private void SetNext(TurnContext turn, RefundCase found, DateTimeOffset after)
    {
        foreach (var milestone in Enum.GetValues<Milestone>())
        {
            if (At(found, milestone) is var at && at <= after) continue;
            turn.SetTimer(Timer + found.Id, at);
            return;
        }
    }

    private DateTimeOffset At(RefundCase found, Milestone milestone)
    {
        var (limits, calendar) = (desk.Policy.Limits, desk.Policy.Calendar);
        return milestone switch
        {
            Milestone.Reminder => MorningOf(ShanghaiTime.DayOf(calendar.EndOfWorkingDay(found.OpenedAt, limits.ReminderWorkingDay))),
            Milestone.Breach => found.DueAt + TimeSpan.FromSeconds(1),
            _ => MorningOf(ShanghaiTime.DayOf(found.OpenedAt).AddDays(limits.HardStopDays)),
        };
    }

    private static DateTimeOffset MorningOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), ShanghaiTime.Offset).Add(Morning).ToUniversalTime();

    private void Say(TurnContext turn, RefundCase found, string key)
    {
        var language = turn.State.Language;
        var days = desk.Policy.Limits.VerdictDue.WorkingDays;
        turn.Say(desk.Wording.Text(
            language, key, ("case", found.Number), ("day", Show.Number(desk.Policy.Limits.ReminderWorkingDay)), ("days", Show.Number(days)),
            ("due", Show.Day(found.DueAt, language)), ("stop", Show.Number(desk.Policy.Limits.HardStopDays))));
    }
}

/// <summary>Keys of the wording that the deadlines say; checked at start.</summary>
internal static class DeadlineTexts
{
    public const string Collecting = "refund.deadline.collecting";
    public const string Reminder = "refund.deadline.reminder";
    public const string Breach = "refund.deadline.breach";
    public const string HardStop = "refund.deadline.hard-stop";
}
