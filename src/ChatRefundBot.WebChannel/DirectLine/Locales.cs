using ChatRefundBot.DialogKernel.Messages;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.DirectLine;

internal static class Locales
{
    private const int MaxTag = 35;

    /// <summary>What the page says, else the first of the browser's languages that the desk speaks; null when neither does.</summary>
    public static string? Of(string? given, HttpRequest request)
    {
        if (IsTag(given)) return given;
        return request.Headers.AcceptLanguage.ToString().Split(',', 8).Select(l => l.Split(';')[0].Trim()).FirstOrDefault(l => IsTag(l) && LanguageTags.Parse(l) is not null);
    }

    private static bool IsTag(string? text) => text is { Length: >= 2 and <= MaxTag } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
