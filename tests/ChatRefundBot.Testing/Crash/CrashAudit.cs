using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Testing.Crash;

/// <summary>Looks at everything a round left behind, and notes what is missing, double or half done.</summary>
internal sealed class CrashAudit(IStore store, string directory)
{
    private const long Far = long.MaxValue >> 11;

    private readonly List<string> _lost = [];
    private readonly List<string> _doubled = [];
    private readonly List<string> _halfDone = [];
    private readonly HashSet<string> _known = [];
    private int _repeated;

    /// <summary>Whether the store has nothing left to do.</summary>
    public static async Task<bool> IsIdleAsync(IStore store) =>
        await store.CountAsync(StoreNames.PendingTurns, 0, Far, CancellationToken.None) + await store.CountAsync(StoreNames.PendingDeliveries, 0, Far, CancellationToken.None) == 0;

    public async Task<CrashReport> RunAsync(IReadOnlyList<CrashScript> scripts)
    {
        var effects = EffectFile.Read(directory).ToLookup(e => e.Conversation);
        var open = new HashSet<string>((await RangeAsync(CaseFiles.OpenIndex)).Select(e => e.Member));
        var queued = new HashSet<string>((await RangeAsync(TicketQueue.Index)).Select(e => e.Member));
        foreach (var script in scripts)
        {
            var transcript = await TranscriptAsync(script.Conversation);
            await CheckMessagesAsync(script, transcript);
            CheckDeliveries(script.Conversation, transcript, [.. effects[script.Conversation.Value]]);
            await CheckCaseAsync(script, open, queued);
            await CheckTicketAsync($"take-over|{script.Conversation}", queued);
        }

        var letters = await store.ReadAsync(StoreNames.DeadLetters, 0, int.MaxValue, CancellationToken.None);
        _lost.AddRange(letters.Entries.Select(l => $"dead letter: {Encoding.UTF8.GetString(l.Body.Span)}"));
        foreach (var id in open.Where(id => !_known.Contains(id))) _halfDone.Add($"the index of open cases names {id}, which no conversation knows");
        return new CrashReport { Messages = scripts.Sum(s => s.Texts.Length), Lost = _lost, Doubled = _doubled, HalfDone = _halfDone, Repeated = _repeated };
    }

    private async Task CheckMessagesAsync(CrashScript script, IReadOnlyList<TranscriptEntry> transcript)
    {
        var expected = Enumerable.Range(0, script.Texts.Length).Select(CrashScript.IdOf).ToList();
        var came = transcript.Where(e => e.Author == Author.Buyer).Select(e => e.Cause).ToList();
        _lost.AddRange(expected.Except(came).Select(id => $"{script.Conversation} {id} has no effect"));
        _doubled.AddRange(came.GroupBy(id => id).Where(g => g.Count() > 1).Select(g => $"{script.Conversation} {g.Key} stands in the transcript {g.Count()} times"));
        if (!came.Distinct().SequenceEqual(expected.Intersect(came))) _lost.Add($"{script.Conversation} is out of order: {string.Join(' ', came)}");
        var causes = transcript.Select(e => e.Cause).ToList();
        if (causes.Where((c, i) => i > 0 && c != causes[i - 1]).Count() + 1 != causes.Distinct().Count()) _halfDone.Add($"{script.Conversation}: turns are mixed in the transcript");
        _halfDone.AddRange(came.Where(id => !transcript.Any(e => e.Author == Author.Bot && e.Cause == id)).Select(id => $"{script.Conversation} {id} was not answered"));
        var state = await StateAsync(script.Conversation);
        if (state.Turn != expected.Count) (state.Turn < expected.Count ? _lost : _doubled).Add($"{script.Conversation} counts {state.Turn} turns of {expected.Count} messages");
        if (state.Mode != ConversationMode.Queued) _halfDone.Add($"{script.Conversation} is not in the queue but {state.Mode}");
        var inbox = await store.ReadAsync(StoreNames.Inbox(script.Conversation), 0, 1, CancellationToken.None);
        if (inbox.Entries.Count > 0) _lost.Add($"{script.Conversation} has messages left in its inbox");
        if (inbox.LastSequence != expected.Count) _doubled.Add($"{script.Conversation} accepted {inbox.LastSequence} entries for {expected.Count} messages");
    }

