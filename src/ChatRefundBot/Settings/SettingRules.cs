using System.ComponentModel.DataAnnotations;

namespace ChatRefundBot.Settings;

/// <summary>Forms that several settings share.</summary>
internal static class SettingRules
{
    public static bool IsWebUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0;

    public static bool IsOrigin(string value) =>
        IsWebUrl(value) && string.Equals(new Uri(value).GetLeftPart(UriPartial.Authority), value, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Like <see cref="MinLengthAttribute"/>, but an empty value means that the setting is off.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MinLengthWhenSetAttribute(int length) : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not string text || text.Length == 0 || text.Length >= length;
}
