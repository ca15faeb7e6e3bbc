using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Counts wrong order numbers and proofs, per order and per source, over 24 hours, whatever the conversation.</summary>
internal sealed class OrderTries
{
    private static readonly TimeSpan Span = TimeSpan.FromHours(24);

    private readonly List<(DocumentKey Key, List<long> At)> _records = [];

    private OrderTries() { }

    /// <summary>The larger of the counts, of the order and of the source.</summary>
    public int Count => _records.Max(r => r.At.Count);

    /// <param name="order">Order number tried; null for a try by payment number.</param>
    public static async ValueTask<OrderTries> ReadAsync(TurnContext turn, string? order, CancellationToken cancellationToken)
    {
        var tries = new OrderTries();
        await tries.LookAsync(turn, "source|" + (turn.Incoming.Sender ?? turn.State.Id.Value), cancellationToken).ConfigureAwait(false);
        if (order is null) return tries;
        await tries.LookAsync(turn, "order|" + order, cancellationToken).ConfigureAwait(false);
        return tries;
    }

    private async ValueTask LookAsync(TurnContext turn, string whose, CancellationToken cancellationToken)
    {
        var key = new DocumentKey("tries", whose);
        // Most buyers get it right at once.
        turn.Documents.AssumeAbsent(key);
        var kept = await turn.Documents.GetAsync(key, DialogJson.Stored.OccasionsRecord, cancellationToken).ConfigureAwait(false);
        var oldest = (turn.Now - Span).ToUnixTimeSeconds();
        _records.Add((key, kept?.At.Where(t => t > oldest).ToList() ?? []));
    }

    /// <summary>Counts a failed try with this turn and returns the count with it.</summary>
    public int Add(TurnContext turn)
    {
        foreach (var (key, at) in _records)
        {
            at.Add(turn.Now.ToUnixTimeSeconds());
            // More than this proves nothing further, and a stranger must not make the record grow.
            if (at.Count > 20) at.RemoveAt(0);
            turn.Documents.Put(key, new OccasionsRecord(at), DialogJson.Stored.OccasionsRecord);
        }

        return Count;
    }
}
