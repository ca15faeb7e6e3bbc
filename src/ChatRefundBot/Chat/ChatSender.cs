using System.Globalization;
using System.Security.Cryptography;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.Chat;

/// <summary>Hands messages to the desk. While the store is away it tries the same message again under the same id, so that none is lost or doubled.</summary>
internal sealed class ChatSender(TurnHost turns, ConversationId conversation, TimeProvider time, ChatNotices notices)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // Of this run, because an id must not come back when the conversation is gone on with.
    private readonly string _run = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private int _sent;

    /// <returns>False when the message is longer than the desk accepts; nothing was stored then.</returns>
    public async Task<bool> SendAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{_run}-{++_sent}");
        var incoming = new Incoming(id, conversation, time.GetUtcNow(), conversation.Value, message);
        while (true)
        {
            try
            {
                return await turns.AcceptAsync(incoming, cancellationToken) is not AcceptResult.TooLarge;
            }
            catch (StoreUnavailableException)
            {
                await notices.StoreIsAwayAsync();
                await Task.Delay(Retry, time, cancellationToken);
            }
        }
    }
}
