using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace ChatRefundBot.Settings;

/// <summary>Finds keys that nothing reads: a misspelt setting must not pass as its default.</summary>
internal static class UnknownSettings
{
    public static IEnumerable<string> Find(IConfigurationRoot configuration) => configuration.Providers.SelectMany(Find);

    private static IEnumerable<string> Find(IConfigurationProvider provider)
    {
        var (source, environment) = provider switch
        {
            EnvironmentVariablesConfigurationProvider => ("the environment", true),
            CommandLineConfigurationProvider => ("the command line", false),
            _ => (SettingsReader.FileName, false),
        };
        foreach (var name in Children(provider, null))
        {
            if (Match(SettingKeys.Sections, name) is { } section)
            {
                foreach (var error in InSection(provider, section, source, environment)) yield return error;
            }
            else if (Match(SettingKeys.Alone, name) is null && Match(SettingKeys.FrameworkSections, name) is null && IsMeantForUs(provider, name, environment))
            {
                yield return Unknown(name, source, NearestName.Find(name, [.. SettingKeys.Sections, .. SettingKeys.Alone]), environment);
            }
        }
    }

    private static IEnumerable<string> InSection(IConfigurationProvider provider, string section, string source, bool environment)
    {
        // The environment is full of others' names: LANGUAGE is a setting of the system, LANGUAGE__DEFAULT one of ours.
        if (!environment && provider.TryGet(section, out var value) && !string.IsNullOrEmpty(value))
            yield return $"{section} in {source} is a group of settings and takes no value; write {section}:NAME";
        foreach (var name in Children(provider, section))
        {
            var key = SettingKeys.All.FirstOrDefault(k => k.Section == section && string.Equals(k.Name, name, StringComparison.OrdinalIgnoreCase));
            if (key is null)
            {
                var nearest = NearestName.Find(name, SettingKeys.All.Where(k => k.Section == section).Select(k => k.Name));
                yield return Unknown($"{section}:{name}", source, nearest is null ? null : $"{section}:{nearest}", environment);
            }
            else if (!key.IsList && Children(provider, key.Key).Any())
            {
                yield return $"{SettingKey.Describe(key.Key)} in {source} takes one value; remove what stands below it";
            }
        }
    }

    /// <summary>In our own file and on the command line every name is ours; in the environment only one that looks like a slip of the pen.</summary>
    private static bool IsMeantForUs(IConfigurationProvider provider, string name, bool environment) =>
        !environment || (Children(provider, name).Any() && SettingKeys.Sections.Any(s => NearestName.Distance(s.ToUpperInvariant(), name.ToUpperInvariant()) <= 2));

    private static string Unknown(string key, string source, string? nearest, bool environment)
    {
        var (shown, meant) = environment ? (Variable(key), nearest is null ? null : Variable(nearest)) : (key, nearest);
        return $"{shown} in {source} is not a setting; " + (meant is null ? "remove it, or see docs/operating.md for all of them" : $"did you mean {meant}?");
    }

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private static string? Match(IEnumerable<string> names, string name) =>
        names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Children(IConfigurationProvider provider, string? parent) =>
        provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase);
}
