using System.Text.Json.Serialization;

namespace ChatRefundBot.DialogKernel.Messages;

/// <summary>Languages that every text exists in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Language>))]
public enum Language
{
    [JsonStringEnumMemberName("zh-CN")] Chinese,
    [JsonStringEnumMemberName("en")] English,
}

public static class LanguageTags
{
    public static string Tag(this Language language) => language == Language.Chinese ? "zh-CN" : "en";

    /// <summary>The language of a BCP 47 tag such as <c>zh-Hans</c> or <c>en-GB</c>; null when it is none of ours.</summary>
    public static Language? Parse(string? tag)
    {
        if (tag is null) return null;
        if (tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return Language.Chinese;
        return tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Language.English : null;
    }
}
