using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>
/// Puts cases into <see cref="CaseArchive.Index"/> that were opened before there was one, found by their numbers, which are counted anew
/// each day. Doing it again changes nothing; may run beside a host.
/// </summary>
public static class CaseReindex
{
    /// <summary>Numbers looked up at once; a day ends where so many in a row are nobody's, because numbers may have gaps.</summary>
    private const int Batch = 64;

    /// <param name="since">First day to look at, in Asia/Shanghai.</param>
    /// <param name="until">Last day.</param>
    /// <returns>How many cases were found, and how many of them were added.</returns>
    public static async Task<(long Found, long Added)> RunAsync(IStore store, DateOnly since, DateOnly until, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var (found, added) = (0L, 0L);
        for (var day = since; day <= until; day = day.AddDays(1))
        {
            for (var first = 1; ; first += Batch)
            {
                var cases = await CasesAsync(store, day, first, cancellationToken).ConfigureAwait(false);
                if (cases.Count == 0) break;
                found += cases.Count;
                foreach (var kept in cases) added += await AddAsync(store, kept, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
        }

        return (found, added);
    }

    /// <summary>As far back as cases are kept.</summary>
    public static DateOnly DefaultSince(DateTimeOffset now) => ShanghaiTime.DayOf(now).AddYears(-3);

    private static async Task<IReadOnlyList<RefundCase>> CasesAsync(IStore store, DateOnly day, int first, CancellationToken cancellationToken)
    {
        var date = day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var numbers = Enumerable.Range(first, Batch).Select(n => CaseFiles.NumberKey(string.Create(CultureInfo.InvariantCulture, $"RF-{date}-{n:0000}"))).ToArray();
        var ids = (await store.GetAsync(numbers, cancellationToken).ConfigureAwait(false)).OfType<StoredDocument>().Select(d => Encoding.UTF8.GetString(d.Body.Span)).ToArray();
        if (ids.Length == 0) return [];
        var documents = await store.GetAsync([.. ids.Select(CaseFiles.Key)], cancellationToken).ConfigureAwait(false);
        return [.. documents.OfType<StoredDocument>().Select(d => JsonSerializer.Deserialize(d.Body.Span, CaseJson.Stored.RefundCase)!)];
    }

    private static async Task<bool> AddAsync(IStore store, RefundCase kept, CancellationToken cancellationToken)
    {
        if (await store.RankAsync(CaseArchive.Index, kept.Id, cancellationToken).ConfigureAwait(false) is not null) return false;
        var unit = new CommitUnit().SetIndex(CaseArchive.Index, kept.Id, kept.OpenedAt.ToUnixTimeMilliseconds());
        await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
