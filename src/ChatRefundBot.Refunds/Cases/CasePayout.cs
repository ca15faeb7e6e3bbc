using System.Text.Json.Serialization;
using ChatRefundBot.Refunds.Decisions;

namespace ChatRefundBot.Refunds.Cases;

/// <summary>What a person decided of a case.</summary>
/// <param name="Amount">Two decimals, in the order's currency; null when no money is refunded.</param>
/// <param name="ReasonCode">One of <see cref="DecisionReasons.All"/>; null where none was needed.</param>
/// <param name="ReasonText">In the agent's own words; null when none.</param>
/// <param name="By">Name of the account; <c>limit</c> where the shop's published limit confirmed it.</param>
/// <param name="At">UTC.</param>
/// <param name="Overridden">True when something else was proposed.</param>
public sealed record CaseRuling(
    RulingOutcome Outcome, string? Amount, string? ReasonCode, string? ReasonText, string By, DateTimeOffset At, bool Overridden);

/// <summary>Where carrying out a decision stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PayoutState>))]
public enum PayoutState
{
    /// <summary>Decided and not carried out yet, or being tried.</summary>
    [JsonStringEnumMemberName("pending")] Pending,

    /// <summary>Carried out; for a reissue, sent.</summary>
    [JsonStringEnumMemberName("paid")] Paid,

    /// <summary>The last try failed; it is tried again, or decided anew.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>Carrying out a decision: paying, or sending again.</summary>
/// <param name="Key">Idempotency key, there before the first try and the same for all of them.</param>
/// <param name="Amount">Two decimals; null for a reissue.</param>
/// <param name="Currency">ISO 4217; null for a reissue.</param>
/// <param name="Reference">The payment's number; null until it is paid.</param>
/// <param name="Reason">Why the last try failed; null otherwise.</param>
/// <param name="Tries">Tries begun, the one that is pending included.</param>
public sealed record CasePayout(string Key, string? Amount, string? Currency, PayoutState State, DateTimeOffset At, string? Reference, string? Reason, int Tries);

/// <summary>What of an order's price is refunded, or about to be, by one of its cases.</summary>
/// <param name="Amount">Two decimals.</param>
public sealed record OrderPayout(string Case, string Key, string Amount, PayoutState State);
