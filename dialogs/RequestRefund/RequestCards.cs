using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>The refund dialog's cards. Each is made of the parts its text was made of, and tells nothing beyond that text.</summary>
internal static class RequestCards
{
    /// <summary>The product to be confirmed.</summary>
    /// <param name="escrow">The reminder about money in escrow; null when there is none.</param>
    public static Card Product(StepContext<RequestRefundState> c, string order, string paid, string type, string delivery, string question, string? escrow)
    {
        var glance = c.State.Glance!;
        return new Card(CardKind.Product, glance.Product)
        {
            Tone = CardTone.Info,
            Lead = escrow,
            Rows =
            [
                new CardRow(c.T(CardTexts.Order), order),
                new CardRow(c.T(CardTexts.Amount), glance.Amount),
                new CardRow(c.T(CardTexts.Paid), paid),
                new CardRow(c.T(CardTexts.Type), type),
                new CardRow(c.T(CardTexts.Delivery), delivery),
            ],
            After = question,
        };
    }

    /// <summary>A verdict: what, why, by which rule, and what happens next. As the text, a proposal and no promise.</summary>
    /// <param name="text">What the message says; rows are taken from it only.</param>
    /// <param name="amount">The sum proposed; empty when none is.</param>
    /// <param name="agreed">Time of the next look; null when there is none.</param>
    /// <param name="due">Day by which the next step is done.</param>
    public static Card Verdict(
        StepContext<RequestRefundState> c, Verdict verdict, string text, string title, string lead, string basis, IReadOnlyList<string> steps,
        string amount, string? caseNumber, string? agreed, string due, bool confirmed)
    {
        var rows = new List<CardRow>(4);
        rows.AddSaid(text, c.T(CardTexts.Amount), amount);
        rows.AddSaid(text, c.T(CardTexts.Case), caseNumber);
        rows.AddSaid(text, c.T(CardTexts.AgreedTime), agreed);
        if (steps.Count > 0) rows.AddSaid(steps[0], c.T(confirmed ? CardTexts.DoneBy : CardTexts.AnswerBy), due);
        return new Card(CardKind.Verdict, title)
        {
            Tone = ToneOf(verdict.Outcome),
            Lead = lead,
            Rows = rows.Count > 0 ? rows : null,
            Steps = steps.Count > 0 ? steps : null,
            Note = basis,
        };
    }

    /// <summary>Pictures that are there and those that are missing.</summary>
    public static Card Evidence(StepContext<RequestRefundState> c, string title, string? lead, string? after)
    {
        var items = new List<CardItem>(4);
        AddPictures(c, items);
        foreach (var missing in c.State.Missing) items.Add(new CardItem(RequestRefundDialog.PartName(c, missing), false));
        return new Card(CardKind.Evidence, title) { Tone = CardTone.Info, Lead = lead, Items = items.Count > 0 ? items : null, After = after };
    }

    /// <summary>The same list once nothing of it is missing any more; null when no picture was asked for by name.</summary>
    /// <param name="received">What the message says.</param>
    public static Card? Received(StepContext<RequestRefundState> c, string received)
    {
        var items = new List<CardItem>(4);
        AddPictures(c, items);
        return items.Count == 0 ? null : new Card(CardKind.Evidence, c.T(CardTexts.Evidence)) { Tone = CardTone.Good, Items = items, After = received };
    }

    private static void AddPictures(StepContext<RequestRefundState> c, List<CardItem> items)
    {
        foreach (var picture in c.State.Evidence)
        {
            // E1 is what a picture is kept as that nobody asked for: what it shows, nobody has said.
            if (picture.Kind == "E1") continue;
            // Asked for as one of two, it is ticked off as one of two.
            var asked = c.State.Missing.Find(m => m.Contains('|', StringComparison.Ordinal) && m.Split('|').Contains(picture.Kind));
            var name = RequestRefundDialog.PartName(c, asked ?? picture.Kind);
            if (!items.Exists(i => i.Label == name)) items.Add(new CardItem(name, true));
        }
    }

    private static CardTone ToneOf(Outcome outcome) => outcome switch
    {
        Outcome.Approve or Outcome.PartialRefund => CardTone.Good,
        Outcome.Wait or Outcome.SellerFirst or Outcome.Reissue => CardTone.Wait,
        Outcome.Reject => CardTone.Bad,
        _ => CardTone.Info,
    };
}
