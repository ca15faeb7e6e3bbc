using System.Text.Json;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Evidence;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Moves pictures to the kept files, or erases those that wait, after the turn that decided it. Doing either twice changes nothing.</summary>
internal sealed class EvidenceMover(IEvidenceStore store) : IOutboxHandler
{
    public string Kind => EvidenceIntake.OutboxKind;

    public bool NotesAttempts => false;

    public async Task<DeliveryOutcome> DeliverAsync(ConversationId conversation, OutboxEntry entry, int attempt, CancellationToken cancellationToken)
    {
        var order = entry.Payload!.Value.Deserialize(DialogJson.Stored.EvidenceOrder)!;
        foreach (var hex in order.Keep)
        {
            if (!EvidenceHash.TryParse(hex, out var hash) || !await store.PromoteAsync(conversation.Value, hash, cancellationToken).ConfigureAwait(false))
                // Another host may have it, or a shared folder may be slow to show it: it is looked for again before it counts as lost.
                return new DeliveryOutcome.Retry(TimeSpan.FromSeconds(Math.Min(60, 5 * attempt)), "a picture is neither waiting nor kept on this host");
        }

        if (order.EraseIncoming) await store.DeleteIncomingAsync(conversation.Value, cancellationToken).ConfigureAwait(false);
        return DeliveryOutcome.Done.Instance;
    }
}
