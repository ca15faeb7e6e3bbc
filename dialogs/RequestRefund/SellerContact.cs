using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Handoff.Sellers;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>
/// What verdicts want of the seller, and what the seller answers. Where the shop has no seller nothing is claimed to have been asked of
/// one: the buyer is told to, and a person takes over when the time is up.
/// </summary>
internal static class SellerContact
{
    private static readonly TimeSpan ToTakeNote = TimeSpan.FromDays(7);

    /// <summary>Carries out the duty towards the seller that comes with a verdict, and calls off what an earlier one asked.</summary>
    /// <returns>True when a seller has it; false where there is none, or nothing to ask.</returns>
    public static async ValueTask<bool> CarryOutAsync(TurnContext turn, RequestRefundState state, Verdict verdict, CancellationToken cancellationToken)
    {
        if (state.CaseId is not { } caseId) return false;
        if (verdict.Outcome == Outcome.SellerFirst)
        {
            state.SellerState = SellerWords.Waiting;
            state.SellerAskedAt ??= turn.Now;
        }
        else
        {
            await CallOffAsync(turn, state, cancellationToken).ConfigureAwait(false);
        }

        if (ErrandOf(verdict) is not { } errand) return false;
        var due = verdict.DueAt ?? turn.Now + ToTakeNote;
        if (!await SellerTickets.EnqueueAsync(turn, caseId, errand, due, CaseCard.ForSeller(state), cancellationToken).ConfigureAwait(false)) return false;
        if (errand != SellerErrand.Answer) return true;
        state.SellerAsked = true;
        await CaseFiles.ChangeAsync(
            turn, caseId, k => k with { Seller = new CaseSeller(SellerWords.Waiting, state.SellerAskedAt ?? turn.Now) }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>The seller's answer is no longer waited for.</summary>
    public static async ValueTask CallOffAsync(TurnContext turn, RequestRefundState state, CancellationToken cancellationToken)
    {
        if (!state.SellerAsked || state.CaseId is null) return;
        state.SellerAsked = false;
        await SellerTickets.CloseAsync(turn, state.CaseId, SellerErrand.Answer, TicketStatus.Withdrawn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads an answer; null when the news is none.</summary>
    public static SellerAnswer? Read(IncomingMessage.News news) =>
        news.Topic == SellerAnswer.Topic ? news.Content.Deserialize(SellerJson.Default.SellerAnswer) : null;

    /// <summary>Notes an answer in the case and closes the ticket.</summary>
    /// <returns>The case as it is then; null when nobody waits for this answer any more.</returns>
    public static async ValueTask<RefundCase?> TakeAsync(TurnContext turn, SellerAnswer answer, CancellationToken cancellationToken)
    {
        if (!await SellerTickets.CloseAsync(turn, answer.CaseId, SellerErrand.Answer, TicketStatus.Resolved, cancellationToken).ConfigureAwait(false)) return null;
        return await CaseFiles.ChangeAsync(
            turn, answer.CaseId,
            k => k with
            {
                Seller = new CaseSeller(StateOf(answer.Reply), k.Seller?.AskedAt ?? answer.At) { AnsweredAt = answer.At, Reason = answer.Reason, By = answer.By },
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells the buyer what the seller said.</summary>
    public static void Say(TurnContext turn, DeskServices desk, SellerAnswer answer)
    {
        var language = turn.State.Language;
        turn.Say(answer.Reply switch
        {
            SellerReply.Solved => desk.Wording.Text(language, SellerTexts.Solved),
            SellerReply.Confirmed => desk.Wording.Text(language, SellerTexts.Confirmed),
            _ => desk.Wording.Text(language, SellerTexts.Refused, ("reason", CodeMask.Hide(answer.Reason ?? "—"))),
        });
    }

    /// <summary>The fact <c>seller_state</c> that follows from an answer.</summary>
    public static string StateOf(SellerReply reply) => reply switch
    {
        SellerReply.Solved => SellerWords.Solved,
        SellerReply.Confirmed => SellerWords.Confirmed,
        _ => SellerWords.Refused,
    };

    private static SellerErrand? ErrandOf(Verdict verdict)
    {
        foreach (var errand in Enum.GetValues<SellerErrand>())
        {
            if (verdict.Duties.Contains(errand.Word())) return errand;
        }

        return null;
    }
}

/// <summary>Keys of the wording about the seller; checked at start.</summary>
internal static class SellerTexts
{
    public const string Asked = "refund.seller.asked";
    public const string AskYourself = "refund.seller.ask-yourself";
    public const string Urged = "refund.seller.urged";
    public const string Told = "refund.seller.told";
    public const string Solved = "refund.seller.solved";
    public const string Confirmed = "refund.seller.confirmed";
    public const string Refused = "refund.seller.refused";
    public const string AnswerToHuman = "refund.seller.answer-to-human";
}
