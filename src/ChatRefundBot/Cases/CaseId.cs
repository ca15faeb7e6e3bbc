using System.Text.RegularExpressions;

namespace ChatRefundBot.Cases;

/// <summary>What a person may call a case by.</summary>
/// <param name="IsNumber">True for the number that is read out, false for the identity.</param>
internal sealed partial record CaseId(string Value, bool IsNumber)
{
    /// <summary>Null when it is neither; case does not count.</summary>
    public static CaseId? Parse(string text)
    {
        text = text.Trim();
        if (Number().IsMatch(text)) return new CaseId(text.ToUpperInvariant(), IsNumber: true);
        return Identity().IsMatch(text) ? new CaseId(text.ToLowerInvariant(), IsNumber: false) : null;
    }

    [GeneratedRegex(@"\ARF-[0-9]{8}-[0-9]{4,9}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A[0-9a-f]{20}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Identity();
}
