using System.Reflection;

namespace ChatRefundBot.Settings;

/// <summary>One setting: its key, and the property it is bound to.</summary>
internal sealed record SettingKey(string Section, PropertyInfo Property)
{
    public string Name => Property.Name;

    public string Key => Section.Length == 0 ? Name : $"{Section}:{Name}";

    public bool IsSecret => Property.IsDefined(typeof(SecretAttribute));

    public bool IsList => Property.PropertyType == typeof(IReadOnlyList<string>);

    /// <summary>A key as an operator knows it, with its form in the environment where the two differ.</summary>
    public static string Describe(string key) =>
        key.Contains(':', StringComparison.Ordinal) ? $"{key} (environment: {key.Replace(":", "__", StringComparison.Ordinal)})" : key;
}

/// <summary>Every setting of this program, as its options classes declare them.</summary>
internal static class SettingKeys
{
    private static readonly Type[] Classes =
    [
        typeof(ServerOptions), typeof(StoreOptions), typeof(TelegramOptions), typeof(WebChatOptions), typeof(BotFrameworkOptions),
        typeof(LanguageOptions), typeof(OrdersOptions), typeof(PolicyOptions), typeof(AgentsOptions),
    ];

    public static readonly IReadOnlyList<SettingKey> All = [.. Classes.SelectMany(Of)];

    /// <summary>Our own sections.</summary>
    public static readonly IReadOnlyList<string> Sections = [.. All.Select(k => k.Section).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>Sections that the framework reads by itself.</summary>
    public static readonly IReadOnlyList<string> FrameworkSections = ["Logging", "Kestrel"];

    /// <summary>Settings that stand alone.</summary>
    public static readonly IReadOnlyList<string> Alone = [.. All.Where(k => k.Section.Length == 0).Select(k => k.Name)];

    public static IEnumerable<SettingKey> Of(Type options)
    {
        var section = options.GetCustomAttribute<SettingsSectionAttribute>()?.Name
            ?? throw new InvalidOperationException($"{options.Name} names no section of settings.");
        return options.GetProperties().Where(p => p.CanWrite).Select(p => new SettingKey(section, p));
    }
}
