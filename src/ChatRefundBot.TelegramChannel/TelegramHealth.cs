using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Chats;
using ChatRefundBot.TelegramChannel.Sending;

namespace ChatRefundBot.TelegramChannel;

/// <summary>What an operator sees of the channel. Ages are in seconds; counts are this host's since it started.</summary>
/// <param name="Mode"><c>off</c>, <c>polling</c> or <c>webhook</c>.</param>
/// <param name="State"><c>off</c>, <c>works</c>, <c>waits</c> (another host leads), <c>starting</c>, <c>token refused</c> or <c>in trouble</c>.</param>
/// <param name="PollAgeSeconds">Since Telegram last answered the question for updates; null on a host that does not ask.</param>
/// <param name="WebhookPending">Updates that wait at Telegram; null when polling.</param>
/// <param name="WebhookLastError">What Telegram last had to say against the webhook; null when nothing.</param>
/// <param name="InboxChats">Chats with stored updates that are not a conversation's messages yet.</param>
/// <param name="OutboxConversations">Conversations of all channels with something left to carry out.</param>
/// <param name="ChatsLimited">Chats that Telegram has told to wait.</param>
/// <param name="DeadLetters">Messages and deliveries of all channels that failed for good, 100 at most.</param>
/// <param name="Unknown">Sends of which nobody knows whether they arrived.</param>
/// <param name="Repeats">Sends that were made again with a mark.</param>
public sealed record TelegramReport(
    string Mode, string State, double? PollAgeSeconds, long Conflicts, int? WebhookPending, string? WebhookLastError, double? InboxAgeSeconds, long InboxChats,
    double? OutboxAgeSeconds, long OutboxConversations, int ChatsLimited, long Updates, long RepeatedUpdates, long UnreadableUpdates, long Sent, long Limited, long Unknown,
    long Repeats, int DeadLetters, IReadOnlyList<string> Notes);

/// <summary>Looks at the channel for readiness.</summary>
public sealed class TelegramHealth
{
    private const long Far = long.MaxValue >> 11;
    private static readonly TimeSpan OldestPoll = TimeSpan.FromMinutes(3);

    private readonly IStore _store;
    private readonly TelegramChannelOptions _options;
    private readonly TelegramStatus _status;
    private readonly SendBudget _budget;
    private readonly TimeProvider _time;

    internal TelegramHealth(IStore store, TelegramChannelOptions options, TelegramStatus status, SendBudget budget, TimeProvider time) =>
        (_store, _options, _status, _budget, _time) = (store, options, status, budget, time);

    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<TelegramReport> LookAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var inbox = await AgeAsync(ChatAddress.PendingIndex, now, cancellationToken).ConfigureAwait(false);
        var outbox = await AgeAsync(StoreNames.PendingDeliveries, now, cancellationToken).ConfigureAwait(false);
        var letters = (await _store.ReadAsync(StoreNames.DeadLetters, 0, 100, cancellationToken).ConfigureAwait(false)).Entries.Count;
        double? poll = _status is { Leads: true, PolledAt: { } at } ? Math.Round(Math.Max(0, (now - at).TotalSeconds), 1) : null;
        var hook = _status.Webhook;
        return new TelegramReport(
            !_options.IsOn ? "off" : _options.Webhook is null ? "polling" : "webhook", State(poll), poll, _status.Conflicts, hook?.Pending, hook?.LastError, inbox.Age, inbox.Count,
            outbox.Age, outbox.Count, _budget.Limited, _status.Updates, _status.Repeated, _status.Unreadable, _status.Sent, _status.Limited, _status.Unknown, _status.Repeats, letters, Notes(poll, now));
    }

    private string State(double? poll)
    {
        if (!_options.IsOn) return "off";
        if (_status.IsRefused) return "token refused";
        if (_status.Trouble is not null || poll > OldestPoll.TotalSeconds) return "in trouble";
        if (!_status.Leads) return "waits";
        return _options.Webhook is null ? (poll is null ? "starting" : "works") : _status.Webhook is null ? "starting" : "works";
    }

    private List<string> Notes(double? poll, DateTimeOffset now)
    {
        var notes = new List<string>();
        if (!_options.IsOn) return notes;
        if (_status.IsRefused) notes.Add("Telegram refuses the bot token. Set Telegram:BotToken to the one that BotFather shows.");
        else if (_status.Trouble is { } trouble) notes.Add($"Telegram is in trouble: {trouble}.");
        if (poll > OldestPoll.TotalSeconds) notes.Add("Telegram has not answered the question for updates lately.");
        if (_status.Conflicts > 0 && _status.Trouble is not null) notes.Add("Another program asks for updates with the same bot token. Only one desk may use it.");
        if (_status.Webhook is { LastError: { } error, LastErrorAt: { } at } && now - at < TimeSpan.FromMinutes(10)) notes.Add($"Telegram's last delivery to the webhook failed: {error}.");
        return notes;
    }

    /// <summary>How long the oldest member of a pending index is overdue; a member that is worked on has its lease before it.</summary>
    private async Task<(double? Age, long Count)> AgeAsync(string index, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = await _store.CountAsync(index, -Far, Far, cancellationToken).ConfigureAwait(false);
        if (count == 0) return (null, 0);
        var first = (await _store.RangeAsync(index, 1, Far, 1, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
        return (first.Member is null ? null : Math.Round(Math.Max(0, (now.ToUnixTimeMilliseconds() - first.Score) / 1000.0), 1), count);
    }
}
