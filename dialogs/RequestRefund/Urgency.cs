using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>
/// How soon a person looks, when a buyer who asks for one has said what makes it urgent: a payment that was not authorised, a minor who
/// paid, a complaint made elsewhere. The wish alone would be heard first and hide it.
/// </summary>
internal static class Urgency
{
    /// <summary>What the rules say of it, as if the order were known to be the buyer's; null when nothing of the kind was said.</summary>
    public static (Verdict Verdict, FactSet Facts)? Of(DeskServices desk, PolicyTable policy, TurnContext turn, RequestRefundState state)
    {
        var told = new[] { TextOf(turn.Incoming.Message), turn.Refunds().Told, state.Story }.OfType<string>().Select(desk.Words.SignalsIn).OfType<Signals>().ToList();
        var signals = new Signals
        {
            Unauthorised = told.Exists(s => s.Unauthorised),
            Minor = told.Exists(s => s.Minor),
            Complaint = told.Select(s => s.Complaint).FirstOrDefault(c => c is not null),
        };
        if (signals == new Signals()) return null;
        var facts = CaseDecision.FactsOf(turn, state, null, null, signals)
            .With(FactCatalogue.Consent, FactValue.Of(true), Supplier.Own, turn.Now)
            .With(FactCatalogue.OrderFound, FactValue.Of(true), Supplier.Orders, turn.Now)
            .With(FactCatalogue.OwnerVerified, FactValue.Of(true), Supplier.Orders, turn.Now);
        return policy.Decide(facts) is Decision.Decided { Verdict: { Outcome: Outcome.Escalate } verdict } ? (verdict, facts) : null;
    }

    /// <summary>What a message says in words; null when it says nothing, or too much for a remark.</summary>
    public static string? TextOf(IncomingMessage message) => message switch
    {
        IncomingMessage.Text { Value.Length: <= RequestRefundDialog.LongestStory } text => TextCleaner.Clean(text.Value),
        IncomingMessage.Media { Caption: { Length: <= RequestRefundDialog.LongestStory } caption } => TextCleaner.Clean(caption),
        _ => null,
    };
}
