using System.Text;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.TelegramChannel.Polling;

/// <summary>
/// Which of several hosts on one store asks for updates. A lease by the store's clock; its holder's document says whose it is, so that one
/// who was asleep over its end finds out and stops.
/// </summary>
internal sealed class Leadership(IStore store, TelegramChannelOptions options, string host)
{
    private const string Index = "telegram-leaders";

    private long _version;

    private string Member => $"telegram:{options.BotId}";

    private DocumentKey Holder => new("telegram-leader", Member);

    private LogKey Terms => new("telegram-leader", Member);

    /// <summary>Takes the lead when nobody has it.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        var claim = new CommitUnit().Claim(Index, Member, options.Limits.LeaderLease).Read(Holder);
        var done = (CommitResult.Committed)await store.CommitAsync(claim, cancellationToken).ConfigureAwait(false);
        if (!done.Claims[0]) return false;
        var version = done.Documents[0]?.Version ?? 0;
        // An entry, because a lease is renewed for as long as its log has one.
        var term = new CommitUnit().Erase(Terms).Append(Terms, Encoding.UTF8.GetBytes(host)).Put(Holder, version, Encoding.UTF8.GetBytes(host))
            .Settle(Index, Member, Terms, options.Limits.LeaderLease);
        if (await store.CommitAsync(term, cancellationToken).ConfigureAwait(false) is not CommitResult.Committed) return false;
        _version = version + 1;
        return true;
    }

    /// <summary>False when another host leads by now.</summary>
    public async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        var unit = new CommitUnit().Expect(Holder, _version).Settle(Index, Member, Terms, options.Limits.LeaderLease);
        return await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is CommitResult.Committed;
    }

    /// <summary>Lets the next host lead at once.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken) =>
        await store.CommitAsync(new CommitUnit().Expect(Holder, _version).RemoveIndex(Index, Member), cancellationToken).ConfigureAwait(false);
}
