using System.ComponentModel.DataAnnotations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Handoff.Accounts;

namespace ChatRefundBot.Settings;

[SettingsSection("Language")]
internal sealed class LanguageOptions
{
    /// <summary>Language of a conversation until the buyer's device or the buyer says another. Default <c>zh-CN</c>.</summary>
    public Language Default { get; set; } = Language.Chinese;
}

internal enum OrderSourceKind
{
    /// <summary>A JSON file, see <see cref="OrdersOptions.File"/>.</summary>
    File,
}

/// <summary>Where orders come from.</summary>
[SettingsSection("Orders")]
internal sealed class OrdersOptions
{
    /// <summary>Default <see cref="OrderSourceKind.File"/>.</summary>
    public OrderSourceKind Source { get; set; } = OrderSourceKind.File;

    /// <summary>The shop's own order file, relative to the working directory; empty: a sample shop under the data directory.</summary>
    public string File { get; set; } = "";
}

/// <summary>The refund rules.</summary>
[SettingsSection("Policy")]
internal sealed class PolicyOptions
{
    /// <summary>Directory of the rule table, relative to the application's own folder. Default <c>dialogs/policy</c>.</summary>
    [Required(ErrorMessage = "is empty; write dialogs/policy or the directory of your own rules")]
    public string Directory { get; set; } = "dialogs/policy";

    /// <summary>Largest refund, in the order's currency, that is confirmed without an agent. Default 0: none.</summary>
    [Range(typeof(decimal), "0", "1000000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true,
        ErrorMessage = "must be an amount from 0 (none) to 1000000")]
    public decimal AutoConfirmLimit { get; set; }
}

/// <summary>The first administrator.</summary>
[SettingsSection("Agents")]
internal sealed class AgentsOptions : IValidatableObject
{
    public const int ShortestPassword = 8;

    /// <summary>Name of the first administrator; empty: <c>admin</c>.</summary>
    public string BootstrapUser { get; set; } = "";

    /// <summary>Password of the first administrator; empty: a one-time password is printed at the first start.</summary>
    [Secret]
    public string BootstrapPassword { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BootstrapUser.Length > 0 && AccountName.Parse(BootstrapUser) is AccountNameResult.Refused refused)
            yield return new ValidationResult(refused.Reason, [nameof(BootstrapUser)]);
        if (BootstrapPassword.Length is > 0 and < ShortestPassword)
            yield return new ValidationResult($"is too short; use at least {ShortestPassword} characters", [nameof(BootstrapPassword)]);
        if (BootstrapPassword.Length > 0 && BootstrapUser.Length == 0)
            yield return new ValidationResult("is empty, but a password is given; name the account it is for", [nameof(BootstrapUser)]);
    }
}
