using System.Text.Json.Serialization;

namespace ChatRefundBot.Handoff.Sellers;

/// <summary>What a seller says to a case; the words are those of the fact <c>seller_state</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SellerReply>))]
public enum SellerReply
{
    /// <summary>The buyer was helped and the code works.</summary>
    [JsonStringEnumMemberName("solved")] Solved,

    /// <summary>The code is at fault: money or a new code.</summary>
    [JsonStringEnumMemberName("confirmed")] Confirmed,

    /// <summary>The code is not at fault, or the seller will not help; a reason is given.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
}

/// <summary>A seller's answer on its way into the conversation of the case, as the content of the news <see cref="Topic"/>.</summary>
/// <param name="Reason">In the seller's own words, at most <see cref="LongestReason"/> characters; null where none was given.</param>
/// <param name="By">Name of the account that answered.</param>
/// <param name="At">When, UTC.</param>
public sealed record SellerAnswer(string CaseId, SellerReply Reply, string? Reason, string By, DateTimeOffset At)
{
    public const string Topic = "seller-answer";

    public const int LongestReason = 500;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SellerAnswer))]
public sealed partial class SellerJson : JsonSerializerContext;
