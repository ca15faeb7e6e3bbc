using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>All cases of a store, open and closed, a page at a time: for figures, and for trying other rules on them.</summary>
public static class CaseArchive
{
    /// <summary>Every case by the time it was opened.</summary>
    public const string Index = "cases";

    private const int PageSize = 200;
    private const long Latest = (1L << 53) - 1;

    /// <summary>How many cases were opened from one time to another, the second not included.</summary>
    public static Task<long> CountAsync(IStore store, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) =>
        store.CountAsync(Index, First(from), Last(to), cancellationToken);

    /// <summary>
    /// The cases opened from one time to another, the second not included; null for no bound. Oldest first, each once; one that is opened
    /// meanwhile may be left out. Holds one page at a time.
    /// </summary>
    public static async IAsyncEnumerable<RefundCase> ReadAsync(
        IStore store, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (min, max, take) = (First(from), Last(to), PageSize);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            // A page begins with the millisecond that the one before ended with: what was seen of it is passed over.
            var page = await store.RangeAsync(Index, min, max, take, cancellationToken).ConfigureAwait(false);
            var fresh = page.Where(entry => entry.Score != min || !seen.Contains(entry.Member)).ToArray();
            foreach (var kept in await CasesAsync(store, fresh, cancellationToken).ConfigureAwait(false)) yield return kept;
            if (page.Count < take) yield break;
            take = fresh.Length == 0 ? take * 2 : PageSize;
            if (page[^1].Score != min) seen.Clear();
            min = page[^1].Score;
            seen.UnionWith(page.Where(entry => entry.Score == min).Select(entry => entry.Member));
        }
    }

    private static async Task<IEnumerable<RefundCase>> CasesAsync(IStore store, IndexEntry[] entries, CancellationToken cancellationToken)
    {
        if (entries.Length == 0) return [];
        var documents = await store.GetAsync([.. entries.Select(entry => CaseFiles.Key(entry.Member))], cancellationToken).ConfigureAwait(false);
        return documents.OfType<StoredDocument>().Select(kept => JsonSerializer.Deserialize(kept.Body.Span, CaseJson.Stored.RefundCase)).OfType<RefundCase>();
    }

    private static long First(DateTimeOffset? from) => from?.ToUnixTimeMilliseconds() ?? 0;

    private static long Last(DateTimeOffset? to) => to?.ToUnixTimeMilliseconds() - 1 ?? Latest;
}
