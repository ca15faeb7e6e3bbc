using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Chats;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>A call that is about to be made, with what was read for it.</summary>
internal sealed record SendCall(
    ConversationId Conversation, ChatAddress Chat, OutboxEntry Entry, SendProgress Progress, long ProgressVersion, ScreenRecord Screen, long ScreenVersion);

/// <summary>Makes the one call that a part of an answer takes. It is not called off when the host stops: it ends soon by itself, and its end is worth knowing.</summary>
internal sealed class SendCalls(TelegramApi api, IAttachmentStore attachments, SendBudget budget, TimeProvider time)
{
    /// <returns>The number of the message.</returns>
    public async Task<ApiResult<int>> MakeAsync(SendCall call, OutgoingPart part)
    {
        var (html, plain) = call.Progress.Plain ? (null, part.Plain) : (part.Html, (string?)null);
        if (part.Files is { } files) return await UploadAsync(call, part, files).ConfigureAwait(false);
        if (Replaced(call) is { } old)
        {
            var edited = await api.EditTextAsync(call.Chat.Chat, old, html, plain, CancellationToken.None).ConfigureAwait(false);
            if (edited.Failure is null or ApiFailure.NotModified) return new ApiResult<int>(old, null);
            // What cannot be changed any more is said anew.
            if (edited.Failure is not ApiFailure.Refused) return new ApiResult<int>(0, edited.Failure);
        }

        return await api.SendTextAsync(call.Chat.Chat, html, plain, part.Buttons, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The message on the screen whose place the first part takes.</summary>
    private static int? Replaced(SendCall call) => call is { Entry.Replaces: { } key, Progress.Part: 0 }
        ? call.Screen.Sent.LastOrDefault(s => s.Key == key || s.Key.StartsWith(key + "#", StringComparison.Ordinal))?.Message
        : null;

    private async Task<ApiResult<int>> UploadAsync(SendCall call, OutgoingPart part, IReadOnlyList<Attachment> files)
    {
        var caption = part.Mark is null ? part.Speaker : $"{part.Mark}\n{part.Speaker}";
        var arePhotos = OutgoingParts.IsPhoto(files[0]);
        var sent = await UploadAsync(call, files, arePhotos, caption).ConfigureAwait(false);
        if (!arePhotos || sent.Failure is not ApiFailure.Refused) return sent;
        // Too tall, too wide, or something else that Telegram shows no picture of: as files they arrive as they are.
        foreach (var file in files)
        {
            while (!budget.TryCall()) await Task.Delay(TelegramSender.Crowded, time, CancellationToken.None).ConfigureAwait(false);
            sent = await UploadAsync(call, [file], arePhotos: false, caption).ConfigureAwait(false);
            if (!sent.IsGood) return sent;
        }

        return sent;
    }

    /// <summary>Opens the files anew for each call, because the client closes what it has sent.</summary>
    private async Task<ApiResult<int>> UploadAsync(SendCall call, IReadOnlyList<Attachment> files, bool arePhotos, string? caption)
    {
        var open = new List<(string Name, Stream Content)>();
        try
        {
            foreach (var file in files)
            {
                if (await attachments.OpenAsync(call.Conversation, file.Sha256, CancellationToken.None).ConfigureAwait(false) is { } content) open.Add((file.Name, content));
            }

            if (open.Count == 0) return new ApiResult<int>(0, new ApiFailure.Refused(404, "the file is not here"));
            return await api.SendFilesAsync(call.Chat.Chat, open, arePhotos, caption, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            foreach (var (_, content) in open) await content.DisposeAsync().ConfigureAwait(false);
        }
    }
}
