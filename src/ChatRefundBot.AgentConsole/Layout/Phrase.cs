using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.AgentConsole.Layout;

/// <summary>A text of the console in both languages.</summary>
public readonly record struct Phrase(string Chinese, string English)
{
    public string In(Language language) => language == Language.Chinese ? Chinese : English;
}

/// <summary>How somebody wants the console to look.</summary>
/// <param name="Theme"><c>light</c>, <c>dark</c> or <c>auto</c>: as the system has it.</param>
public sealed record Look(Language Language, string Theme)
{
    /// <summary>Cookie in which a browser keeps it.</summary>
    public const string Cookie = "crb-console";

    public static readonly IReadOnlyList<string> Themes = ["auto", "light", "dark"];

    public string this[Phrase phrase] => phrase.In(Language);

    public bool IsChinese => Language == Language.Chinese;

    /// <summary>BCP 47 tag.</summary>
    public string Tag => IsChinese ? "zh-CN" : "en";

    /// <summary>Reads the cookie; what it does not say follows from the browser's languages.</summary>
    public static Look Read(string? cookie, string? acceptLanguage)
    {
        var parts = (cookie ?? "").Split('.');
        var language = parts[0] switch
        {
            "zh-CN" => Language.Chinese,
            "en" => Language.English,
            _ => (acceptLanguage ?? "").TrimStart().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Language.English : Language.Chinese,
        };
        return new Look(language, parts.Length > 1 && Themes.Contains(parts[1]) ? parts[1] : "auto");
    }

    public string ToCookie() => $"{Tag}.{Theme}";
}
