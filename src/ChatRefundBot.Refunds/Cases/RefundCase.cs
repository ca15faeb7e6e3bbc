using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Cases;

/// <summary>Where a case stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseStatus>))]
public enum CaseStatus
{
    /// <summary>Facts and evidence are being collected.</summary>
    [JsonStringEnumMemberName("collecting")] Collecting,

    /// <summary>A verdict is proposed; a person confirms it.</summary>
    [JsonStringEnumMemberName("proposed")] Proposed,

    /// <summary>Confirmed by a person, or by the shop's published limit; the payout is to follow.</summary>
    [JsonStringEnumMemberName("confirmed")] Confirmed,

    /// <summary>Nothing is due yet; it is looked at again at a set time.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,

    /// <summary>A person decides.</summary>
    [JsonStringEnumMemberName("with-agent")] WithAgent,

    /// <summary>Answered with a refusal, open to human review.</summary>
    [JsonStringEnumMemberName("answered")] Answered,

    /// <summary>What was decided is paid, or sent.</summary>
    [JsonStringEnumMemberName("paid")] Paid,

    /// <summary>Withdrawn by the buyer, or the problem is gone.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
}

/// <summary>One order and one issue. Kept as a document of its own, bound to the conversation it was opened in.</summary>
public sealed record RefundCase
{
    /// <summary>Identity, 20 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>The number a person can read out, such as <c>RF-20261122-0007</c>; the day is that of Asia/Shanghai.</summary>
    public required string Number { get; init; }

    /// <summary>Conversation it was opened in.</summary>
    public required string Conversation { get; init; }

    /// <summary>The order's number.</summary>
    public required string Order { get; init; }

    /// <summary>What the buyer complained of, such as <c>NOT_RECEIVED</c>.</summary>
    public required string Claim { get; init; }

    /// <summary>Time of the first complaint message, UTC.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    public required CaseStatus Status { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When a verdict is due at the latest, UTC.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>
    /// Version of the rules that the case goes by: those it began with, until it is decided anew on purpose. Null in cases older than this
    /// field: the rules in use.
    /// </summary>
    public string? PolicyVersion { get; init; }

    /// <summary>What was decided, with its proof; null while collecting.</summary>
    public CaseVerdict? Verdict { get; init; }

    /// <summary>When the first verdict was given, UTC; null before, and for cases older than this field.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What a person decided, or the shop's limit; null while nobody has.</summary>
    public CaseRuling? Decision { get; init; }

    /// <summary>How carrying it out stands; null while there is nothing to carry out.</summary>
    public CasePayout? Payout { get; init; }

    /// <summary>Whether a person decided otherwise than the last verdict; null while no person has decided.</summary>
    public bool? Overturned { get; init; }

    /// <summary>What was asked of the seller and what came of it; null while no seller was asked.</summary>
    public CaseSeller? Seller { get; init; }

    /// <summary>Pictures bound to the case.</summary>
    public IReadOnlyList<CaseEvidence> Evidence { get; init; } = [];

    /// <summary>True while no other case may be opened for the order.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is not (CaseStatus.Closed or CaseStatus.Answered or CaseStatus.Paid);
}

/// <summary>A verdict as it is kept: readable without the table that made it.</summary>
/// <param name="Amount">Two decimals, in the order's currency; null when nothing is refunded.</param>
/// <param name="Facts">Every fact used, with who supplied it.</param>
public sealed record CaseVerdict(
    string Outcome, string Rule, string Reason, string? Amount, string? Priority, string? Reissue, string? AdviceOutcome, string? AdviceRule,
    string PolicyVersion, DateTimeOffset At, IReadOnlyList<CaseFact> Facts)
{
    /// <summary>What the verdict turned on, PLATFORM, PRODUCT or BUYER; null in cases older than this field.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// All that was known when it was given, as <see cref="FactRecord"/> writes it: a flat object that another table can decide, and that
    /// <c>policy decide</c> reads. Null in cases older than this field.
    /// </summary>
    public JsonElement? Known { get; init; }
}

/// <summary>A fact as it was used.</summary>
public sealed record CaseFact(string Name, string Value, string Supplier);

/// <summary>A picture of a case.</summary>
/// <param name="Kind">E1 to E10, as the buyer was asked for it.</param>
/// <param name="Sha256">Lower-case hex; the file lies under it in the evidence store.</param>
public sealed record CaseEvidence(string Kind, string Sha256, string Mime, int Width, int Height, long Size, DateTimeOffset ReceivedAt)
{
    /// <summary>An agent's word on it; null while nobody has looked. A rejected one counts as not sent.</summary>
    public bool? Accepted { get; init; }

    /// <summary>Why it was rejected; null otherwise.</summary>
    public string? RejectedFor { get; init; }
}

/// <summary>The seller's part in a case.</summary>
/// <param name="State">As the fact <c>seller_state</c>.</param>
/// <param name="AskedAt">When the seller was asked, UTC.</param>
public sealed record CaseSeller(string State, DateTimeOffset AskedAt)
{
    /// <summary>UTC; null while there is no answer.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>In the seller's own words; null where none were given.</summary>
    public string? Reason { get; init; }

    /// <summary>Name of the account that answered.</summary>
    public string? By { get; init; }
}

/// <summary>What holds the cases of an order together: at most one of them is open.</summary>
/// <param name="OpenCase">Identity of the open case; null when none is.</param>
public sealed record OrderGuard(string? OpenCase)
{
    /// <summary>What its cases refund, oldest first; null when nothing. With the order's own refunds the sum never exceeds what was paid.</summary>
    public IReadOnlyList<OrderPayout>? Payouts { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RefundCase))]
[JsonSerializable(typeof(OrderGuard))]
public sealed partial class CaseJson : JsonSerializerContext
{
    public static readonly CaseJson Stored = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
