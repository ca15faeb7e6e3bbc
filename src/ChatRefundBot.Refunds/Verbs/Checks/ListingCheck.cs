using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatRefundBot.Refunds.Verbs.Checks;

/// <summary>
/// Warns of listing texts that promise too much or say too little: such a promise binds the shop (R14), a missing limit makes a
/// buyer's mistake the shop's (R35).
/// </summary>
/// <remarks>
/// A file is either JSON, a list of <c>{"id", "text", "window_minutes"?, "limits"?}</c>, or plain text with an empty line between
/// listings.
/// </remarks>
public static partial class ListingCheck
{
    private static readonly (string[] Phrases, string Problem, string Fix)[] Banned =
    [
        (["100%退", "百分百退", "百分之百退", "100%包退", "100%refund", "100%moneyback", "guaranteedrefund", "保证退款", "包退"],
            "promises a refund in any case", "Say when a refund is possible; a promise binds the shop (R14)."),
        (["无条件退", "无条件包退", "无理由退", "随时退", "任意退", "unconditionalrefund", "unconditionalreturn", "noquestionsasked", "refundforanyreason"],
            "promises an unconditional return", "Say when a return is possible; a promise binds the shop (R14)."),
        (["最终解释权", "最终决定权", "finalinterpretation", "finalrighttointerpret"],
            "claims the last word on interpretation", "Remove the sentence; such a clause is void (CRPL-26)."),
        (["一律不退", "概不退", "绝不退", "norefundsunderanycircumstances", "allsalesfinal"],
            "excludes every refund", "Name the exceptions: unused, late, not as described (CRPL-26)."),
    ];

    /// <summary>One line for each finding: listing, problem, fix. Problems of the file itself go to <paramref name="problems"/>.</summary>
    public static IReadOnlyList<string> Of(string text, ICollection<string> problems)
    {
        var findings = new List<string>();
        foreach (var (id, listing, hasWindow, hasLimits) in Listings(text, problems))
        {
            var plain = Plain(listing);
            foreach (var (phrases, problem, fix) in Banned)
            {
                if (phrases.FirstOrDefault(phrase => plain.Contains(phrase, StringComparison.Ordinal)) is { } phrase)
                    findings.Add($"{id}: \"{phrase}\" {problem}. {fix}");
            }

            if (!hasWindow && !Window().IsMatch(plain))
                findings.Add($"{id}: no refund window. Say until when a refund is possible, such as 发货后2小时内.");
            if (!hasLimits && !Limits().IsMatch(plain))
                findings.Add($"{id}: no limits. Say which region, platform and version it is for, or that there is no limit.");
        }

        return findings;
    }

    private static IEnumerable<(string Id, string Text, bool HasWindow, bool HasLimits)> Listings(string text, ICollection<string> problems)
    {
        var trimmed = text.AsSpan().TrimStart();
        if (trimmed.Length > 0 && trimmed[0] is '[' or '{')
            return FromJson(text, problems);
        var blocks = Regex.Split(text.ReplaceLineEndings("\n"), @"\n\s*\n").Where(block => block.Trim().Length > 0);
        return blocks.Select((block, i) => (string.Create(CultureInfo.InvariantCulture, $"listing {i + 1}"), block, false, false));
    }

    private static List<(string Id, string Text, bool HasWindow, bool HasLimits)> FromJson(string json, ICollection<string> problems)
    {
        var listings = new List<(string, string, bool, bool)>();
        if (PolicyJson.Parse(json, problems) is not { } document)
            return listings;
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("listings", out var inner))
                root = inner;
            if (root.ValueKind != JsonValueKind.Array)
            {
                problems.Add("The listings are not a list of {\"id\", \"text\"}.");
                return listings;
            }

            foreach (var item in root.EnumerateArray())
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"listing {listings.Count + 1}");
                if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String)
                    problems.Add($"{place}: it has no text.");
                else
                    listings.Add((item.TryGetProperty("id", out var id) ? id.ToString() : place, text.GetString()!, IsThere(item, "window_minutes"), IsThere(item, "limits")));
            }
        }

        return listings;
    }

    private static bool IsThere(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) && value.ToString().Length > 0;

    // Full-width letters and digits, spaces and punctuation between the words are the usual ways to write around a check.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var narrow = c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c;
            if (narrow == '％')
                narrow = '%';
            if (!char.IsWhiteSpace(narrow) && narrow is not ('-' or '_' or '·' or '*' or '\'' or '\u200B'))
                plain.Append(char.ToLowerInvariant(narrow));
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"\d+(个)?(小时|分钟|天|日|hours?|minutes?|mins?|days?|h\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Window();

    [GeneratedRegex("区服|地区|国区|外区|全区|适用平台|平台[:：]|版本|仅限|仅支持|限制|不限|region|platform|version|only", RegexOptions.CultureInvariant)]
    private static partial Regex Limits();
}
