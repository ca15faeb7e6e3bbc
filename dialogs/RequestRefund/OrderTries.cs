using System.Text.Json;
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
        var keys = new List<DocumentKey> { new("tries", "source|" + (turn.Incoming.Sender ?? turn.State.Id.Value)) };
        if (order is not null) keys.Add(new DocumentKey("tries", "order|" + order));
        // The order's guard is what a right answer needs next: one look for all of them.
        var looks = order is null ? keys : [.. keys, CaseFiles.GuardKey(order)];
        var kept = await turn.Documents.GetAsync(looks, cancellationToken).ConfigureAwait(false);
        var oldest = (turn.Now - Span).ToUnixTimeSeconds();
        var tries = new OrderTries();
        for (var i = 0; i < keys.Count; i++)
        {
            var record = kept[i] is { } body ? JsonSerializer.Deserialize(body.Span, DialogJson.Stored.OrderTriesRecord)! : new OrderTriesRecord([]);
            tries._records.Add((keys[i], record.At.Where(t => t > oldest).ToList()));
        }

        return tries;
    }

    /// <summary>Counts a failed try with this turn and returns the count with it.</summary>
    public int Add(TurnContext turn)
    {
        foreach (var (key, at) in _records)
        {
            at.Add(turn.Now.ToUnixTimeSeconds());
            // More than this proves nothing further, and a stranger must not make the record grow.
            if (at.Count > 20) at.RemoveAt(0);
            turn.Documents.Put(key, JsonSerializer.SerializeToUtf8Bytes(new OrderTriesRecord(at), DialogJson.Stored.OrderTriesRecord));
        }

        return Count;
    }
}
