using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.IntegrationTests.Telegram;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>Puts into a conversation's outbox what a turn would, so that a test can say anything.</summary>
internal static class Outbox
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task SayAsync(this TelegramDesk desk, ConversationId conversation, string key, OutgoingMessage message, bool mustArrive = false, string? replaces = null)
    {
        var entry = new OutboxEntry(key, "send/telegram", 0, TimeProvider.System.GetUtcNow(), message, null) { MustArrive = mustArrive, Replaces = replaces };
        var unit = new CommitUnit()
            .Append(StoreNames.Outbox(conversation), JsonSerializer.SerializeToUtf8Bytes(entry, KernelJson.Stored.OutboxEntry), key)
            // Due at once, unless somebody is at work there; they will find it.
            .Claim(StoreNames.PendingDeliveries, conversation.Value, TimeSpan.Zero);
        Assert.IsType<CommitResult.Committed>(await desk.Store.CommitAsync(unit, Token));
        desk.Services.GetRequiredService<TurnHost>().DeliverSoon(conversation);
    }

    public static async Task<Attachment> KeepAsync(this TelegramDesk desk, ConversationId conversation, string name, string type, byte[] content)
    {
        using var stream = new MemoryStream(content);
        var kept = await desk.Services.GetRequiredService<IAttachmentStore>().SaveAsync(conversation, stream, 50 << 20, Token);
        var stored = Assert.IsType<AttachmentWrite.Stored>(kept);
        return new Attachment(name, type, stored.Size, stored.Sha256);
    }
}
