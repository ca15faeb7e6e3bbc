using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.CaseFile;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Acts;
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

    /// <summary>Product line that the agent should know; null when the product is not known.</summary>
    public string? Line { get; set; }

    /// <summary>True when the bot can go on collecting while nobody is there.</summary>
    public bool MayGoOn { get; set; }
}

/// <summary>
/// Puts a ticket with its case card into the queue, tells the buyer their place, keeps what they add until a person is there, and stands
/// by while the person has the word.
/// </summary>
internal sealed class TalkToHumanDialog : WaterfallDialog<TalkToHumanState>
{
    public const string DialogName = "talk-to-human";

    private readonly DeskServices _desk;
    private readonly QueuePlace _place;

    public TalkToHumanDialog(DeskServices desk)
        : base(DialogName, version: 1, DialogJson.Stored.TalkToHumanState)
    {
        (_desk, _place) = (desk, new QueuePlace(desk));
        Do("enqueue", EnqueueAsync);
        Ask("waiting", WaitingPrompt, OnWaitingAsync, WayBack.End);
    }

    private async ValueTask<StepOutcome> EnqueueAsync(StepContext<TalkToHumanState> c, CancellationToken cancellationToken)
    {
        // Somebody has taken the conversation over that nobody was called for.
        if (c.Turn.State.Mode == ConversationMode.Agent) return c.Next();
        var duty = await _place.DutyAsync(c.Turn, c.State.DueAt, cancellationToken).ConfigureAwait(false);
        var request = new TicketRequest(
            TicketKind.TakeOver, c.State.CaseId, c.State.Reason, Enum.Parse<TicketPriority>(c.State.Priority), duty.DueAt, c.State.Card)
        {
            Line = c.State.Line,
        };
        var (ticket, ahead) = await TicketQueue.EnqueueAsync(c.Turn, request, cancellationToken).ConfigureAwait(false);
        c.State.DueAt = ticket.DueAt;
        // The ticket has it now; the conversation need not carry it as well.
        c.State.Card = [];
        if (c.Turn.State.Mode == ConversationMode.Bot)
        {
            c.Turn.State.Mode = ConversationMode.Queued;
            c.Turn.State.Epoch++;
            var number = c.Turn.Refunds().Cases.Find(k => k.Id == ticket.CaseId)?.Number;
            c.Turn.HandOff = new HandOffContext(ticket.Reason, ticket.Priority.ToString(), number, ticket.DueAt);
        }

        if (!duty.IsStaffed) return SayClosed(c, duty, ticket);
        await _place.TellAsync(c.Turn, ticket, ahead, isFirst: true, cancellationToken).ConfigureAwait(false);
        return c.Next();
    }

    /// <summary>Nobody is there: says when somebody will be, and goes on collecting where that helps them.</summary>
    private static StepOutcome SayClosed(StepContext<TalkToHumanState> c, Duty duty, Ticket ticket)
    {
        var due = Show.Time(ticket.DueAt, c.Language);
        if (duty.Next is { } next) c.Say(TalkTexts.Closed, ("next", Show.Time(next, c.Language)), ("due", due), ("kept", c.T(TalkTexts.Kept)));
        else c.Say(TalkTexts.ClosedUnknown, ("kept", c.T(TalkTexts.Kept)));
        if (!c.State.MayGoOn) return c.Next();
        c.Say(TalkTexts.ClosedGoOn);
        return c.End();
    }

    private AnythingPrompt WaitingPrompt(StepContext<TalkToHumanState> c)
    {
        PromptChoice[] file = c.State.CaseId is null ? [] : [_desk.Buttons.Of(c.Language, "case-file", CaseFileOffer.Words)];
        var toBot = _desk.Buttons.Of(c.Language, "back-to-bot", "机器人", "回到机器人", "bot");
        return c.Turn.State is { Mode: ConversationMode.Agent, Agent: { } agent }
            ? new AnythingPrompt { Text = c.T(TalkTexts.WithAgent, ("name", agent.Name)), Choices = [toBot, .. file], IsForAgent = true }
            : new AnythingPrompt
            {
                Text = c.T(TalkTexts.WaitingAsk),
                Choices = [_desk.Buttons.Of(c.Language, "queue-place", "排队", "位置", "第几位", "第几了", "排到第几了", "排到哪了", "还要多久", "还要等多久", "what is my place", "how long", "how long will it take"), toBot, .. file],
            };
    }

