using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Refunds.Calendar;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>
/// Case numbers such as <c>RF-20261122-0007</c>: counted over all hosts, anew each day in Shanghai, never given twice. Drawn beside the
/// turn, so a turn that is run again draws another one and numbers may have gaps. A host that opens cases many times a second draws
/// several at once; what it has not used when it stops is a gap too. Thread safe.
/// </summary>
internal sealed class CaseNumbers
{
    private const int MostAtOnce = 16;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<long> _drawn = new();
    private string _day = "";
    private DateTimeOffset _drawnAt;
    private int _atOnce = 1;

    public async ValueTask<string> NextAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var day = ShanghaiTime.DayOf(turn.Now).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        if (TryTake(day, turn.Now, out var number, out var atOnce)) return Text(day, number);

        var unit = new CommitUnit();
        for (var i = 0; i < atOnce; i++) unit.Increment("case-number/" + day);
        var drawn = ((CommitResult.Committed)await turn.Store.CommitAsync(unit, cancellationToken).ConfigureAwait(false)).Counters;
        Keep(day, drawn);
        return Text(day, drawn[0]);
    }

    private bool TryTake(string day, DateTimeOffset now, out long number, out int atOnce)
    {
        lock (_gate)
        {
            if (_day != day)
            {
                _drawn.Clear();
                _day = day;
            }

            atOnce = 0;
            if (_drawn.TryDequeue(out number)) return true;
            _atOnce = now - _drawnAt < Busy ? Math.Min(_atOnce * 2, MostAtOnce) : 1;
            _drawnAt = now;
            atOnce = _atOnce;
            return false;
        }
    }

    private void Keep(string day, IReadOnlyList<long> drawn)
    {
        lock (_gate)
        {
            for (var i = 1; i < drawn.Count && _day == day; i++) _drawn.Enqueue(drawn[i]);
        }
    }

    private static string Text(string day, long number) => string.Create(CultureInfo.InvariantCulture, $"RF-{day}-{number:0000}");
}
