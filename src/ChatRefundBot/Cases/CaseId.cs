using System.Text;
using System.Text.RegularExpressions;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs.RequestRefund;

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

    /// <summary>The document of the case; null when there is none.</summary>
    public async Task<(DocumentKey Key, StoredDocument Kept)?> FindAsync(IStore store, CancellationToken cancellationToken)
    {
        var id = Value;
        if (IsNumber)
        {
            if ((await store.GetAsync([CaseFiles.NumberKey(id)], cancellationToken))[0] is not { } number) return null;
            id = Encoding.UTF8.GetString(number.Body.Span);
        }

        var key = CaseFiles.Key(id);
        return (await store.GetAsync([key], cancellationToken))[0] is { } kept ? (key, kept) : null;
    }

    [GeneratedRegex(@"\ARF-[0-9]{8}-[0-9]{4,9}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A[0-9a-f]{20}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Identity();
}
