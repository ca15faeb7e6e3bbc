using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Intake;
using Microsoft.Extensions.Logging;
using Telegram.Bot.Types;

namespace ChatRefundBot.TelegramChannel.Files;

/// <summary>
/// Brings buyers' files to the desk: by HTTP, or out of the directory where a private Bot API server puts them. The size is looked at
/// before, and held to while the bytes come. What cannot be had becomes an attachment with its refusal, which the desk answers.
/// </summary>
internal sealed partial class FileFetcher(TelegramApi api, IAttachmentStore attachments, TelegramChannelOptions options, TimeProvider time, ILogger<FileFetcher> log) : IDisposable
{
    /// <summary>Refusals, as the desk's wording knows them.</summary>
    private const string TooLarge = "TooLarge";

    private const string NotFetched = "NotFetched";
    private const int MostTries = 3;
    private const int MostAtOnce = 32;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _places = new(MostAtOnce, MostAtOnce);
    private readonly SharedFiles? _shared = options.FilesDirectory.Length == 0 ? null : new SharedFiles(options.FilesDirectory, options.BotToken);

    /// <summary>The files in their order. A conversation's files are named by their content, so that fetching one again changes nothing.</summary>
    public async Task<IReadOnlyList<Attachment>> FetchAsync(ConversationId conversation, IReadOnlyList<TelegramFile> files, CancellationToken cancellationToken) =>
        await Task.WhenAll(files.Select(f => FetchAsync(conversation, f, cancellationToken))).ConfigureAwait(false);

    public void Dispose() => _places.Dispose();

    private async Task<Attachment> FetchAsync(ConversationId conversation, TelegramFile file, CancellationToken cancellationToken)
    {
        if (file.Size > options.Limits.FileBytes) return Refused(file, TooLarge);
        var waits = 0;
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var tries = 1; ; tries++)
            {
                var found = await api.GetFileAsync(file.FileId, cancellationToken).ConfigureAwait(false);
                // Told to wait it waits, and that is no try; a buyer is not kept waiting for longer than this, though.
                if (found.Failure is ApiFailure.Limited limited && limited.After <= LongestWait && ++waits <= MostTries)
                {
                    tries--;
                    await Task.Delay(limited.After, time, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var (attachment, reason) = found.Failure is { } failure
                    ? (AttachmentOf(file, failure), failure.Reason)
                    : await TryAsync(conversation, file, found.Value!, cancellationToken).ConfigureAwait(false);
                if (attachment is not null) return attachment;
                LogFailed(conversation.Value, tries, reason);
                if (tries == MostTries) return Refused(file, NotFetched);
                await Task.Delay(TimeSpan.FromSeconds(tries), time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    /// <returns>The attachment, or null and why another try may help.</returns>
    private async Task<(Attachment? Attachment, string Reason)> TryAsync(ConversationId conversation, TelegramFile file, TGFile found, CancellationToken cancellationToken)
    {
        if (found.FileSize > options.Limits.FileBytes) return (Refused(file, TooLarge), "");
        try
        {
            return await ReadAsync(conversation, file, found, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is HttpRequestException or IOException or TaskCanceledException or UnauthorizedAccessException)
        {
            return (null, ApiFailure.Of(fault)?.Reason ?? fault.GetType().Name);
        }
    }

    private async Task<(Attachment? Attachment, string Reason)> ReadAsync(ConversationId conversation, TelegramFile file, TGFile found, CancellationToken cancellationToken)
    {
        if (found.FilePath is not { Length: > 0 } path) return (null, "the server names no file");
        if (_shared?.Open(path) is { } shared)
        {
            await using (shared.ConfigureAwait(false))
                return shared.Length > options.Limits.FileBytes ? (Refused(file, TooLarge), "") : (await SaveAsync(conversation, file, shared, cancellationToken).ConfigureAwait(false), "");
        }

        if (SharedFiles.IsRooted(path)) return (null, "the server gives a path on its own disk; Telegram:FilesDirectory has to name that directory here");
        using var response = await api.OpenFileAsync(path, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) return (null, $"the file server answers {(int)response.StatusCode}");
        if (response.Content.Headers.ContentLength > options.Limits.FileBytes) return (Refused(file, TooLarge), "");
        // The client's own limit of time ends with the headers.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var content = new IdleLimit(await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false), limit, LongestSilence);
        await using (content.ConfigureAwait(false)) return (await SaveAsync(conversation, file, content, limit.Token).ConfigureAwait(false), "");
    }

    private async Task<Attachment> SaveAsync(ConversationId conversation, TelegramFile file, Stream content, CancellationToken cancellationToken) =>
        await attachments.SaveAsync(conversation, content, options.Limits.FileBytes, cancellationToken).ConfigureAwait(false) switch
        {
            AttachmentWrite.Stored stored => new Attachment(file.Name, file.Type, stored.Size, stored.Sha256),
            _ => Refused(file, TooLarge),
        };

    private static Attachment Refused(TelegramFile file, string reason) => new(file.Name, file.Type, file.Size, "", reason);

    /// <summary>Null when another try may help.</summary>
    private static Attachment? AttachmentOf(TelegramFile file, ApiFailure failure) => failure switch
    {
        ApiFailure.Refused { Description: var why } when why.Contains("too big", StringComparison.OrdinalIgnoreCase) => Refused(file, TooLarge),
        ApiFailure.Refused or ApiFailure.Unreachable => Refused(file, NotFetched),
        _ => null,
    };

    [LoggerMessage(EventId = 6501, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: a file could not be fetched ({Tries}): {Reason}")]
    private partial void LogFailed(string conversationId, int tries, string reason);
}
