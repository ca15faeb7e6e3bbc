namespace ChatRefundBot.Settings;

/// <summary>Names the section of settings that a class is bound from; empty for settings that stand alone.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SettingsSectionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Marks a setting whose value is never shown, not even in an error.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
