using static ChatRefundBot.Refunds.Facts.FactGroup;
using static ChatRefundBot.Refunds.Facts.FactKind;

namespace ChatRefundBot.Refunds.Facts;

/// <summary>
/// Every fact there is. Suppliers are letters, the most natural one first. The list is fixed in code because each fact needs someone
/// who supplies it; what follows from facts is data, in the decision table.
/// </summary>
public static class FactCatalogue
{
    private static readonly List<FactDefinition> Collected = new(96);

    private static FactDefinition Add(
        string name, FactGroup group, FactKind kind, string suppliers,
        bool nullable = false, bool unknown = false, FactValue? initially = null, FactValue? assumed = null,
        string words = "", string? wordsOfBuyer = null, AskRank? rank = null)
    {
        var split = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var definition = new FactDefinition(Collected.Count, name, group, kind, suppliers)
        {
            AbsentAllowed = nullable,
            UnknownAllowed = unknown,
            Default = initially,
            Assumed = assumed,
            Words = split,
            WordsOfBuyer = wordsOfBuyer?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? split,
            Rank = rank ?? NaturalRank(suppliers),
        };
        Collected.Add(definition);
        return definition;
    }

    // A fact the buyer can be asked for counts as a question even where a provider may know it first: when it is still open after
    // the systems were read, asking is what is left.
    private static AskRank NaturalRank(string suppliers)
    {
        if (suppliers.Contains('O', StringComparison.Ordinal) || suppliers.Contains('Y', StringComparison.Ordinal))
            return AskRank.System;
        if (suppliers.Contains('B', StringComparison.Ordinal))
            return AskRank.Buyer;
        if (suppliers.Contains('P', StringComparison.Ordinal))
            return AskRank.System;
        return suppliers.Contains('S', StringComparison.Ordinal) ? AskRank.Screenshot : AskRank.Agent;
    }

    // Each line is its own documentation: docs/policy-guide.md lists the same facts.

    // Case
    public static readonly FactDefinition CaseId = Add("case_id", Case, Text, "Y");
    public static readonly FactDefinition Channel = Add("channel", Case, Symbol, "Y", words: "telegram web");
    public static readonly FactDefinition Lang = Add("lang", Case, Symbol, "B", words: "zh-CN en");
    public static readonly FactDefinition CaseOpenedAt = Add("case_opened_at", Case, Time, "Y");
    public static readonly FactDefinition Consent = Add("consent", Case, Flag, "Y");
    public static readonly FactDefinition ConsentAt = Add("consent_at", Case, Time, "Y", nullable: true);
    public static readonly FactDefinition PolicyVersion = Add("policy_version", Case, Text, "Y", nullable: true);
    public static readonly FactDefinition Now = Add("now", Case, Time, "Y");
    public static readonly FactDefinition WantsHuman = Add("wants_human", Case, Flag, "Y", initially: FactValue.Of(false));
    public static readonly FactDefinition NegativeEmotion = Add("negative_emotion", Case, Flag, "Y", initially: FactValue.Of(false));
    public static readonly FactDefinition SafetyFlag = Add("safety_flag", Case, Flag, "Y", initially: FactValue.Of(false));
    public static readonly FactDefinition FailedTurns = Add("failed_turns", Case, Count, "Y", initially: FactValue.Of(0));

    // Order
    public static readonly FactDefinition OrderId = Add("order_id", Order, Text, "OB", nullable: true);
    public static readonly FactDefinition OrderFound = Add("order_found", Order, Flag, "O");
    public static readonly FactDefinition OwnerVerified = Add("owner_verified", Order, Flag, "O");
    public static readonly FactDefinition IdTries = Add("id_tries", Order, Count, "Y");
    public static readonly FactDefinition OwnerTries = Add("owner_tries", Order, Count, "Y");
    public static readonly FactDefinition PaidState = Add("paid_state", Order, Symbol, "O", words: "paid unpaid expired");
    public static readonly FactDefinition PaymentProof = Add("payment_proof", Order, Flag, "Y", initially: FactValue.Of(false));
    public static readonly FactDefinition PaidAt = Add("paid_at", Order, Time, "O", nullable: true);
    public static readonly FactDefinition DeliveredAt = Add("delivered_at", Order, Time, "O", nullable: true);
    public static readonly FactDefinition PromisedMinutes = Add("promised_minutes", Order, Count, "O", nullable: true);
    public static readonly FactDefinition Qty = Add("qty", Order, Count, "O");
    public static readonly FactDefinition UnitsDelivered = Add("units_delivered", Order, Count, "O");
    public static readonly FactDefinition AmountPaid = Add("amount_paid", Order, Amount, "O", nullable: true);
    public static readonly FactDefinition AmountInDispute = Add("amount_in_dispute", Order, Amount, "O");
    public static readonly FactDefinition RefundedAmount = Add("refunded_amount", Order, Amount, "O");
    public static readonly FactDefinition Currency = Add("currency", Order, Text, "O", nullable: true);
    public static readonly FactDefinition PaymentChannel = Add("payment_channel", Order, Text, "O", nullable: true);
    public static readonly FactDefinition PaymentTradeNo = Add("payment_trade_no", Order, Text, "O", nullable: true);
    public static readonly FactDefinition EscrowState = Add("escrow_state", Order, Symbol, "O", unknown: true, nullable: true, words: "held released none");
    public static readonly FactDefinition Fulfilled = Add("fulfilled", Order, Flag, "O");
    public static readonly FactDefinition OrderAbnormal = Add("order_abnormal", Order, Flag, "O", initially: FactValue.Of(false));
    public static readonly FactDefinition OpenCaseId = Add("open_case_id", Order, Text, "Y", nullable: true);

