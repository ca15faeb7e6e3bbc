using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Chats;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Intake;

/// <summary>
/// The one way in, for polling and for the webhook: an update is stored as it came, once, before anything is acknowledged. What becomes of
/// it is decided after that, chat by chat.
/// </summary>
internal sealed partial class UpdateIntake(
    IStore store, TelegramChannelOptions options, ChatQueue chats, TapAnswers taps, GroupLeaver groups, TelegramStatus status, TimeProvider time, ILogger<UpdateIntake> log)
{
    /// <summary>Updates that nobody could read, for whoever looks into it.</summary>
    public static LogKey Unreadable(long bot) => new("telegram-unreadable", $"telegram:{bot}");

    private const int MostUnreadable = 200;

    /// <summary>Stores updates; those of one chat in the order given. Acknowledge them when this returns, and only then.</summary>
    /// <exception cref="StoreUnavailableException">Nothing may be acknowledged; those that were stored are known when they come again.</exception>
    public Task StoreAsync(IReadOnlyList<JsonElement> updates, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var chatsOfBatch = updates.Select(u => (Update: u, Key: UpdateKey.Of(u))).GroupBy(u => u.Key is UpdateKey.Private own ? own.Chat : 0);
        return Task.WhenAll(chatsOfBatch.Select(async chat =>
        {
            foreach (var (update, key) in chat) await StoreAsync(at, update, key, cancellationToken).ConfigureAwait(false);
        }));
    }

    private async Task StoreAsync(DateTimeOffset at, JsonElement update, UpdateKey key, CancellationToken cancellationToken)
    {
        try
        {
            await TakeAsync(at, update, key, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            // One that cannot even be stored as its chat's must not come again and again and hold up all others.
            await SetAsideAsync(update.GetRawText(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(DateTimeOffset at, JsonElement update, UpdateKey key, CancellationToken cancellationToken)
    {
        switch (key)
        {
            case UpdateKey.Private own:
                await StoreAsync(at, update, own, cancellationToken).ConfigureAwait(false);
                break;
            case UpdateKey.Group { IsPresent: true } group:
                groups.Leave(group.Chat);
                break;
            case UpdateKey.Unreadable:
                await SetAsideAsync(update.GetRawText(), cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task StoreAsync(DateTimeOffset at, JsonElement update, UpdateKey.Private own, CancellationToken cancellationToken)
    {
        var address = new ChatAddress(options.BotId, own.Chat);
        var body = StagedUpdate.Body(at, update);
        var unit = new CommitUnit().Append(address.Inbox, body, own.Id).Claim(ChatAddress.PendingIndex, address.ToString(), ChatQueue.Lease);
        if (await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is not CommitResult.Committed done)
        {
            status.CountRepeated();
            return;
        }

        status.CountUpdate(at);
        if (own.Tap is not null) taps.Answer(address, own.Tap);
        if (done.Claims[0]) chats.Begin(address);
    }

    /// <summary>Keeps an update that cannot be read, out of everybody's way.</summary>
    public async Task SetAsideAsync(string raw, CancellationToken cancellationToken)
    {
        status.CountUnreadable();
        var place = Unreadable(options.BotId);
        var last = (await store.ReadAsync(place, 0, 0, cancellationToken).ConfigureAwait(false)).LastSequence;
        var unit = new CommitUnit().Append(place, System.Text.Encoding.UTF8.GetBytes(raw));
        if (last >= MostUnreadable) unit.TrimThrough(place, last - MostUnreadable + 1);
        await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
        LogUnreadable(raw.Length);
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "A Telegram update of {Length} characters cannot be read; it was set aside and the others go on")]
    private partial void LogUnreadable(int length);
}
