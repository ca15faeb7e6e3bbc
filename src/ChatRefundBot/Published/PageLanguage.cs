using ChatRefundBot.DialogKernel.Messages;
using Microsoft.Net.Http.Headers;

namespace ChatRefundBot.Published;

/// <summary>Which language a page answers in.</summary>
internal static class PageLanguage
{
    /// <summary>What the address asks for, else what the browser likes best of ours, else English for whoever named other languages only.</summary>
    /// <param name="default">For whoever says nothing.</param>
    public static Language Of(HttpRequest request, Language @default)
    {
        if (Parse(request.Query["lang"]) is { } asked) return asked;
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var accepted) || accepted.Count == 0) return @default;
        var liked = accepted.Where(item => item.Quality is not 0).OrderByDescending(item => item.Quality ?? 1).Select(item => item.Value.Value);
        foreach (var tag in liked)
        {
            if (Parse(tag) is { } language) return language;
            if (tag == "*") return @default;
        }

        return Language.English;
    }

    private static Language? Parse(string? tag) => tag?.Split('-', '_')[0].ToLowerInvariant() switch
    {
        "zh" => Language.Chinese,
        "en" => Language.English,
        _ => null,
    };
}