    // Product
    public static readonly FactDefinition ProductName = Add("product_name", Product, Text, "O", nullable: true);
    public static readonly FactDefinition ListingSnapshot = Add("listing_snapshot", Product, Text, "O", nullable: true);
    public static readonly FactDefinition PromisedFace = Add("promised_face", Product, Number, "O", nullable: true);
    public static readonly FactDefinition ProductType = Add("product_type", Product, Symbol, "OB", words: ProductTypes);
    public static readonly FactDefinition Standard = Add("standard", Product, Flag, "OA");
    public static readonly FactDefinition DeliveryMode = Add("delivery_mode", Product, Symbol, "O", nullable: true, words: "auto manual upstream");
    public static readonly FactDefinition Grey = Add("grey", Product, Symbol, "OA", initially: FactValue.Of("none"), words: "none open hidden");
    public static readonly FactDefinition WindowMinutes = Add("window_minutes", Product, Count, "O", assumed: FactValue.Of(120));
    public static readonly FactDefinition NoReturnAck = Add("no_return_ack", Product, Flag, "O", nullable: true);
    public static readonly FactDefinition PromiseUncond = Add("promise_uncond", Product, Flag, "O", initially: FactValue.Of(false));
    public static readonly FactDefinition ListingClear = Add("listing_clear", Product, Flag, "A", assumed: FactValue.Of(true));
    public static readonly FactDefinition LimitsDisclosed = Add("limits_disclosed", Product, Flag, "A", assumed: FactValue.Of(true));

    // Goods
    public static readonly FactDefinition RevealedAt = Add("revealed_at", Goods, Time, "O", nullable: true);
    public static readonly FactDefinition Usage = Add("usage", Goods, Symbol, "PASB", unknown: true,
        words: "unused used_before used_after dead", wordsOfBuyer: "unused used_after");
    public static readonly FactDefinition Redeemer = Add("redeemer", Goods, Symbol, "PA", unknown: true, nullable: true, words: "buyer other");
    public static readonly FactDefinition Voidable = Add("voidable", Goods, Flag, "P", nullable: true);
    public static readonly FactDefinition Stock = Add("stock", Goods, Flag, "O", nullable: true);
    public static readonly FactDefinition TopupStatus = Add("topup_status", Goods, Symbol, "P", unknown: true, nullable: true, words: "processing success failed");
    public static readonly FactDefinition TargetAccount = Add("target_account", Goods, Text, "BO", nullable: true);
    public static readonly FactDefinition TargetOk = Add("target_ok", Goods, Flag, "BA", nullable: true);
    public static readonly FactDefinition ActualFace = Add("actual_face", Goods, Number, "SA", nullable: true);

