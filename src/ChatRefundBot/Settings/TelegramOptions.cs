using System.ComponentModel.DataAnnotations;

namespace ChatRefundBot.Settings;

internal enum TelegramMode
{
    /// <summary>The host asks Telegram for updates.</summary>
    Polling,

    /// <summary>Telegram sends updates to <see cref="TelegramOptions.WebhookUrl"/>.</summary>
    Webhook,
}

/// <summary>The Telegram channel.</summary>
[SettingsSection("Telegram")]
internal sealed class TelegramOptions : IValidatableObject
{
    /// <summary>Token from BotFather; empty: channel off.</summary>
    [Secret]
    [RegularExpression("[0-9]{1,16}:[A-Za-z0-9_-]{3,100}", ErrorMessage = "is not a bot token; copy the whole line from BotFather, digits, a colon and letters")]
    public string BotToken { get; set; } = "";

    /// <summary>Bot API server. Default <c>https://api.telegram.org</c>.</summary>
    [Required(ErrorMessage = "is empty; write https://api.telegram.org or the address of your own Bot API server")]
    public string ApiBaseUrl { get; set; } = "https://api.telegram.org";

    /// <summary>Default <see cref="TelegramMode.Polling"/>.</summary>
    public TelegramMode Mode { get; set; } = TelegramMode.Polling;

    /// <summary>Public address that Telegram sends to; needed by <see cref="TelegramMode.Webhook"/>.</summary>
    public string WebhookUrl { get; set; } = "";

    /// <summary>What Telegram proves itself with; needed by <see cref="TelegramMode.Webhook"/>.</summary>
    [Secret]
    [RegularExpression("[A-Za-z0-9_-]{1,256}", ErrorMessage = "must be 1 to 256 of A-Z, a-z, 0-9, '_' and '-'")]
    public string WebhookSecret { get; set; } = "";

    /// <summary>Where a private Bot API server puts files; empty when there is none. Relative to the working directory.</summary>
    public string FilesDirectory { get; set; } = "";

    public bool IsOn => BotToken.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ApiBaseUrl.Length > 0 && !SettingRules.IsWebUrl(ApiBaseUrl))
            yield return new ValidationResult("is not an address; write http:// or https:// and a host", [nameof(ApiBaseUrl)]);
        if (WebhookUrl.Length > 0 && !SettingRules.IsWebUrl(WebhookUrl))
            yield return new ValidationResult("is not an address; write https://HOST/telegram/webhook", [nameof(WebhookUrl)]);
        if (FilesDirectory.Length > 0 && !Directory.Exists(FilesDirectory))
            yield return new ValidationResult("names no directory; create it or leave the setting empty", [nameof(FilesDirectory)]);
        if (Mode != TelegramMode.Webhook) yield break;
        if (WebhookUrl.Length == 0)
            yield return new ValidationResult("is empty, but Telegram:Mode=Webhook needs it; write https://HOST/telegram/webhook", [nameof(WebhookUrl)]);
        if (WebhookSecret.Length == 0)
        {
            yield return new ValidationResult(
                "is empty, but without it anybody could send updates; set up to 256 random characters of A-Z, a-z, 0-9, '_' and '-', or use Telegram:Mode=Polling", [nameof(WebhookSecret)]);
        }
    }
}
