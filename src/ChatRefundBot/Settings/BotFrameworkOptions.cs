using System.ComponentModel.DataAnnotations;

namespace ChatRefundBot.Settings;

/// <summary>The Bot Framework protocol at <c>/api/messages</c>.</summary>
[SettingsSection("BotFramework")]
internal sealed class BotFrameworkOptions : IValidatableObject
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Application id of the bot's registration.</summary>
    public string AppId { get; set; } = "";

    [Secret]
    public string AppPassword { get; set; } = "";

    /// <summary>Who may sign the requests. Default <c>https://api.botframework.com</c>.</summary>
    public IReadOnlyList<string> Issuers { get; set; } = ["https://api.botframework.com"];

    /// <summary>Addresses that answers may be sent to; the beginning of an address counts. Default: none beyond those signed for.</summary>
    public IReadOnlyList<string> AllowedServiceUrls { get; set; } = [];

    /// <summary>Takes requests without a signature, for an emulator on this machine. Default false; only with loopback addresses in <c>Urls</c>.</summary>
    public bool AllowUnauthenticated { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var issuer in Issuers.Where(i => !SettingRules.IsWebUrl(i)))
            yield return new ValidationResult($"has '{issuer}'; an issuer is an address such as https://api.botframework.com", [nameof(Issuers)]);
        foreach (var url in AllowedServiceUrls.Where(u => !SettingRules.IsWebUrl(u)))
            yield return new ValidationResult($"has '{url}'; write an address such as https://smba.trafficmanager.net/", [nameof(AllowedServiceUrls)]);
        if (!Enabled || AllowUnauthenticated) yield break;
        if (AppId.Length == 0)
            yield return new ValidationResult("is empty, but BotFramework:Enabled needs it; give the id of the bot's registration", [nameof(AppId)]);
        if (AppPassword.Length == 0)
            yield return new ValidationResult("is empty, but BotFramework:Enabled needs it; set it in the environment", [nameof(AppPassword)]);
        if (Issuers.Count == 0)
            yield return new ValidationResult("is empty, but BotFramework:Enabled needs one; write https://api.botframework.com", [nameof(Issuers)]);
    }
}
