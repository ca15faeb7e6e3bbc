using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ChatRefundBot.Settings;

/// <summary>The chat widget and the Direct Line endpoints.</summary>
[SettingsSection("WebChat")]
internal sealed class WebChatOptions : IValidatableObject
{
    private const int FewestKeyCharacters = 32;
    private const string SecretForm = "must have at least 32 characters; make one with: openssl rand -base64 48";

    /// <summary>Origins whose pages may embed the widget, such as <c>https://shop.example</c>. Default: none but this host's own.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Key of the widget's tokens; made and kept under the data directory when empty.</summary>
    [Secret]
    [MinLengthWhenSet(FewestKeyCharacters, ErrorMessage = SecretForm)]
    public string SigningKey { get; set; } = "";

    /// <summary>Keys that signed before <see cref="SigningKey"/> was changed: what they signed stays good for its time. Default: none.</summary>
    [Secret]
    public IReadOnlyList<string> PreviousSigningKeys { get; set; } = [];

    /// <summary>Key of the JWTs by which the shop names its signed-in buyers; off when empty.</summary>
    [Secret]
    [MinLengthWhenSet(FewestKeyCharacters, ErrorMessage = SecretForm)]
    public string IdentitySecret { get; set; } = "";

    /// <summary>Bearer of <c>tokens/generate</c>, server to server; off when empty.</summary>
    [Secret]
    [MinLengthWhenSet(16, ErrorMessage = "must have at least 16 characters; make one with: openssl rand -base64 32")]
    public string DirectLineSecret { get; set; } = "";

    /// <summary>
    /// Addresses or networks of the reverse proxies in front of this host, such as <c>10.0.0.7</c> or <c>10.0.0.0/24</c>: only what comes
    /// from there may say for whom it speaks (X-Forwarded-For, -Proto, -Host). Default: none.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var origin in AllowedOrigins)
        {
            if (!SettingRules.IsOrigin(origin))
                yield return new ValidationResult($"has '{origin}'; write scheme and host without a path, such as https://shop.example", [nameof(AllowedOrigins)]);
        }

        if (PreviousSigningKeys.Any(k => k.Length < FewestKeyCharacters)) yield return new ValidationResult("has a key that is too short; each has at least 32 characters", [nameof(PreviousSigningKeys)]);
        foreach (var proxy in TrustedProxies.Where(p => !IsAddress(p)))
            yield return new ValidationResult($"has '{proxy}'; write an address such as 10.0.0.7 or a network such as 10.0.0.0/24", [nameof(TrustedProxies)]);
    }

    private static bool IsAddress(string text) => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _);
}
