using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Published;

namespace ChatRefundBot.Published;

/// <summary>
/// The figures of a month, counted from the store's cases when somebody asks, at most once in five minutes for each month however many
/// ask, and over a bounded number of cases.
/// </summary>
internal sealed partial class PublishedFigures(IStore store, TimeProvider time, ILogger<PublishedFigures> log) : IDisposable
{
    /// <summary>Months that are shown: this one and those before.</summary>
    public const int Months = 6;

    /// <summary>More cases of a month are not counted.</summary>
    public const int MostCases = 50_000;

    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<DateOnly, (MonthlyFigures Figures, DateTimeOffset At)> _known = [];

    /// <summary>First days of the months that can be asked for, this one first.</summary>
    public IReadOnlyList<DateOnly> Offered()
    {
        var today = ShanghaiTime.DayOf(time.GetUtcNow());
        var first = new DateOnly(today.Year, today.Month, 1);
        return [.. Enumerable.Range(0, Months).Select(back => first.AddMonths(-back))];
    }

    /// <summary>The figures of an offered month; older ones, or null when there are none, while the store does not answer.</summary>
    public async Task<MonthlyFigures?> OfAsync(DateOnly month, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_known.TryGetValue(month, out var known) && now - known.At < Kept) return known.Figures;
            foreach (var old in _known.Keys.Except(Offered()).ToArray()) _known.Remove(old);
            var counted = await TryCountAsync(month, cancellationToken) ?? known.Figures;
            // A store that does not answer is not asked again by everybody at once either.
            if (counted is not null) _known[month] = (counted, now);
            return counted;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<MonthlyFigures?> TryCountAsync(DateOnly month, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            return await CountAsync(month, limit.Token);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreTooNewException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogAway(fault);
            return null;
        }
    }

    private async Task<MonthlyFigures> CountAsync(DateOnly month, CancellationToken cancellationToken)
    {
        var count = new MonthlyCount(month);
        var seen = 0;
        await foreach (var kept in CaseArchive.ReadAsync(store, Start(month), Start(month.AddMonths(1)), cancellationToken))
        {
            if (seen == MostCases) return count.ToFigures(isCut: true);
            count.Add(kept);
            seen++;
        }

        return count.ToFigures(isCut: false);
    }

    private static DateTimeOffset Start(DateOnly month) => new(month.ToDateTime(TimeOnly.MinValue), ShanghaiTime.Offset);

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "The published figures could not be counted")]
    private partial void LogAway(Exception fault);
}
