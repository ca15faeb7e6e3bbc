using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.DialogKernel.Turns;

/// <summary>Turns what a turn collected into the one commit that carries it out.</summary>
internal static class TurnCommit
{
    /// <param name="deadReason">Set when the message failed for good and goes to the dead letters.</param>
    /// <returns>The unit, and the state as it will be kept when it is committed.</returns>
    internal static (CommitUnit Unit, StoredDocument State) Build(
        TurnContext turn, ClaimedConversation work, LogEntry entry, HashSet<string> outboxKinds, string? deadReason)
    {
        var unit = turn.Changes;
        turn.State.Turn++;
        turn.KeepMemory();
        var version = work.State?.Version ?? 0;
        var body = JsonSerializer.SerializeToUtf8Bytes(turn.State, KernelJson.Stored.ConversationState);
        unit.Put(StoreNames.State(work.Id), version, body);
        turn.Documents.AddTo(unit);
        if (work.Attempts is { } attempts) unit.Delete(StoreNames.Attempts(work.Id), attempts.Version);

        unit.TrimThrough(StoreNames.Inbox(work.Id), entry.Sequence);
        AddTranscript(turn, unit);
        AddOutbox(turn, unit, outboxKinds);
        if (deadReason is not null)
        {
            var incoming = turn.Incoming with { Message = turn.Masked ?? turn.Incoming.Message };
            var letter = new DeadLetter(turn.Now, work.Id, deadReason, incoming, null);
            unit.Append(StoreNames.DeadLetters, JsonSerializer.SerializeToUtf8Bytes(letter, KernelJson.Stored.DeadLetter));
        }

        unit.Settle(StoreNames.PendingTurns, work.Id.Value, StoreNames.Inbox(work.Id), TurnEngine.Lease)
            .Read(StoreNames.Inbox(work.Id), entry.Sequence, TurnEngine.InboxBatch);
        return (unit, new StoredDocument(version + 1, body));
    }

    private static void AddTranscript(TurnContext turn, CommitUnit unit)
    {
        foreach (var log in turn.Erased) unit.Erase(log);
        var transcript = StoreNames.Transcript(turn.State.Id);
        var incoming = turn.Incoming;
        if (incoming.Message.FromBuyer && turn.Erased.Count == 0 && !turn.IsNothing)
            Append(new TranscriptEntry(incoming.SentAt, Author.Buyer, null, incoming.Id, turn.Masked ?? incoming.Message, null, incoming.Echo));
        else if (incoming.Message is IncomingMessage.Reachability)
            Append(new TranscriptEntry(incoming.SentAt, Author.System, null, incoming.Id, incoming.Message, null));
        foreach (var outgoing in turn.Outgoing)
            Append(new TranscriptEntry(turn.Now, outgoing.Agent is null ? Author.Bot : Author.Agent, outgoing.Agent, incoming.Id, null, outgoing, null, turn.State.Language));
        if (turn.HandOff is { } call) AppendOwner(new OwnerChange(turn.ModeBefore, turn.State.Mode, call));
        if (turn.State.Mode != turn.ModeBefore || turn.Ahead is not null) AppendOwner(new OwnerChange(turn.ModeBefore, turn.State.Mode, null, turn.Ahead));
        unit.Wake(StoreNames.TranscriptTopic(turn.State.Id));

        void AppendOwner(OwnerChange change) =>
            Append(new TranscriptEntry(turn.Now, Author.System, turn.State.Agent?.Name, incoming.Id, null, null, null, turn.State.Language, change));

        void Append(TranscriptEntry line) => unit.Append(transcript, JsonSerializer.SerializeToUtf8Bytes(line, KernelJson.Stored.TranscriptEntry));
    }

    private static void AddOutbox(TurnContext turn, CommitUnit unit, HashSet<string> outboxKinds)
    {
        var send = "send/" + (turn.State.Address ?? turn.State.Id).Channel;
        var sends = outboxKinds.Contains(send) ? turn.Outgoing.Count : 0;
        if (sends + turn.Outbox.Count == 0) return;
        for (var i = 0; i < sends; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{turn.Incoming.Id}#{i}");
            // Cards are for those who read the transcript; what is sent is the text.
            var message = turn.Outgoing[i] is { Card: not null } laidOut ? laidOut with { Card = null } : turn.Outgoing[i];
            // A question, a verdict, a case's state: what was worth a card is worth arriving.
            var matters = turn.Outgoing[i] is OutgoingMessage.Ask or { Card: not null } or { Agent: not null };
            Append(new OutboxEntry(key, send, turn.State.Epoch, turn.Now, message, null) { Address = turn.State.Address, MustArrive = matters, Language = turn.State.Language });
        }

        foreach (var effect in turn.Outbox) Append(effect);
        unit.Claim(StoreNames.PendingDeliveries, turn.State.Id.Value, DeliveryEngine.Lease);

        void Append(OutboxEntry line) => unit.Append(StoreNames.Outbox(turn.State.Id), JsonSerializer.SerializeToUtf8Bytes(line, KernelJson.Stored.OutboxEntry));
    }
}
