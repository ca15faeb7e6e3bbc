using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.WebChannel.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>
/// Files with a message: <c>POST …/conversations/ID/upload</c>. They are on disk before the message that names them is accepted. One that is
/// not taken becomes part of the message with its reason, and the desk answers it in the buyer's language.
/// </summary>
internal sealed class UploadEndpoint(
    Callers callers, WebConversations conversations, ActivityEndpoints activities, IAttachmentStore store, ConversationLocks locks, WebChannelOptions options)
{
    // Names of EvidenceRefusal, which is what the dialogs word.
    private const string TooLarge = "TooLarge";
    private const string TooMany = "TooMany";

    /// <summary>Room for what stands around the files: boundaries, heads, the activity.</summary>
    private const int Overhead = 1024 * 1024;

    public async Task PostAsync(HttpContext context)
    {
        var conversation = await callers.ConversationAsync(context, fresh: false).ConfigureAwait(false);
        await activities.PassAsync(context, conversation).ConfigureAwait(false);
        var limits = options.Limits;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = (limits.FilesPerMessage * limits.FileBytes) + limits.FileBytes + Overhead;
        // Together with the count that is kept this bounds what one conversation can fill.
        using var turn = await locks.EnterAsync(conversation.Id, context.RequestAborted).ConfigureAwait(false);
        conversation = await conversations.FindOpenAsync(conversation.Id, context.RequestAborted).ConfigureAwait(false) ?? throw new RefusedException(Problem.NoSuchConversation);
        var (files, activity) = await ReadAsync(context, conversation).ConfigureAwait(false);
        if (files.Count == 0 && activity is null) throw new RefusedException(Problem.BadRequest("The upload has neither a file nor an activity."));
        var received = ActivityReader.Read(activity ?? new IncomingActivity("message", null, null, null, null, null), limits.MessageCharacters);
        if (received.Activity.Type != "message") throw new RefusedException(Problem.BadRequest("Files come with a message."));
        var (message, echo) = files.Count == 0 ? ActivityReader.MessageOf(received) : (Media(files, received.Activity.Text), received.Echo(null));
        await activities.AcceptAsync(context, conversation, received.Id, message, echo).ConfigureAwait(false);
        await Json.WriteAsync(context, 200, new ResourceAnswer(ActivityMapper.IdOf(conversation.Id, received.Id)), WireJson.Plain.ResourceAnswer).ConfigureAwait(false);
    }

    private static IncomingMessage.Media Media(IReadOnlyList<Attachment> files, string? caption) => new(files, string.IsNullOrWhiteSpace(caption) ? null : caption);

    private async Task<(List<Attachment> Files, IncomingActivity? Activity)> ReadAsync(HttpContext context, WebConversation conversation)
    {
        var (files, kept) = (new List<Attachment>(), new List<Attachment>());
        IncomingActivity? activity = null;
        var parts = new UploadParts(context);
        try
        {
            while (await parts.NextAsync().ConfigureAwait(false) is { } part)
            {
                if (part.IsActivity)
                {
                    var bytes = await Json.ReadBytesAsync(part.Content, options.Limits.ActivityBytes, context.RequestAborted).ConfigureAwait(false);
                    activity = Json.Parse(bytes, WireJson.Plain.IncomingActivity);
                    continue;
                }

                var file = await SaveAsync(conversation, part, files.Count, kept, context.RequestAborted).ConfigureAwait(false);
                if (file.Sha256.Length > 0) kept.Add(file);
                // A message names a few that did not fit; more would only make it long.
                if (files.Count < options.Limits.FilesPerMessage * 2) files.Add(file);
            }
        }
        finally
        {
            // Also of an upload that broke off: what was written stays written.
            if (kept.Count > 0)
            {
                await conversations.ChangeAsync(
                    conversation.Id, c => c with { Files = c.Files + kept.Count, FileBytes = c.FileBytes + kept.Sum(f => f.Size) }, CancellationToken.None).ConfigureAwait(false);
            }
        }

        return (files, activity);
    }

    private async Task<Attachment> SaveAsync(
        WebConversation conversation, UploadPart part, int before, List<Attachment> kept, CancellationToken cancellationToken)
    {
        var (limits, name, type) = (options.Limits, FileNames.Clean(part.Name), FileNames.TypeOf(part.DeclaredType));
        var room = limits.BytesPerConversation - conversation.FileBytes - kept.Sum(k => k.Size);
        if (before >= limits.FilesPerMessage || conversation.Files + kept.Count >= limits.FilesPerConversation || room <= 0)
            return new Attachment(name, type, 0, "", TooMany);
        return await store.SaveAsync(conversation.Conversation, part.Content, limits.FileBytes, cancellationToken).ConfigureAwait(false) switch
        {
            AttachmentWrite.Stored stored => new Attachment(name, type, stored.Size, stored.Sha256),
            _ => new Attachment(name, type, 0, "", TooLarge),
        };
    }
}
