using System.Text.Json;
using ChatRefundBot.AgentConsole.Conversation;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.AgentConsole.Search;

/// <summary>
/// Finds cases by number, order, buyer or words. Numbers are found at once. All else goes through the cases of the store from the newest
/// on, in pieces, and says how far it is; it ends when it has enough or was told to.
/// </summary>
internal sealed class CaseSearch(IStore store, CaseReader cases)
{
    /// <summary>Hits after which a search ends.</summary>
    public const int MostHits = 50;

    // Kept by the case archive: all cases, scored by when they were opened.
    private const string Index = "cases";
    private const int Batch = 100;
    private const int MostCases = 20_000;
    private const int MostEntries = 400;

    /// <param name="words">A case's or order's number, a part of a buyer's name or conversation, or words that were said; at least two characters.</param>
    /// <param name="hasText">Whether to look into what was said too, which takes longer.</param>
    /// <param name="onProgress">Told of hits so far and of how many cases of how many have been looked at.</param>
    public async Task<IReadOnlyList<CaseHit>> FindAsync(
        string words, bool hasText, Func<IReadOnlyList<CaseHit>, int, int, Task> onProgress, CancellationToken cancellationToken)
    {
        words = words.Trim();
        if (await cases.FindByNumberAsync(words, cancellationToken) is { } exact) return [new CaseHit(exact, null)];
        var hits = new List<CaseHit>();
        var entries = await store.RangeAsync(Index, 0, (1L << 53) - 1, MostCases, cancellationToken);
        for (var end = entries.Count; end > 0 && hits.Count < MostHits; end -= Batch)
        {
            var piece = entries.Skip(Math.Max(0, end - Batch)).Take(Math.Min(Batch, end)).Reverse().ToArray();
            var found = await store.GetAsync([.. piece.Select(p => new DocumentKey("case", p.Member))], cancellationToken);
            foreach (var kept in found.OfType<StoredDocument>())
            {
                var one = JsonSerializer.Deserialize(kept.Body.Span, CaseJson.Stored.RefundCase)!;
                if (await MatchAsync(one, words, hasText, cancellationToken) is { } hit) hits.Add(hit);
                if (hits.Count == MostHits) break;
            }

            await onProgress([.. hits], Math.Min(entries.Count, entries.Count - end + piece.Length), entries.Count);
        }

        return hits;
    }

    private async Task<CaseHit?> MatchAsync(RefundCase one, string words, bool hasText, CancellationToken cancellationToken)
    {
        if (Has(one.Order, words) || Has(one.Number, words) || Has(one.Conversation, words)) return new CaseHit(one, null);
        if (!hasText) return null;
        var id = new ConversationId(one.Conversation);
        var slice = await store.ReadBackAsync(StoreNames.Transcript(id), long.MaxValue, MostEntries, cancellationToken);
        foreach (var kept in slice.Entries)
        {
            var entry = JsonSerializer.Deserialize(kept.Body.Span, KernelJson.Stored.TranscriptEntry)!;
            var text = entry.In switch
            {
                IncomingMessage.Text said => said.Value,
                IncomingMessage.Media media => media.Caption,
                _ => entry.Author == Author.Agent ? entry.Out?.Text : null,
            };
            if (text is not null && Has(text, words)) return new CaseHit(one, Around(text, words));
        }

        return (await store.GetAsync([StoreNames.State(id)], cancellationToken))[0] is { } state && ConversationState.Read(state.Body).Buyer is { } buyer
            && (Has(buyer.Id, words) || (buyer.Name is { } name && Has(name, words)))
            ? new CaseHit(one, buyer.Name ?? buyer.Id)
            : null;
    }

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Around(string text, string words)
    {
        var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase);
        var from = Math.Max(0, at - 30);
        return text.Substring(from, Math.Min(text.Length - from, 90)).ReplaceLineEndings(" ");
    }
}

/// <summary>A case that was found.</summary>
/// <param name="Said">What was found in it; null when it was found by its numbers.</param>
internal sealed record CaseHit(RefundCase Case, string? Said);
