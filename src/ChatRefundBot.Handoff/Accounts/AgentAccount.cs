using System.Text.Json.Serialization;

namespace ChatRefundBot.Handoff.Accounts;

/// <summary>What an account may do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgentRole>))]
public enum AgentRole
{
    /// <summary>Works the queue.</summary>
    [JsonStringEnumMemberName("agent")] Agent,

    /// <summary>Manages accounts and settings besides.</summary>
    [JsonStringEnumMemberName("administrator")] Administrator,

    /// <summary>An agent who also gets what is overdue and may act in a colleague's stead.</summary>
    [JsonStringEnumMemberName("supervisor")] Supervisor,

    /// <summary>Answers what buyers' cases ask of the seller, and nothing else.</summary>
    [JsonStringEnumMemberName("seller")] Seller,
}

/// <summary>Somebody who may sign in. Kept as one document.</summary>
/// <param name="PasswordHash">Salted and slow; made and checked by the host. Never shown or logged.</param>
/// <param name="MustChangePassword">True while the password is a one-time one: the first sign-in sets another.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record AgentAccount(
    AccountName Name, IReadOnlyList<AgentRole> Roles, string PasswordHash, bool MustChangePassword, DateTimeOffset CreatedAt)
{
    /// <summary>What buyers and colleagues see; null: the name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Changes whenever every session of the account has to end: password, roles, a lock by an administrator. Null in accounts older than this field.</summary>
    public string? SecurityStamp { get; init; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int FailedSignIns { get; init; }

    /// <summary>Nobody gets in before this time, UTC; null: not locked.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>True for somebody who has left: no sign-in, no work; what they did stays theirs.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>What to call them.</summary>
    [JsonIgnore]
    public string Shown => DisplayName is { Length: > 0 } given ? given : Name.Value;
}

/// <summary>An account with the version of its document, to be named by whoever changes it.</summary>
public sealed record StoredAccount(AgentAccount Account, long Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AgentAccount))]
internal sealed partial class AccountJson : JsonSerializerContext;
