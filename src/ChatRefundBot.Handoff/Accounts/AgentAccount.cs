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

    /// <summary>Answers what buyers' cases ask of the seller, and nothing else.</summary>
    [JsonStringEnumMemberName("seller")] Seller,
}

/// <summary>Somebody who may sign in. Kept as one document.</summary>
/// <param name="PasswordHash">Salted and slow; made and checked by the host. Never shown or logged.</param>
/// <param name="MustChangePassword">True while the password is a one-time one: the first sign-in sets another.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record AgentAccount(
    AccountName Name, IReadOnlyList<AgentRole> Roles, string PasswordHash, bool MustChangePassword, DateTimeOffset CreatedAt);

/// <summary>An account with the version of its document, to be named by whoever changes it.</summary>
public sealed record StoredAccount(AgentAccount Account, long Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AgentAccount))]
internal sealed partial class AccountJson : JsonSerializerContext;
