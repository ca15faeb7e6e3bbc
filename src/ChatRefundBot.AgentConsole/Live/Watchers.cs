using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.AgentConsole.Live;

/// <summary>Who looks at a conversation right now, over all hosts. A sign that is not repeated fades.</summary>
internal sealed class Watchers(IStore store, TimeProvider time)
{
    /// <summary>How long a sign counts; screens repeat it in half of that.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(20);

    private const int Most = 20;

    public static string Topic(ConversationId conversation) => "watching/" + conversation.Value;

    /// <summary>Says that somebody looks, and whether they write; null: not any more.</summary>
    public async Task SignAsync(ConversationId conversation, string account, string shown, bool? isWriting, CancellationToken cancellationToken)
    {
        var until = (time.GetUtcNow() + Lasts).ToUnixTimeMilliseconds();
        var unit = new CommitUnit().Wake(Topic(conversation));
        Set(false, isWriting is false);
        Set(true, isWriting is true);
        await store.CommitAsync(unit, cancellationToken);

        void Set(bool writes, bool isThere)
        {
            if (isThere) unit.SetIndex(Index(conversation), Member(account, shown, writes), until);
            else unit.RemoveIndex(Index(conversation), Member(account, shown, writes));
        }
    }

    /// <summary>Everybody else who looks.</summary>
    public async Task<IReadOnlyList<Watcher>> FindAsync(ConversationId conversation, string except, CancellationToken cancellationToken)
    {
        var found = await store.RangeAsync(Index(conversation), time.GetUtcNow().ToUnixTimeMilliseconds(), (1L << 53) - 1, Most, cancellationToken);
        return [.. found.Select(f => f.Member.Split('|', 3)).Where(p => p.Length == 3 && p[1] != except).Select(p => new Watcher(p[2], p[0] == "w")).DistinctBy(w => w.Shown)];
    }

    private static string Index(ConversationId conversation) => "watching|" + conversation.Value;

    private static string Member(string account, string shown, bool writes) => $"{(writes ? "w" : "r")}|{account}|{shown}";
}

/// <summary>A colleague at the same conversation.</summary>
internal sealed record Watcher(string Shown, bool IsWriting);
