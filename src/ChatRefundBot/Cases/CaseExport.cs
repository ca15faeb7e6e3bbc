using System.Text.Encodings.Web;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Verbs;

namespace ChatRefundBot.Cases;

/// <summary>
/// A case with everything that was said, for whoever has to look at it outside of the desk. The documents go out as they are kept, so
/// that an older export reads like a newer one.
/// </summary>
/// <param name="tableOf">The rules of a version; null where they are not to be had.</param>
internal sealed class CaseExport(IStore store, Func<string, CancellationToken, Task<PolicyTable?>> tableOf)
{
    private const int Batch = 256;
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>UTF-8 JSON: <c>{"case":{…},"explanation":{…},"transcript":[…]}</c>, the explanation where there is a verdict and its rules are to be had; null when there is no such case.</returns>
    public async Task<byte[]?> FindAsync(CaseId wanted, CancellationToken cancellationToken)
    {
        if (await wanted.FindAsync(store, cancellationToken) is not { Kept: var kept }) return null;
        var refundCase = JsonSerializer.Deserialize(kept.Body.Span, CaseJson.Stored.RefundCase)!;
        var explanation = refundCase.Verdict is { } verdict && await tableOf(verdict.PolicyVersion, cancellationToken) is { } table
            ? CaseExplanation.Of(refundCase, table)
            : null;
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("case");
            Copy(kept.Body, writer);
            if (explanation is not null)
            {
                writer.WritePropertyName("explanation");
                PolicyJson.WriteExplanation(writer, explanation);
            }

            writer.WriteStartArray("transcript");
            await foreach (var entry in TranscriptAsync(new ConversationId(refundCase.Conversation), cancellationToken)) Copy(entry.Body, writer);
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
