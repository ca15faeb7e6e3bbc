using System.ComponentModel.DataAnnotations;

namespace ChatRefundBot.Settings;

/// <summary>The chat widget and the Direct Line endpoints.</summary>
[SettingsSection("WebChat")]
internal sealed class WebChatOptions : IValidatableObject
{
    private const string SecretForm = "must have at least 32 characters; make one with: openssl rand -base64 48";

    /// <summary>Origins whose pages may embed the widget, such as <c>https://shop.example</c>. Default: none but this host's own.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Key of the widget's tokens; made and kept under the data directory when empty.</summary>
    [Secret]
    [MinLengthWhenSet(32, ErrorMessage = SecretForm)]
    public string SigningKey { get; set; } = "";

    /// <summary>Key of the JWTs by which the shop names its signed-in buyers; off when empty.</summary>
    [Secret]
    [MinLengthWhenSet(32, ErrorMessage = SecretForm)]
    public string IdentitySecret { get; set; } = "";

    /// <summary>Bearer of <c>tokens/generate</c>, server to server; off when empty.</summary>
    [Secret]
    [MinLengthWhenSet(16, ErrorMessage = "must have at least 16 characters; make one with: openssl rand -base64 32")]
    public string DirectLineSecret { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var origin in AllowedOrigins)
        {
            if (!SettingRules.IsOrigin(origin))
                yield return new ValidationResult($"has '{origin}'; write scheme and host without a path, such as https://shop.example", [nameof(AllowedOrigins)]);
        }
    }
}
