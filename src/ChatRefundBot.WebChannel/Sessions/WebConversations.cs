using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.WebChannel.Sessions;

/// <summary>
/// Starts conversations and finds them again. A conversation is stored, and its opening accepted, before anybody is told its name.
/// What is found is remembered for a few seconds, so that a message costs no look of its own; what changes here is seen at once.
/// </summary>
internal sealed class WebConversations(IStore store, TurnHost turns, TimeProvider time)
{
    private const string OpenedId = "opened";
    private const int MostRemembered = 4096;
    private const int MostConflicts = 20;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, (WebConversation Conversation, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static string NewUser() => "dl_" + RandomNumberGenerator.GetHexString(20, lowercase: true);

    /// <summary>The conversation as it was some seconds ago at the oldest; null when there is none.</summary>
    public async ValueTask<WebConversation?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var known) && known.Until > time.GetUtcNow()) return known.Conversation;
        return WebConversation.IsId(id) ? (await LoadAsync(id, cancellationToken).ConfigureAwait(false)).Conversation : null;
    }

    /// <summary>The conversation as it is now; null when there is none, or when it is closed and nobody may come back to it.</summary>
    public async ValueTask<WebConversation?> FindOpenAsync(string id, CancellationToken cancellationToken)
    {
        if (!WebConversation.IsId(id)) return null;
        var (conversation, state, _) = await LoadAsync(id, cancellationToken).ConfigureAwait(false);
        return state?.Mode == ConversationMode.Closed ? null : conversation;
    }

    /// <summary>Starts a conversation, or finds the one of this id as it is.</summary>
    /// <param name="wanted">What to keep when there is none yet.</param>
    /// <param name="own">The conversation that <see cref="OwnAsync"/> gave for the buyer of the wanted one; null when none, or when it is nobody's.</param>
    /// <returns>The conversation, and whether it was started now; null when it is closed, or when its buyer has another one since this moment.</returns>
    public async Task<(WebConversation Conversation, bool IsNew)?> StartAsync(WebConversation wanted, string? own, string? locale, CancellationToken cancellationToken)
    {
        var (kept, state, _) = await LoadAsync(wanted.Id, cancellationToken).ConfigureAwait(false);
        if (state?.Mode == ConversationMode.Closed) return null;
        var isNew = kept is null && await TryAddAsync(wanted, own, cancellationToken).ConfigureAwait(false);
        if (kept is null && !isNew) (kept, state, _) = await LoadAsync(wanted.Id, cancellationToken).ConfigureAwait(false);
        if (kept is null && !isNew) return null;
        var conversation = kept ?? wanted;
        // Again when an earlier start broke off in between; the id makes a second one nothing.
        if (state is null) await AcceptAsync(conversation, OpenedId, new IncomingMessage.Opened(locale, conversation.Buyer), cancellationToken).ConfigureAwait(false);
        return (conversation, isNew);
    }

    /// <summary>The page's own word that the chat was opened: once in a conversation, however often it comes.</summary>
    public Task OpenAsync(WebConversation conversation, string? locale, CancellationToken cancellationToken) =>
        AcceptAsync(conversation, OpenedId, new IncomingMessage.Opened(locale, conversation.Buyer), cancellationToken);

    /// <summary>Tells the desk what the shop says of its buyer, when that is news.</summary>
    public async Task<WebConversation> NameBuyerAsync(WebConversation conversation, VerifiedBuyer buyer, CancellationToken cancellationToken)
    {
        var merged = VerifiedBuyer.Merge(conversation.Buyer, buyer);
        if (conversation.Buyer is { } known && known.Name == merged.Name && known.Orders.SequenceEqual(merged.Orders)) return conversation;
        // The desk first: when the rest fails, the next session does it again.
        var id = "buyer-" + Tokens.WebTokens.HashOf(string.Join('\n', [merged.Id, merged.Name ?? "", .. merged.Orders]));
        await AcceptAsync(conversation, id, new IncomingMessage.PageContext(null, merged), cancellationToken).ConfigureAwait(false);
        return await ChangeAsync(conversation.Id, c => c with { Buyer = VerifiedBuyer.Merge(c.Buyer, buyer) }, cancellationToken).ConfigureAwait(false) ?? conversation;
    }

    /// <summary>Changes a conversation against the version that was read, again when somebody else was faster.</summary>
    /// <param name="change">Gives null to leave everything as it is.</param>
    /// <returns>As it is kept now; null when there is none or the change gave null.</returns>
    public async Task<WebConversation?> ChangeAsync(string id, Func<WebConversation, WebConversation?> change, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var (kept, _, version) = await LoadAsync(id, cancellationToken).ConfigureAwait(false);
            if (kept is null || change(kept) is not { } changed) return null;
            var unit = new CommitUnit().Put(WebConversation.Key(id), version, Body(changed));
            if (await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is CommitResult.Committed) return Remember(changed);
            if (conflicts == MostConflicts) throw new InvalidOperationException($"Web conversation {id} changed {conflicts} times under one change.");
        }
    }

    /// <summary>The conversation that is a signed-in buyer's own; null when they have none yet.</summary>
    public async Task<string?> OwnAsync(string subject, CancellationToken cancellationToken) =>
        ConversationIn((await store.GetAsync([WebConversation.BuyerKey(subject)], cancellationToken).ConfigureAwait(false))[0]);

    private static string? ConversationIn(StoredDocument? buyer) =>
        buyer is null ? null : JsonSerializer.Deserialize(buyer.Body.Span, WebConversationJson.Stored.WebBuyer)!.Conversation;

    private async Task<bool> TryAddAsync(WebConversation wanted, string? own, CancellationToken cancellationToken)
    {
        var unit = new CommitUnit().Put(WebConversation.Key(wanted.Id), 0, Body(wanted));
        if (wanted.Subject is not null)
        {
            // The newest conversation is the buyer's own; one that was closed has made room for it.
            var key = WebConversation.BuyerKey(wanted.Subject);
            var kept = (await store.GetAsync([key], cancellationToken).ConfigureAwait(false))[0];
            // Another tab was faster since it was decided that the buyer has none to go on with.
            if (ConversationIn(kept) != own) return false;
            unit.Put(key, kept?.Version ?? 0, JsonSerializer.SerializeToUtf8Bytes(new WebBuyer(wanted.Id), WebConversationJson.Stored.WebBuyer));
        }

        if (await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is not CommitResult.Committed) return false;
        Remember(wanted);
        return true;
    }

    private async Task<(WebConversation? Conversation, ConversationState? State, long Version)> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var found = await store.GetAsync([WebConversation.Key(id), StoreNames.State(WebConversation.ConversationOf(id))], cancellationToken).ConfigureAwait(false);
        var state = found[1] is { } s ? ConversationState.Read(s.Body) : null;
        if (found[0] is not { } kept)
        {
            _known.TryRemove(id, out _);
            return (null, state, 0);
        }

        return (Remember(JsonSerializer.Deserialize(kept.Body.Span, WebConversationJson.Stored.WebConversation)!), state, kept.Version);
    }

    private async Task AcceptAsync(WebConversation conversation, string id, IncomingMessage message, CancellationToken cancellationToken) =>
        await turns.AcceptAsync(new Incoming(id, conversation.Conversation, time.GetUtcNow(), conversation.User, message), cancellationToken).ConfigureAwait(false);

    private WebConversation Remember(WebConversation conversation)
    {
        // A host that has met many forgets them all at once, which costs each of them one look.
        if (_known.Count >= MostRemembered) _known.Clear();
        _known[conversation.Id] = (conversation, time.GetUtcNow() + Remembered);
        return conversation;
    }

    private static byte[] Body(WebConversation conversation) => JsonSerializer.SerializeToUtf8Bytes(conversation, WebConversationJson.Stored.WebConversation);
}