    // Claim
    public static readonly FactDefinition Claim = Add("claim", FactGroup.Claim, Symbol, "B", words: Claims, rank: AskRank.Claim);
    public static readonly FactDefinition ErrorTime = Add("error_time", FactGroup.Claim, Time, "BSA", nullable: true);
    public static readonly FactDefinition ErrorCode = Add("error_code", FactGroup.Claim, Text, "BSA", nullable: true);
    public static readonly FactDefinition ErrorText = Add("error_text", FactGroup.Claim, Text, "BSA", nullable: true);
    public static readonly FactDefinition UserError = Add("user_error", FactGroup.Claim, Symbol, "AB", nullable: true, initially: FactValue.Absent, words: "region platform steps");
    public static readonly FactDefinition Description = Add("description", FactGroup.Claim, Symbol, "SA", words: "match unclear shortfall wrong_item");
    public static readonly FactDefinition BuyerChoice = Add("buyer_choice", FactGroup.Claim, Symbol, "B", words: "refund wait");
    public static readonly FactDefinition AcceptsReissue = Add("accepts_reissue", FactGroup.Claim, Flag, "B");
    public static readonly FactDefinition SellerState = Add("seller_state", FactGroup.Claim, Symbol, "YA", words: "none waiting refused solved confirmed");
    public static readonly FactDefinition SellerAskedAt = Add("seller_asked_at", FactGroup.Claim, Time, "Y", nullable: true);
    public static readonly FactDefinition SellerAskedOffPlatform = Add("seller_asked_off_platform", FactGroup.Claim, Flag, "B", initially: FactValue.Of(false));

    // Evidence
    public static readonly FactDefinition Evidence = Add("evidence", FactGroup.Evidence, Items, "Y", rank: AskRank.Screenshot);
    public static readonly FactDefinition MissingEvidence = Add("missing_evidence", FactGroup.Evidence, Parts, "Y", rank: AskRank.Screenshot);
    public static readonly FactDefinition EvidenceRounds = Add("evidence_rounds", FactGroup.Evidence, Count, "Y");
    public static readonly FactDefinition EvidenceDeclined = Add("evidence_declined", FactGroup.Evidence, Flag, "Y", initially: FactValue.Of(false));
    public static readonly FactDefinition MismatchCount = Add("mismatch_count", FactGroup.Evidence, Count, "Y");
    public static readonly FactDefinition ImgReused = Add("img_reused", FactGroup.Evidence, Flag, "Y", initially: FactValue.Of(false));

    // Risk
    public static readonly FactDefinition Claims30d = Add("claims_30d", Risk, Count, "Y");
    public static readonly FactDefinition ExtComplaint = Add("ext_complaint", Risk, Symbol, "BAY", nullable: true, initially: FactValue.Absent, words: "wechat alipay 12315 legal", rank: AskRank.Buyer);
    public static readonly FactDefinition Unauthorised = Add("unauthorised", Risk, Flag, "B", initially: FactValue.Of(false));
    public static readonly FactDefinition Minor = Add("minor", Risk, Flag, "B", initially: FactValue.Of(false));

    // Result
    public static readonly FactDefinition Outcome = Add("outcome", Result, Symbol, "Y", nullable: true, words: "approve partial_refund reissue wait seller_first ask reject escalate resolved link end");
    public static readonly FactDefinition RuleId = Add("rule_id", Result, Text, "Y", nullable: true);
    public static readonly FactDefinition ReasonCode = Add("reason_code", Result, Text, "Y", nullable: true);
    public static readonly FactDefinition Advice = Add("advice", Result, Text, "Y", nullable: true);
    public static readonly FactDefinition AmountGranted = Add("amount", Result, Amount, "Y", nullable: true);
    public static readonly FactDefinition State = Add("state", Result, Symbol, "Y", nullable: true, words: "proposed confirmed paid failed");
    public static readonly FactDefinition DecidedBy = Add("decided_by", Result, Text, "Y", nullable: true);
    public static readonly FactDefinition FactsHash = Add("facts_hash", Result, Text, "Y", nullable: true);
    public static readonly FactDefinition RulesetVersion = Add("ruleset_version", Result, Text, "Y", nullable: true);

    private const string Claims = "NOT_RECEIVED INVALID NOT_AS_DESCRIBED WRONG_PRODUCT TOPUP_FAILED UNUSED OTHER";

    private const string ProductTypes =
        "CARD_CODE DIRECT_TOPUP PHONE_CREDIT SOFTWARE_KEY MEMBERSHIP_CODE MEMBERSHIP_TOPUP GIFT_CARD MEMBERSHIP_ACCOUNT GAME_ACCOUNT CUSTOM_KEY SERVICE UNKNOWN";

    /// <summary>Every fact, in the order of docs/policy-guide.md.</summary>
    public static IReadOnlyList<FactDefinition> All { get; } = Collected.ToArray();

    /// <summary>The defaults by index, null where there is none: read for nearly every test of a decision.</summary>
    internal static Fact?[] DefaultFacts { get; } = Collected.Select(fact => fact.DefaultFact).ToArray();

    private static readonly Dictionary<string, FactDefinition> ByName = Collected.ToDictionary(fact => fact.Name, StringComparer.Ordinal);

    /// <summary>The fact of that name, or null.</summary>
    public static FactDefinition? Find(string name) => ByName.GetValueOrDefault(name);
}