    private async ValueTask<StepOutcome> OnWaitingAsync(StepContext<TalkToHumanState> c, Answer<PromptInput> answer, CancellationToken cancellationToken)
    {
        switch (answer.Button)
        {
            case "queue-place":
                await _place.SayPlaceAsync(c.Turn, c.State.DueAt, cancellationToken).ConfigureAwait(false);
                return c.Again();
            case "case-file":
                await CaseFileOffer.SayAsync(c.Turn, _desk, c.State.CaseId, cancellationToken).ConfigureAwait(false);
                return c.Again();
            case "back-to-bot":
                await LeaveQueueAsync(c.Turn, c.State, _desk, cancellationToken).ConfigureAwait(false);
                return c.End();
            default:
                // It is in the transcript, where the person to come reads it.
                Hold(c.Turn, answer.Value!.Attachments);
                if (await HurryAsync(c, _desk, cancellationToken).ConfigureAwait(false)) return c.Wait();
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

    /// <summary>Keeps pictures for the case to go on with.</summary>
    internal static void Hold(TurnContext turn, IReadOnlyList<Attachment> pictures)
    {
        if (pictures.Count == 0) return;
        var held = turn.Refunds().Held;
        held.AddRange(pictures.Take(Math.Max(0, EvidenceIntake.MaxPictures - held.Count)));
    }

    /// <summary>
    /// Takes the conversation out of the queue, or from the agent who has it, and gives it back to the bot. A case that the rules gave to
    /// a person stays with one: only the talk is called off. A case for which the buyer alone wanted a person is collected on.
    /// </summary>
    internal static async ValueTask LeaveQueueAsync(TurnContext turn, TalkToHumanState talk, DeskServices desk, CancellationToken cancellationToken)
    {
        var ticket = await TicketQueue.WithdrawAsync(turn, TicketKind.TakeOver, talk.CaseId, cancellationToken).ConfigureAwait(false);
        ActGate.GiveToBot(turn);
        var language = turn.State.Language;
        var open = talk.CaseId is null ? null : await CaseFiles.FindAsync(turn, talk.CaseId, cancellationToken).ConfigureAwait(false);
        if (open is not { Status: CaseStatus.WithAgent or CaseStatus.Proposed })
        {
            turn.Say(desk.Wording.Text(language, TalkTexts.BackWithBot));
        }
        else if (talk.Reason.StartsWith('G') && open.Status == CaseStatus.WithAgent)
        {
            await CaseFiles.ChangeAsync(turn, open.Id, k => k with { Status = CaseStatus.Collecting }, cancellationToken).ConfigureAwait(false);
            turn.Say(desk.Wording.Text(language, TalkTexts.BackWithBot));
        }
        else
        {
            var request = new TicketRequest(TicketKind.Confirm, open.Id, talk.Reason, Enum.Parse<TicketPriority>(talk.Priority), talk.DueAt, ticket?.Card ?? []) { Line = talk.Line };
            await TicketQueue.EnqueueAsync(turn, request, cancellationToken).ConfigureAwait(false);
            turn.Say(desk.Wording.Text(language, TalkTexts.BackCaseStays, ("due", Show.Time(talk.DueAt, language))));
        }
    }
}

/// <summary>Takes whatever comes while the buyer waits for a person, or talks to one: words, pictures, anything.</summary>
internal sealed record AnythingPrompt : Prompt<PromptInput>
{
    /// <summary>True when what is typed is for a person: a number is a number then, and no button.</summary>
    public bool IsForAgent { get; init; }

    public override bool IsFreeText => true;

    public override bool TakesMedia => true;

    public override bool NumbersAreChoices => !IsForAgent;

    public override Reading<PromptInput> Read(PromptInput input) =>
        input.Text.Length == 0 && input.Attachments.Count == 0 ? Reading<PromptInput>.No() : Reading<PromptInput>.Of(input);
}

/// <summary>Keys of the wording that the hand-over says; checked at start.</summary>
internal static class TalkTexts
{
    public const string Queued = "human.queued";
    public const string QueuedFirst = "human.queued-first";
    public const string QueuedRange = "human.queued-range";
    public const string QueuedFirstRange = "human.queued-first-range";
    public const string Connecting = "human.connecting";
    public const string Kept = "human.kept";
    public const string Nobody = "human.nobody";
    public const string People = "human.people";
    public const string PlaceTitle = "human.place-title";
    public const string Sorry = "human.sorry";
    public const string NotUnderstood = "human.not-understood";
    public const string PlaceFirst = "human.place-first";
    public const string PlaceRange = "human.place-range";
    public const string PlaceFirstRange = "human.place-first-range";
    public const string Moved = "human.moved";
    public const string BackCaseStays = "human.back-case-stays";
    public const string WaitingAsk = "human.waiting-ask";
    public const string Hurried = "human.hurried";
    public const string WithAgent = "human.with-agent";
    public const string AgentLeft = "human.agent-left";
    public const string AgentChanges = "human.agent-changes";
    public const string HandedBack = "human.handed-back";
    public const string Closed = "human.closed";
    public const string ClosedUnknown = "human.closed-unknown";
    public const string ClosedGoOn = "human.closed-go-on";
    public const string Noted = "human.noted";
    public const string PictureNoted = "human.picture-noted";
    public const string Place = "human.place";
    public const string BackWithBot = "human.back-with-bot";
    public const string TurnFailed = "human.turn-failed";
}
