using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Signals of a message or of the conversation that rules look at before anything else.</summary>
internal sealed record Signals
{
    public bool WantsHuman { get; init; }
    public bool NegativeEmotion { get; init; }
    public bool Safety { get; init; }
    public bool Unauthorised { get; init; }
    public bool Minor { get; init; }
    public string? Complaint { get; init; }
    public int FailedTurns { get; init; }
}

/// <summary>From what was collected to what the rules say.</summary>
internal static class CaseDecision
{
    /// <summary>All facts known now. Nothing is guessed: what nobody said is not in the set.</summary>
    /// <param name="order">The order, read in this turn; null before its ownership is proven.</param>
    /// <param name="openCase">Another open case of the order; null when there is none.</param>
    public static FactSet FactsOf(TurnContext turn, RequestRefundState state, Order? order, RefundCase? openCase, Signals? signals)
    {
        var memory = turn.Refunds();
        var now = turn.Now;
        var facts = FactSet.Empty.Change()
            .With(FactCatalogue.Now, FactValue.Of(now), Supplier.Own, now)
            .With(FactCatalogue.CaseOpenedAt, FactValue.Of(state.CaseOpenedAt ?? now), Supplier.Own, now)
            .With(FactCatalogue.EvidenceRounds, FactValue.Of(state.EvidenceRounds), Supplier.Own, now)
            .With(FactCatalogue.EvidenceDeclined, FactValue.Of(state.EvidenceDeclined), Supplier.Own, now)
            .With(FactCatalogue.MismatchCount, FactValue.Of(0), Supplier.Own, now)
            .With(FactCatalogue.SellerState, FactValue.Of(state.SellerState ?? "none"), Supplier.Own, now)
            .With(FactCatalogue.SellerAskedAt, state.SellerAskedAt is { } asked ? FactValue.Of(asked) : FactValue.Absent, Supplier.Own, now)
            .Build();
        if (memory.ConsentAt is { } consent)
            facts = facts.With(FactCatalogue.Consent, FactValue.Of(true), Supplier.Own, consent);
        if (signals is not null) facts = WithSignals(facts, signals);
        if (order is null) return facts;

        facts = OrderFacts.Of(order, facts, now).Change()
            .With(FactCatalogue.IdTries, FactValue.Of(1), Supplier.Own, now)
            .With(FactCatalogue.OwnerVerified, FactValue.Of(state.Verified), Supplier.Orders, now)
            .With(FactCatalogue.OwnerTries, FactValue.Of(1), Supplier.Own, now)
            .With(FactCatalogue.OpenCaseId, openCase is null ? FactValue.Absent : FactValue.Of(openCase.Number), Supplier.Own, now)
            // Before a case is opened this claim would be the first one that counts.
            .With(FactCatalogue.Claims30d, FactValue.Of(Math.Max(1, state.Claims30d)), Supplier.Own, now)
            .With(FactCatalogue.Evidence, FactValue.Of(Items(state)), Supplier.Own, now)
            .Build();
        if (state.Claim is not null) facts = Offer(facts, FactCatalogue.Claim, FactValue.Of(state.Claim), now);
        foreach (var answer in state.Answers)
        {
            if (FactCatalogue.Find(answer.Name) is { } definition) facts = Offer(facts, definition, ValueOf(answer.Value), answer.At);
        }

        return facts;
    }

    /// <summary>The facts of a try that did not match: of an unknown order, or of one that is not proven to be the buyer's.</summary>
    public static FactSet FactsOfTry(TurnContext turn, int tries, bool found)
    {
        var facts = FactSet.Empty
            .With(FactCatalogue.Consent, FactValue.Of(true), Supplier.Own, turn.Now)
            .With(FactCatalogue.OrderFound, FactValue.Of(found), Supplier.Orders, turn.Now)
            .With(FactCatalogue.IdTries, FactValue.Of(tries), Supplier.Own, turn.Now);
        return found
            ? facts.With(FactCatalogue.OwnerVerified, FactValue.Of(false), Supplier.Orders, turn.Now).With(FactCatalogue.OwnerTries, FactValue.Of(tries), Supplier.Own, turn.Now)
            : facts;
    }

    /// <param name="facts">All that was known, so that another table can be tried on the case.</param>
    public static CaseVerdict Record(Verdict verdict, FactSet facts, DateTimeOffset at) => new(
        verdict.Outcome.Word(), verdict.Rule, verdict.Reason, verdict.Amount?.ToAmountString(), verdict.Priority?.Word(), verdict.Reissue?.Word(),
        verdict.Advice?.Outcome.Word(), verdict.Advice?.Rule, verdict.PolicyVersion, at,
        [.. verdict.Facts.Select(f => new CaseFact(f.Name, f.Value.ToString(), f.Supplier.Letter()))])
    {
        Group = verdict.Group.Word(),
        Known = FactRecord.Of(facts),
    };

    public static FactValue ValueOf(string word) => word switch
    {
        "true" => FactValue.Of(true),
        "false" => FactValue.Of(false),
        "unknown" => FactValue.Unknown,
        _ => FactValue.Of(word),
    };

    private static FactSet Offer(FactSet facts, FactDefinition definition, FactValue value, DateTimeOffset at) =>
        facts.Offer(definition, value, Supplier.Buyer, at).Facts;

    private static FactSet WithSignals(FactSet facts, Signals signals)
    {
        facts = facts
            .With(FactCatalogue.WantsHuman, FactValue.Of(signals.WantsHuman), Supplier.Own)
            .With(FactCatalogue.NegativeEmotion, FactValue.Of(signals.NegativeEmotion), Supplier.Own)
            .With(FactCatalogue.SafetyFlag, FactValue.Of(signals.Safety), Supplier.Own)
            .With(FactCatalogue.FailedTurns, FactValue.Of(signals.FailedTurns), Supplier.Own)
            .With(FactCatalogue.Unauthorised, FactValue.Of(signals.Unauthorised), Supplier.Buyer)
            .With(FactCatalogue.Minor, FactValue.Of(signals.Minor), Supplier.Buyer);
        return signals.Complaint is null ? facts : facts.With(FactCatalogue.ExtComplaint, FactValue.Of(signals.Complaint), Supplier.Buyer);
    }

    /// <summary>What came in, by kind. Time and code of a failure are what the buyer typed beside the picture; an agent confirms them.</summary>
    private static List<EvidenceItem> Items(RequestRefundState state)
    {
        var items = new List<EvidenceItem>();
        foreach (var picture in state.Evidence)
        {
            var checks = new List<string>();
            if (picture.Kind == "E4")
            {
                checks.AddRange(["target", "result"]);
                if (state.ErrorTime is not null) checks.Add("time");
                if (state.ErrorCode is not null) checks.Add("code");
            }

            items.Add(new EvidenceItem(picture.Kind, checks) { Sha256 = picture.Sha256, Mime = picture.Mime, Size = picture.Size, ReceivedAt = picture.At });
        }

        // What was said to the seller on the platform is kept by the platform; only words elsewhere need a picture.
        if (!state.Evidence.Exists(e => e.Kind == "E5") && !state.Answers.Exists(a => a.Name == FactCatalogue.SellerAskedOffPlatform.Name && a.Value == "true"))
            items.Add(new EvidenceItem("E5", []));
        return items;
    }
}
