using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Dialogs.TalkToHuman;

/// <summary>Whether anybody is there.</summary>
/// <param name="Next">When somebody will be, UTC; null when that is not known, or somebody is.</param>
/// <param name="DueAt">The promised time, counted in time that is staffed.</param>
internal readonly record struct Duty(bool IsStaffed, DateTimeOffset? Next, DateTimeOffset DueAt);

/// <summary>What a buyer is told of the queue: their true place, and a range of minutes where the rate of the last hour gives one.</summary>
internal sealed class QueuePlace(DeskServices desk)
{
    // Promises longer than this are made in working days, which know nothing of hours.
    private static readonly TimeSpan LongestByHours = TimeSpan.FromHours(12);

    /// <param name="dueAt">The promise as it would be if somebody were always there.</param>
    public async ValueTask<Duty> DutyAsync(TurnContext turn, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var hours = desk.Queue.Current.Hours;
        if (hours.IsStaffed(turn.Now)) return new Duty(true, null, Promise(turn, dueAt));
        // Whoever works beyond the hours is there all the same.
        if (await AgentDirectory.AnyOnDutyAsync(turn.Store, turn.Now, cancellationToken).ConfigureAwait(false)) return new Duty(true, null, dueAt);
        return new Duty(false, hours.NextStaffed(turn.Now), Promise(turn, dueAt));
    }

    private DateTimeOffset Promise(TurnContext turn, DateTimeOffset dueAt)
    {
        var span = dueAt - turn.Now;
        if (span <= TimeSpan.Zero || span > LongestByHours) return dueAt;
        return desk.Queue.Current.Hours.AddStaffed(turn.Now, span) ?? dueAt;
    }

    /// <summary>Tells the place and keeps what was told, so that it is told again only when it changes.</summary>
    public async ValueTask TellAsync(TurnContext turn, Ticket ticket, long ahead, bool isFirst, CancellationToken cancellationToken)
    {
        var language = turn.State.Language;
        var range = await RangeAsync(turn, ahead, cancellationToken).ConfigureAwait(false);
        if (isFirst)
        {
            var (connecting, kept) = (T(TalkTexts.Connecting), T(TalkTexts.Kept));
            var text = Line(language, ahead, range, ticket.DueAt, (TalkTexts.Queued, TalkTexts.QueuedFirst, TalkTexts.QueuedRange, TalkTexts.QueuedFirstRange), ("connecting", connecting), ("kept", kept));
            turn.Say(text, Card(text, language, connecting, ahead, ticket.DueAt, kept));
        }
        else
        {
            var place = PlaceLine(language, ahead, range, ticket.DueAt);
            var text = T(TalkTexts.Moved, ("place", place));
            turn.Say(text, Card(text, language, T(TalkTexts.PlaceTitle), ahead, ticket.DueAt, null));
        }

        turn.Ahead = ahead;
        TicketQueue.Change(turn, ticket, ticket with { Told = new ToldPlace(ahead, range?.From, range?.To, turn.Now) });

        string T(string key, params ReadOnlySpan<Arg> args) => desk.Wording.Text(language, key, args);
    }

    /// <summary>Says the place because the buyer asked.</summary>
    public async ValueTask SayPlaceAsync(TurnContext turn, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var language = turn.State.Language;
        var ahead = await TicketQueue.RankAsync(turn.Store, turn.State.Id, TicketKind.TakeOver, null, cancellationToken).ConfigureAwait(false) ?? 0;
        var range = await RangeAsync(turn, ahead, cancellationToken).ConfigureAwait(false);
        var place = PlaceLine(language, ahead, range, dueAt);
        turn.Say(place, Card(place, language, desk.Wording.Text(language, TalkTexts.PlaceTitle), ahead, dueAt, null));
    }

    /// <summary>Tells the place anew when it is another one than was told; nothing when the ticket does not wait.</summary>
    public async ValueTask TellChangeAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var id = TicketQueue.IdOf(turn.State.Id, TicketKind.TakeOver, null);
        if (await TicketQueue.FindAsync(turn, id, cancellationToken).ConfigureAwait(false) is not { IsWaiting: true } ticket) return;
        if (await turn.Store.RankAsync(TicketQueue.Index, id, cancellationToken).ConfigureAwait(false) is not { } ahead || ahead == ticket.Told?.Ahead) return;
        await TellAsync(turn, ticket, ahead, isFirst: false, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<WaitRange?> RangeAsync(TurnContext turn, long ahead, CancellationToken cancellationToken)
    {
        // What was done in the last hour says nothing of the next minutes when nobody is there.
        if (!await AgentDirectory.AnyOnDutyAsync(turn.Store, turn.Now, cancellationToken).ConfigureAwait(false)) return null;
        return await QueueRate.RangeAsync(turn.Store, ahead, turn.Now, cancellationToken).ConfigureAwait(false);
    }

    private string PlaceLine(Language language, long ahead, WaitRange? range, DateTimeOffset dueAt) =>
        Line(language, ahead, range, dueAt, (TalkTexts.Place, TalkTexts.PlaceFirst, TalkTexts.PlaceRange, TalkTexts.PlaceFirstRange));

    private string Line(
        Language language, long ahead, WaitRange? range, DateTimeOffset dueAt, (string Any, string First, string AnyRange, string FirstRange) keys, params ReadOnlySpan<Arg> more)
    {
        var key = (ahead == 0, range is null) switch
        {
            (false, true) => keys.Any,
            (true, true) => keys.First,
            (false, false) => keys.AnyRange,
            _ => keys.FirstRange,
        };
        return desk.Wording.Text(
            language, key,
            [.. more, ("ahead", Show.Number(ahead)), ("due", Show.Time(dueAt, language)), ("from", Show.Number(range?.From ?? 0)), ("to", Show.Number(range?.To ?? 0))]);
    }

    private Card Card(string text, Language language, string title, long ahead, DateTimeOffset dueAt, string? lead)
    {
        var rows = new List<CardRow>(2);
        rows.AddSaid(text, desk.Wording.Text(language, CardTexts.Ahead), ahead == 0 ? desk.Wording.Text(language, TalkTexts.Nobody) : desk.Wording.Text(language, TalkTexts.People, ("n", Show.Number(ahead))));
        rows.AddSaid(text, desk.Wording.Text(language, CardTexts.AnswerBy), Show.Time(dueAt, language));
        return new Card(CardKind.Queue, title) { Tone = CardTone.Wait, Lead = lead, Rows = rows.Count > 0 ? rows : null };
    }
}
