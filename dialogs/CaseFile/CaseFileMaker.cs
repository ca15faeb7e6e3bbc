using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Dialogs.CaseFile;

/// <summary>
/// The buyer's own case as a page to keep: what was asked, said, sent and decided, with every fact the verdict rests on. Only for the
/// conversation that the case was opened in; one that was led to it by its order gets it without what was said there.
/// </summary>
internal sealed class CaseFileMaker(IStore store, WordingCatalog wording, TimeProvider time) : IOutgoingFiles
{
    public const string ContentType = "text/html; charset=utf-8";

    private const string Prefix = "case-";

    /// <summary>Messages shown at most, the oldest first; more are a fault, not a conversation.</summary>
    private const int MostLines = 5000;

    private const int Batch = 256;

    /// <summary>The file of a case in the language of the conversation, to be offered with a message.</summary>
    public static OutgoingFile Of(string caseId, string number, Language language) =>
        new($"{Prefix}{caseId}-{(language == Language.Chinese ? "zh" : "en")}", number + ".html", ContentType);

    public async Task<OutgoingFileContent?> OpenAsync(ConversationId conversation, string key, CancellationToken cancellationToken)
    {
        var parts = key.Split('-');
        if (parts is not ["case", { Length: 20 } id, "zh" or "en"]) return null;
        var kept = (await store.GetAsync([CaseFiles.Key(id)], cancellationToken).ConfigureAwait(false))[0];
        if (kept is null) return null;
        var found = JsonSerializer.Deserialize(kept.Body.Span, CaseJson.Stored.RefundCase)!;
        var isOwn = found.Conversation == conversation.Value;
        if (!isOwn && !await WasLedToAsync(conversation, id, cancellationToken).ConfigureAwait(false)) return null;
        var said = isOwn ? await SaidAsync(conversation, cancellationToken).ConfigureAwait(false) : [];
        var html = new CaseFileHtml(wording, parts[2] == "zh" ? Language.Chinese : Language.English).Of(found, said, time.GetUtcNow());
        return new OutgoingFileContent(found.Number + ".html", ContentType, Encoding.UTF8.GetBytes(html));
    }

    /// <summary>Whether the conversation has proven that the order of the case is its buyer's.</summary>
    private async Task<bool> WasLedToAsync(ConversationId conversation, string caseId, CancellationToken cancellationToken)
    {
        var kept = (await store.GetAsync([StoreNames.State(conversation)], cancellationToken).ConfigureAwait(false))[0];
        return kept is not null && (ConversationState.Read(kept.Body).Memory?.Read(DialogJson.Stored.RefundMemory)?.Cases.Exists(c => c.Id == caseId) ?? false);
    }

    private async Task<List<TranscriptEntry>> SaidAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        var said = new List<TranscriptEntry>();
        for (long after = 0; said.Count < MostLines;)
        {
            var slice = await store.ReadAsync(StoreNames.Transcript(conversation), after, Batch, cancellationToken).ConfigureAwait(false);
            said.AddRange(slice.Entries.Select(entry => JsonSerializer.Deserialize(entry.Body.Span, KernelJson.Stored.TranscriptEntry)!));
            if (slice.Entries.Count < Batch) break;
            after = slice.Entries[^1].Sequence;
        }

        return said;
    }
}
