using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.TalkToHuman;

/// <summary>Why and how urgently a person is asked for.</summary>
public sealed class TalkToHumanState
{
    public string? CaseId { get; set; }

    /// <summary>A rule's id, or a code such as <c>review</c>.</summary>
    public string Reason { get; set; } = "G2";

    /// <summary>P0 to P3.</summary>
    public string Priority { get; set; } = "P2";

    /// <summary>When an answer is promised.</summary>
    public DateTimeOffset DueAt { get; set; }

    public List<CardLine> Card { get; set; } = [];
}

/// <summary>Puts a ticket with its case card into the queue, tells the buyer their place, and keeps what they add until a person is there.</summary>
internal sealed class TalkToHumanDialog : WaterfallDialog<TalkToHumanState>
{
    public const string DialogName = "talk-to-human";

    public TalkToHumanDialog(DeskServices desk)
        : base(DialogName, version: 1, DialogJson.Stored.TalkToHumanState)
    {
        Do("enqueue", EnqueueAsync);
        Ask("waiting", c => WaitingPrompt(c, desk), (c, answer, cancellationToken) => OnWaitingAsync(c, answer, desk, cancellationToken), WayBack.End);
    }

    private static async ValueTask<StepOutcome> EnqueueAsync(StepContext<TalkToHumanState> c, CancellationToken cancellationToken)
    {
        var request = new TicketRequest(
            TicketKind.TakeOver, c.State.CaseId, c.State.Reason, Enum.Parse<TicketPriority>(c.State.Priority), c.State.DueAt, c.State.Card);
        var (ticket, ahead) = await TicketQueue.EnqueueAsync(c.Turn, request, cancellationToken).ConfigureAwait(false);
        c.State.DueAt = ticket.DueAt;
        // The ticket has it now; the conversation need not carry it as well.
        c.State.Card = [];
        if (c.Turn.State.Mode == ConversationMode.Bot)
        {
            c.Turn.State.Mode = ConversationMode.Queued;
            c.Turn.State.Epoch++;
        }

        var (connecting, kept, due) = (c.T(TalkTexts.Connecting), c.T(TalkTexts.Kept), Show.Time(ticket.DueAt, c.Language));
        var text = c.T(
            ahead == 0 ? TalkTexts.QueuedFirst : TalkTexts.Queued, ("connecting", connecting), ("ahead", Show.Number(ahead)), ("due", due), ("kept", kept));
        c.Turn.Say(text, QueueCard(c, text, connecting, ahead, due, kept));
        return c.Next();
    }

    private static Card QueueCard(StepContext<TalkToHumanState> c, string text, string title, long ahead, string due, string? lead)
    {
        var rows = new List<CardRow>(2);
        rows.AddSaid(text, c.T(CardTexts.Ahead), ahead == 0 ? c.T(TalkTexts.Nobody) : c.T(TalkTexts.People, ("n", Show.Number(ahead))));
        rows.AddSaid(text, c.T(CardTexts.AnswerBy), due);
        return new Card(CardKind.Queue, title) { Tone = CardTone.Wait, Lead = lead, Rows = rows.Count > 0 ? rows : null };
    }

    private static AnythingPrompt WaitingPrompt(StepContext<TalkToHumanState> c, DeskServices desk) => new()
    {
        Text = c.T(TalkTexts.WaitingAsk),
        Choices = [desk.Buttons.Of(c.Language, "queue-place", "排队", "位置", "第几位", "第几了", "排到第几了", "排到哪了", "还要多久", "还要等多久", "what is my place", "how long", "how long will it take"), desk.Buttons.Of(c.Language, "back-to-bot", "机器人", "回到机器人", "bot")],
    };

    private static async ValueTask<StepOutcome> OnWaitingAsync(
        StepContext<TalkToHumanState> c, Answer<PromptInput> answer, DeskServices desk, CancellationToken cancellationToken)
    {
        switch (answer.Button)
        {
            case "queue-place":
                var rank = await TicketQueue.RankAsync(c.Turn.Store, c.Turn.State.Id, TicketKind.TakeOver, c.State.CaseId, cancellationToken).ConfigureAwait(false);
                var (ahead, due) = (rank ?? 0, Show.Time(c.State.DueAt, c.Language));
                var place = c.T(ahead == 0 ? TalkTexts.PlaceFirst : TalkTexts.Place, ("ahead", Show.Number(ahead)), ("due", due));
                c.Turn.Say(place, QueueCard(c, place, c.T(TalkTexts.PlaceTitle), ahead, due, null));
                return c.Again();
            case "back-to-bot":
                await LeaveQueueAsync(c.Turn, c.State, desk, cancellationToken).ConfigureAwait(false);
                return c.End();
            default:
                // It is in the transcript, where the person to come reads it.
                var held = c.Turn.Refunds().Held;
                held.AddRange(answer.Value!.Attachments.Take(Math.Max(0, EvidenceIntake.MaxPictures - held.Count)));
                if (await HurryAsync(c, desk, cancellationToken).ConfigureAwait(false)) return c.Wait();
                c.Say(answer.Value.Attachments.Count > 0 ? TalkTexts.PictureNoted : TalkTexts.Noted);
                return c.Wait();
        }
    }

