namespace ChatRefundBot.Settings;

/// <summary>Tells settings on the command line (<c>--Store:Shop=x</c>, <c>--Urls http://…</c>) from verbs and their options.</summary>
internal static class SettingArguments
{
    /// <returns>The settings in the form of one <c>--Key=value</c> each, and everything else in its order.</returns>
    public static (IReadOnlyList<string> Settings, IReadOnlyList<string> Verbs) Split(IReadOnlyList<string> arguments)
    {
        var (settings, rest) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                rest.AddRange(arguments.Skip(i));
                break;
            }

            if (!IsSetting(argument)) rest.Add(argument);
            else if (argument.Contains('=', StringComparison.Ordinal)) settings.Add(argument);
            // A value may begin with '-', but one that begins with '--' is the next option: the key then has no value.
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal)) settings.Add($"{argument}={arguments[++i]}");
            else settings.Add($"{argument}=");
        }

        return (settings, rest);
    }

    private static bool IsSetting(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal)) return false;
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? argument[2..] : argument[2..equals];
        return key.Contains(':', StringComparison.Ordinal) || SettingKeys.Alone.Contains(key, StringComparer.OrdinalIgnoreCase);
    }
}
