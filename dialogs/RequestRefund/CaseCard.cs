using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>What an agent reads of a case before taking it: facts by name, no words of the buyer, no contact, no code.</summary>
internal static class CaseCard
{
    /// <summary>What a seller needs to look into a code: the order, and when and how it failed.</summary>
    public static List<CardLine> ForSeller(RequestRefundState state)
    {
        var card = new List<CardLine>();
        Add("case", state.CaseNumber);
        Add("order", state.Order);
        Add("product", state.Glance?.Product);
        Add("claim", state.Claim);
        Add("error_time", state.ErrorTime is { } time ? ShanghaiTime.Format(time) : null);
        // An error code, and no words of the buyer.
        Add("error_code", state.ErrorCode is { Length: <= 40 } code && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? CodeMask.Hide(code) : null);
        return card;

        void Add(string name, string? value)
        {
            if (value is not null) card.Add(new CardLine(name, value));
        }
    }

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
        // What a person has to do besides, such as taking the listing down; who told the seller has told it already.
        Add("duties", verdict is { Duties.Count: > 0 } ? string.Join(' ', verdict.Duties) : null);
        Add("seller_state", kept?.Seller?.State ?? state.SellerState);
        Add("seller_reason", kept?.Seller?.Reason);
        Add("advice", verdict?.Advice is { } advice ? $"{advice.Outcome.Word()} {advice.Rule}" : null);
        return card;

        void Add(string name, string? value)
        {
            if (value is not null) card.Add(new CardLine(name, value));
        }
    }
}
