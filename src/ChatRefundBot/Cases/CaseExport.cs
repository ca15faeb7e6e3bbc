using System.Text.Encodings.Web;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Cases;

/// <summary>
/// A case with everything that was said, for whoever has to look at it outside of the desk. The documents go out as they are kept, so
/// that an older export reads like a newer one.
/// </summary>
internal sealed class CaseExport(IStore store)
{
    private const int Batch = 256;
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>UTF-8 JSON: <c>{"case":{…},"transcript":[…]}</c>; null when there is no such case.</returns>
    public async Task<byte[]?> FindAsync(CaseId wanted, CancellationToken cancellationToken)
    {
        if (await wanted.FindAsync(store, cancellationToken) is not { Kept: var kept }) return null;
        var conversation = JsonSerializer.Deserialize(kept.Body.Span, CaseJson.Stored.RefundCase)!.Conversation;
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("case");
            Copy(kept.Body, writer);
            writer.WriteStartArray("transcript");
            await foreach (var entry in TranscriptAsync(new ConversationId(conversation), cancellationToken)) Copy(entry.Body, writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private async IAsyncEnumerable<LogEntry> TranscriptAsync(
        ConversationId conversation, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long after = 0; ;)
        {
            var slice = await store.ReadAsync(StoreNames.Transcript(conversation), after, Batch, cancellationToken);
            foreach (var entry in slice.Entries) yield return entry;
            if (slice.Entries.Count < Batch) yield break;
            after = slice.Entries[^1].Sequence;
        }
    }

    private static void Copy(ReadOnlyMemory<byte> json, Utf8JsonWriter writer)
    {
        using var document = JsonDocument.Parse(json);
        document.RootElement.WriteTo(writer);
    }
}
