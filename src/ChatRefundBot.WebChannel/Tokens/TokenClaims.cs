using System.Text.Json.Serialization;

namespace ChatRefundBot.WebChannel.Tokens;

/// <summary>What one of our tokens says.</summary>
/// <param name="Audience">See <see cref="TokenAudience"/>.</param>
/// <param name="Conversation">The conversation's id as clients know it.</param>
/// <param name="User">The buyer's id in the chat; begins with <c>dl_</c>. Web Chat reads it as its user.</param>
/// <param name="IssuedAt">Unix seconds.</param>
/// <param name="ExpiresAt">Unix seconds.</param>
/// <param name="Generation">Tokens of an older generation of their conversation are refused: somebody logged out.</param>
/// <param name="Origins">Origins that a server bound the token to; null: any that the host allows.</param>
internal sealed record TokenClaims(
    [property: JsonPropertyName("iss")] string? Issuer,
    [property: JsonPropertyName("aud")] string? Audience,
    [property: JsonPropertyName("conv")] string? Conversation,
    [property: JsonPropertyName("user")] string? User,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("exp")] long ExpiresAt,
    [property: JsonPropertyName("jti")] string? Id,
    [property: JsonPropertyName("gen")] long Generation,
    [property: JsonPropertyName("org")] IReadOnlyList<string>? Origins);

/// <summary>What a token is for; none passes for another.</summary>
internal static class TokenAudience
{
    /// <summary>Calls of the Direct Line API, 60 minutes.</summary>
    public const string Api = "dl";

    /// <summary>Opening a socket, 60 seconds; stands in a URL.</summary>
    public const string Stream = "stream";

    /// <summary>Taking a conversation up again, 30 days.</summary>
    public const string Resume = "resume";
}

/// <summary>The head of a JWT.</summary>
internal sealed record JwtHeader(
    [property: JsonPropertyName("alg")] string? Algorithm, [property: JsonPropertyName("kid")] string? KeyId, [property: JsonPropertyName("typ")] string? Type = null);

/// <summary>The JWT by which a shop names its buyer.</summary>
internal sealed record IdentityClaims(
    [property: JsonPropertyName("sub")] string? Subject,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("exp")] double? ExpiresAt,
    [property: JsonPropertyName("nbf")] double? NotBefore,
    [property: JsonPropertyName("jti")] string? Id,
    [property: JsonPropertyName("order")] string? Order);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TokenClaims))]
[JsonSerializable(typeof(JwtHeader))]
[JsonSerializable(typeof(IdentityClaims))]
internal sealed partial class TokenJson : JsonSerializerContext;