    private void CheckDeliveries(ConversationId id, IReadOnlyList<TranscriptEntry> transcript, IReadOnlyList<(string Conversation, string Key, string Text)> effects)
    {
        var said = transcript.Where(e => e.Out is not null).Select(e => e.Out!.Text.Replace('\n', ' ')).ToList();
        var first = effects.DistinctBy(e => e.Key).ToList();
        _repeated += effects.Count - first.Count;
        if (first.Count < said.Count) _lost.Add($"{id}: {said.Count} answers, {first.Count} deliveries");
        if (first.Count > said.Count) _doubled.Add($"{id}: {said.Count} answers, {first.Count} deliveries by key");
        if (first.Count == said.Count && !first.Select(e => e.Text).SequenceEqual(said)) _lost.Add($"{id}: deliveries are out of order");
        _doubled.AddRange(effects.GroupBy(e => e.Key).Where(g => g.Select(e => e.Text).Distinct().Count() > 1).Select(g => $"{id}: key {g.Key} stood for several texts"));
    }

    private async Task CheckCaseAsync(CrashScript script, HashSet<string> open, HashSet<string> queued)
    {
        var guard = await ReadAsync(CaseFiles.GuardKey(script.Order), CaseJson.Stored.OrderGuard);
        var ids = (await StateAsync(script.Conversation)).Memory?.ToElement().GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("id").GetString()!).ToList() ?? [];
        if (ids.Count != 1) (ids.Count == 0 ? _lost : _doubled).Add($"{script.Conversation} knows {ids.Count} cases");
        foreach (var id in ids)
        {
            _known.Add(id);
            if (await ReadAsync(CaseFiles.Key(id), CaseJson.Stored.RefundCase) is not { } kept)
            {
                _halfDone.Add($"{script.Conversation} knows the case {id}, which is not there");
                continue;
            }

            if (kept.Order != script.Order) _halfDone.Add($"{id} is of another order");
            if (kept.Verdict is null) _halfDone.Add($"{id} has no verdict");
            if (guard is null) _halfDone.Add($"{id} has no guard");
            if (kept.IsOpen != (guard?.OpenCase == id)) _halfDone.Add($"{id} is {kept.Status}, its guard says {guard?.OpenCase ?? "nothing"}");
            if (kept.IsOpen != open.Contains(id)) _halfDone.Add($"{id} is {kept.Status}, the index of open cases says otherwise");
            var number = await store.GetAsync([CaseFiles.NumberKey(kept.Number)], CancellationToken.None);
            if (number[0] is null || Encoding.UTF8.GetString(number[0]!.Body.Span) != id) _halfDone.Add($"{kept.Number} does not lead to {id}");
            await CheckTicketAsync($"confirm|{id}", queued);
        }
    }

    /// <summary>A ticket and its place in the queue are there together or not at all.</summary>
    private async Task CheckTicketAsync(string id, HashSet<string> queued)
    {
        var ticket = await ReadAsync(TicketQueue.Key(id), TicketJson.Stored.Ticket);
        if ((ticket?.Status == TicketStatus.Queued) != queued.Contains(id)) _halfDone.Add($"ticket {id} is {ticket?.Status.ToString() ?? "absent"}, the queue says otherwise");
    }

    private async Task<T?> ReadAsync<T>(DocumentKey key, JsonTypeInfo<T> type) where T : class
    {
        var kept = (await store.GetAsync([key], CancellationToken.None))[0];
        return kept is null ? null : JsonSerializer.Deserialize(kept.Body.Span, type);
    }

    private async Task<ConversationState> StateAsync(ConversationId id) =>
        (await store.GetAsync([StoreNames.State(id)], CancellationToken.None))[0] is { } kept
            ? ConversationState.Read(kept.Body)
            : new ConversationState { Id = id };

    private async Task<IReadOnlyList<TranscriptEntry>> TranscriptAsync(ConversationId id) =>
        [.. (await store.ReadAsync(StoreNames.Transcript(id), 0, int.MaxValue, CancellationToken.None)).Entries
            .Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.TranscriptEntry)!)];

    private Task<IReadOnlyList<IndexEntry>> RangeAsync(string index) => store.RangeAsync(index, 0, Far, int.MaxValue, CancellationToken.None);
}
