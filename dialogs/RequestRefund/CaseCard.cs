using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>What an agent reads of a case before taking it: facts by name, no words of the buyer, no contact, no code.</summary>
internal static class CaseCard
{
    public static List<CardLine> Of(RequestRefundState state, RefundCase? kept, Verdict? verdict)
    {
        var card = new List<CardLine>();
        Add("case", kept?.Number ?? state.CaseNumber);
        Add("order", state.Verified && state.Order is { Length: > 4 } order ? "****" + order[^4..] : null);
        Add("product", state.Glance?.Product);
        Add("type", state.Glance?.Type);
        Add("amount", state.Glance?.Amount);
        Add("claim", state.Claim);
        foreach (var answer in state.Answers) Add(answer.Name, answer.Value);
        Add("error_time", state.ErrorTime is { } time ? ShanghaiTime.Format(time) : null);
        Add("evidence", state.Evidence.Count > 0 ? string.Join(' ', state.Evidence.Select(e => e.Kind)) : null);
        Add("missing", state.Missing.Count > 0 && state.EvidenceDeclined ? string.Join(' ', state.Missing) : null);
        Add("outcome", verdict?.Outcome.Word());
        Add("rule", verdict?.Rule);
        Add("advice", verdict?.Advice is { } advice ? $"{advice.Outcome.Word()} {advice.Rule}" : null);
        return card;

        void Add(string name, string? value)
        {
            if (value is not null) card.Add(new CardLine(name, value));
        }
    }
}