    /// <summary>What a buyer tells while they wait may make it urgent; false when it does not.</summary>
    private static async ValueTask<bool> HurryAsync(StepContext<TalkToHumanState> c, DeskServices desk, CancellationToken cancellationToken)
    {
        if (Urgency.TextOf(c.Turn.Incoming.Message) is not { } text || RequestRefundDialog.TextToSay(desk, text) is not { } say) return false;
        var policy = await desk.PolicyOfAsync(c.Turn, c.State.CaseId, cancellationToken).ConfigureAwait(false);
        c.Say(say);
        if (Urgency.Of(desk, policy, c.Turn, new RequestRefundState()) is not { Verdict: { Priority: { } priority } verdict }) return true;
        var due = verdict.DueAt ?? c.State.DueAt;
        if (await TicketQueue.HurryAsync(c.Turn, verdict.Rule, Enum.Parse<TicketPriority>(priority.Word()), due, cancellationToken).ConfigureAwait(false) is not { } ticket) return true;
        (c.State.Reason, c.State.Priority, c.State.DueAt) = (ticket.Reason, ticket.Priority.ToString(), ticket.DueAt);
        c.Say(TalkTexts.Hurried, ("due", Show.Time(ticket.DueAt, c.Language)));
        return true;
    }

    /// <summary>
    /// Takes the conversation out of the queue and gives it back to the bot. A case that the rules gave to a person stays with one:
    /// only the talk is called off. A case for which the buyer alone wanted a person is collected on.
    /// </summary>
    internal static async ValueTask LeaveQueueAsync(TurnContext turn, TalkToHumanState talk, DeskServices desk, CancellationToken cancellationToken)
    {
        var ticket = await TicketQueue.WithdrawAsync(turn, TicketKind.TakeOver, talk.CaseId, cancellationToken).ConfigureAwait(false);
        turn.State.Mode = ConversationMode.Bot;
        turn.State.Epoch++;
        var language = turn.State.Language;
        var open = talk.CaseId is null ? null : await CaseFiles.FindAsync(turn, talk.CaseId, cancellationToken).ConfigureAwait(false);
        if (open is not { Status: CaseStatus.WithAgent })
        {
            turn.Say(desk.Wording.Text(language, TalkTexts.BackWithBot));
        }
        else if (talk.Reason.StartsWith('G'))
        {
            await CaseFiles.ChangeAsync(turn, open.Id, k => k with { Status = CaseStatus.Collecting }, cancellationToken).ConfigureAwait(false);
            turn.Say(desk.Wording.Text(language, TalkTexts.BackWithBot));
        }
        else
        {
            var request = new TicketRequest(TicketKind.Confirm, open.Id, talk.Reason, Enum.Parse<TicketPriority>(talk.Priority), talk.DueAt, ticket?.Card ?? []);
            await TicketQueue.EnqueueAsync(turn, request, cancellationToken).ConfigureAwait(false);
            turn.Say(desk.Wording.Text(language, TalkTexts.BackCaseStays, ("due", Show.Time(talk.DueAt, language))));
        }
    }
}

/// <summary>Takes whatever comes while the buyer waits for a person: words, pictures, anything.</summary>
internal sealed record AnythingPrompt : Prompt<PromptInput>
{
    public override bool IsFreeText => true;

    public override bool TakesMedia => true;

    public override Reading<PromptInput> Read(PromptInput input) =>
        input.Text.Length == 0 && input.Attachments.Count == 0 ? Reading<PromptInput>.No() : Reading<PromptInput>.Of(input);
}

/// <summary>Keys of the wording that the hand-over says; checked at start.</summary>
internal static class TalkTexts
{
    public const string Queued = "human.queued";
    public const string QueuedFirst = "human.queued-first";
    public const string Connecting = "human.connecting";
    public const string Kept = "human.kept";
    public const string Nobody = "human.nobody";
    public const string People = "human.people";
    public const string PlaceTitle = "human.place-title";
    public const string Sorry = "human.sorry";
    public const string NotUnderstood = "human.not-understood";
    public const string PlaceFirst = "human.place-first";
    public const string BackCaseStays = "human.back-case-stays";
    public const string WaitingAsk = "human.waiting-ask";
    public const string Hurried = "human.hurried";
    public const string Noted = "human.noted";
    public const string PictureNoted = "human.picture-noted";
    public const string Place = "human.place";
    public const string BackWithBot = "human.back-with-bot";
    public const string TurnFailed = "human.turn-failed";
}
