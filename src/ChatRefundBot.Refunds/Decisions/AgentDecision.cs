using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatRefundBot.Refunds.Decisions;

/// <summary>What an agent grants in place of what was proposed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RulingOutcome>))]
public enum RulingOutcome
{
    /// <summary>Money back, all of it or a part.</summary>
    [JsonStringEnumMemberName("refund")] Refund,

    /// <summary>A new code, or the same one again.</summary>
    [JsonStringEnumMemberName("reissue")] Reissue,

    /// <summary>Nothing, with a reason.</summary>
    [JsonStringEnumMemberName("refuse")] Refuse,
}

/// <summary>Why a proposal was overridden.</summary>
/// <param name="Code">One of <see cref="DecisionReasons.All"/>; the buyer reads it in their own language.</param>
/// <param name="Text">The agent's own words, said to the buyer as they are; needed for <see cref="DecisionReasons.Other"/>, otherwise null or up to <see cref="LongestText"/>.</param>
public sealed record DecisionReason(string Code, string? Text = null)
{
    public const int LongestText = 500;
}

/// <summary>Codes of reasons; each is worded under <c>decision.reason.CODE</c> in every language.</summary>
public static class DecisionReasons
{
    public const string EvidenceShows = "evidence-shows";
    public const string EvidenceLacks = "evidence-lacks";
    public const string RecordsShow = "records-show";
    public const string PartlyUsed = "partly-used";
    public const string SellerAgreed = "seller-agreed";
    public const string Goodwill = "goodwill";
    public const string Correction = "correction";
    public const string Other = "other";

    public static readonly IReadOnlyList<string> All = [EvidenceShows, EvidenceLacks, RecordsShow, PartlyUsed, SellerAgreed, Goodwill, Correction, Other];
}

/// <summary>An agent's word on one picture. A rejected one counts as not sent.</summary>
/// <param name="Reason">Why it is rejected: one of <see cref="EvidenceReasons.All"/>; null for one that is accepted.</param>
public sealed record EvidenceJudgement(string Sha256, bool Accepted, string? Reason = null);

/// <summary>Why a picture is rejected; each is worded under <c>decision.evidence.CODE</c> in every language.</summary>
public static class EvidenceReasons
{
    public static readonly IReadOnlyList<string> All = ["unreadable", "no-time", "no-code", "other-order", "edited", "not-related"];
}

/// <summary>What an agent decides of a case. Done by whoever holds the case's ticket.</summary>
/// <param name="CaseId">Identity of the case.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "decision")]
[JsonDerivedType(typeof(Approve), "approve")]
[JsonDerivedType(typeof(Change), "change")]
[JsonDerivedType(typeof(AskMore), "ask-more")]
[JsonDerivedType(typeof(Refuse), "refuse")]
public abstract record AgentDecision(string CaseId)
{
    /// <summary>Name of the act.</summary>
    public const string Act = "decide";

    /// <summary>Pictures that the agent has looked at; those not named stay as they are.</summary>
    public IReadOnlyList<EvidenceJudgement> Evidence { get; init; } = [];

    /// <summary>Time of the verdict that the agent saw, UTC: one on a verdict that has been replaced meanwhile is refused. Null: whatever stands.</summary>
    public DateTimeOffset? VerdictAt { get; init; }

    /// <summary>What was proposed, as it was proposed.</summary>
    public sealed record Approve(string CaseId) : AgentDecision(CaseId);

    /// <summary>Something else than was proposed, or where nothing was.</summary>
    /// <param name="Outcome">Not <see cref="RulingOutcome.Refuse"/>, which is <see cref="AgentDecision.Refuse"/>.</param>
    /// <param name="Amount">For a refund: above 0, two decimals, in the order's currency; null for a reissue.</param>
    /// <param name="Reason">Needed where a proposal is overridden.</param>
    public sealed record Change(string CaseId, RulingOutcome Outcome, decimal? Amount, DecisionReason? Reason) : AgentDecision(CaseId);

    /// <summary>The buyer is asked for more, and the case is collected on.</summary>
    /// <param name="Kinds">Kinds of evidence such as <c>E4</c>, at least one.</param>
    /// <param name="Text">The agent's own words; null when none.</param>
    public sealed record AskMore(string CaseId, IReadOnlyList<string> Kinds, string? Text) : AgentDecision(CaseId);

    /// <param name="Reason">Needed unless a refusal was what was proposed.</param>
    public sealed record Refuse(string CaseId, DecisionReason? Reason) : AgentDecision(CaseId);
}

/// <summary>What became of paying, or sending again, what was decided. By whoever holds the case's ticket.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "payout")]
[JsonDerivedType(typeof(Paid), "paid")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Again), "again")]
public abstract record PayoutReport(string CaseId)
{
    /// <summary>Name of the act.</summary>
    public const string Act = "payout";

    public const int LongestReference = 100;

    /// <param name="Reference">The payment's number; for a reissue whatever names it. 1 to <see cref="LongestReference"/> characters.</param>
    public sealed record Paid(string CaseId, string Reference) : PayoutReport(CaseId);

    /// <param name="Reason">For colleagues.</param>
    public sealed record Failed(string CaseId, string Reason) : PayoutReport(CaseId);

    /// <summary>It is tried once more, under the same key.</summary>
    public sealed record Again(string CaseId) : PayoutReport(CaseId);
}

/// <summary>Why a decision or a payout is refused.</summary>
public static class DecisionCodes
{
    /// <summary>There is no such case, or the ticket is of another one.</summary>
    public const string NoCase = "no-case";

    /// <summary>A person has decided it, or it is closed.</summary>
    public const string AlreadyDecided = "already-decided";

    /// <summary>Another verdict has been given since the agent looked.</summary>
    public const string VerdictChanged = "verdict-changed";

    /// <summary>There is no proposal to approve.</summary>
    public const string NothingProposed = "nothing-proposed";

    /// <summary>A proposal is overridden without saying why, or the code is unknown, or <c>other</c> has no words.</summary>
    public const string ReasonNeeded = "reason-needed";

    /// <summary>An amount that is not above 0 with two decimals at most, or one where none belongs.</summary>
    public const string BadAmount = "bad-amount";

    /// <summary>With this the order would have been refunded more than was paid.</summary>
    public const string OverPaid = "over-paid";

    /// <summary>The order source does not answer; try again.</summary>
    public const string OrdersAway = "orders-away";

    /// <summary>The order has another open case by now.</summary>
    public const string OtherCaseOpen = "other-case-open";

    /// <summary>A picture that the case does not have, or a reason that there is not.</summary>
    public const string UnknownEvidence = "unknown-evidence";

    /// <summary>No kind, or one that there is not, or one of which the case has a picture that is not rejected.</summary>
    public const string UnknownKind = "unknown-kind";

    /// <summary>The buyer is at something else; take the conversation over and ask there.</summary>
    public const string NotInProgress = "not-in-progress";

    /// <summary>There is no payout in the state that the report is about.</summary>
    public const string NoPayout = "no-payout";

    /// <summary>A payment without its number, or a failure without its reason.</summary>
    public const string ReferenceNeeded = "reference-needed";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentDecision))]
[JsonSerializable(typeof(PayoutReport))]
public sealed partial class DecisionJson : JsonSerializerContext
{
    public static readonly DecisionJson Stored = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
