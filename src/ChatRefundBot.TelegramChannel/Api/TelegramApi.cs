using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Requests.Abstractions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;

namespace ChatRefundBot.TelegramChannel.Api;

/// <summary>
/// The Bot API: one client for the long question for updates, one for everything else, neither of which tries anything again by itself.
/// Made without the framework's client factory, whose logs and traces would have the token in them. Thread safe.
/// </summary>
internal sealed class TelegramApi : IDisposable
{
    /// <summary>Kinds of updates that the channel takes.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["message", "edited_message", "callback_query", "my_chat_member"];

    private static readonly LinkPreviewOptions NoPreview = new() { IsDisabled = true };

    private readonly TelegramLimits _limits;
    private readonly HttpClient _pollHttp;
    private readonly HttpClient _sendHttp;
    private readonly Lazy<TelegramBotClient> _pollClient;
    private readonly Lazy<TelegramBotClient> _sendClient;
    private readonly string _files;

    public TelegramApi(TelegramChannelOptions options)
    {
        _limits = options.Limits;
        _pollHttp = Client(options.Limits.PollTimeout + TimeSpan.FromSeconds(15));
        _sendHttp = Client(options.Limits.SendTimeout);
        // Scheme, host and port: the library drops everything else of an address.
        var site = options.ApiBaseUrl.GetLeftPart(UriPartial.Authority);
        // Where the channel is off there is no token, and nothing is ever called; the library refuses to be made without one.
        var own = new Lazy<TelegramBotClientOptions>(() => new TelegramBotClientOptions(options.BotToken, site) { RetryThreshold = 0, RetryCount = 0 });
        _pollClient = new Lazy<TelegramBotClient>(() => new TelegramBotClient(own.Value, _pollHttp));
        _sendClient = new Lazy<TelegramBotClient>(() => new TelegramBotClient(own.Value, _sendHttp));
        _files = $"{site}/file/bot{options.BotToken}/";
    }

    private TelegramBotClient Poll => _pollClient.Value;

    private TelegramBotClient Send => _sendClient.Value;

    public async Task<ApiResult<JsonElement[]>> GetUpdatesAsync(long? offset, CancellationToken cancellationToken) =>
        await CallAsync(Poll, new RawGetUpdates { Offset = offset, Limit = 100, Timeout = (int)_limits.PollTimeout.TotalSeconds, AllowedUpdates = Kinds }, cancellationToken).ConfigureAwait(false);

    public Task<ApiResult<User>> GetMeAsync(CancellationToken cancellationToken) => GuardAsync(() => Send.GetMe(cancellationToken), cancellationToken);

    public Task<ApiResult<WebhookInfo>> GetWebhookInfoAsync(CancellationToken cancellationToken) => GuardAsync(() => Send.GetWebhookInfo(cancellationToken), cancellationToken);

    /// <summary>Nothing that waits is dropped.</summary>
    public Task<ApiResult<bool>> DeleteWebhookAsync(CancellationToken cancellationToken) =>
        GuardAsync(() => Send.DeleteWebhook(dropPendingUpdates: false, cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Nothing that waits is dropped.</summary>
    public Task<ApiResult<bool>> SetWebhookAsync(TelegramWebhook webhook, CancellationToken cancellationToken) => GuardAsync(
        () => Send.SetWebhook(
            webhook.Url.ToString(), maxConnections: 10, allowedUpdates: [UpdateType.Message, UpdateType.EditedMessage, UpdateType.CallbackQuery, UpdateType.MyChatMember],
            dropPendingUpdates: false, secretToken: webhook.Secret, cancellationToken: cancellationToken),
        cancellationToken);

    public Task<ApiResult<bool>> SetCommandsAsync(IReadOnlyList<BotCommand> commands, string? language, CancellationToken cancellationToken) =>
        GuardAsync(() => Send.SetMyCommands(commands, BotCommandScope.AllPrivateChats(), language, cancellationToken), cancellationToken);

    /// <param name="html">Text with markup; null with <paramref name="plain"/>.</param>
    public async Task<ApiResult<int>> SendTextAsync(long chat, string? html, string? plain, InlineKeyboardMarkup? buttons, CancellationToken cancellationToken) => await GuardAsync(
        async () => (await Send.SendMessage(
            chat, html ?? plain!, html is null ? ParseMode.None : ParseMode.Html, replyMarkup: buttons, linkPreviewOptions: NoPreview, cancellationToken: cancellationToken).ConfigureAwait(false)).MessageId,
        cancellationToken).ConfigureAwait(false);

    /// <summary>Uploads files: several photos as an album, anything else alone. The streams are read to their end and not closed.</summary>
    /// <returns>The number of the first message.</returns>
    public async Task<ApiResult<int>> SendFilesAsync(long chat, IReadOnlyList<(string Name, Stream Content)> files, bool arePhotos, string? caption, CancellationToken cancellationToken) => await GuardAsync(
        async () =>
        {
            if (!arePhotos)
                return (await Send.SendDocument(chat, InputFile.FromStream(files[0].Content, files[0].Name), caption, disableContentTypeDetection: true, cancellationToken: cancellationToken).ConfigureAwait(false)).MessageId;
            if (files.Count == 1)
                return (await Send.SendPhoto(chat, InputFile.FromStream(files[0].Content, files[0].Name), caption, cancellationToken: cancellationToken).ConfigureAwait(false)).MessageId;
            // The words under the first are shown under the album.
            var album = files.Select((f, i) => new InputMediaPhoto(InputFile.FromStream(f.Content, f.Name)) { Caption = i == 0 ? caption : null });
            return (await Send.SendMediaGroup(chat, album, cancellationToken: cancellationToken).ConfigureAwait(false))[0].MessageId;
        },
        cancellationToken).ConfigureAwait(false);

    public Task<ApiResult<bool>> EditTextAsync(long chat, int message, string? html, string? plain, CancellationToken cancellationToken) => GuardAsync(
        async () => await Send.EditMessageText(
            chat, message, html ?? plain!, html is null ? ParseMode.None : ParseMode.Html, linkPreviewOptions: NoPreview, cancellationToken: cancellationToken).ConfigureAwait(false) is not null,
        cancellationToken);

    public Task<ApiResult<bool>> TakeButtonsAwayAsync(long chat, int message, CancellationToken cancellationToken) => GuardAsync(
        async () => await Send.EditMessageReplyMarkup(chat, message, null, cancellationToken: cancellationToken).ConfigureAwait(false) is not null, cancellationToken);

    public Task<ApiResult<bool>> SendTypingAsync(long chat, CancellationToken cancellationToken) =>
        GuardAsync(() => Send.SendChatAction(chat, ChatAction.Typing, cancellationToken: cancellationToken), cancellationToken);

    public Task<ApiResult<bool>> AnswerTapAsync(string tap, string? text, CancellationToken cancellationToken) =>
        GuardAsync(() => Send.AnswerCallbackQuery(tap, text, cancellationToken: cancellationToken), cancellationToken);

    public Task<ApiResult<bool>> LeaveAsync(long chat, CancellationToken cancellationToken) => GuardAsync(() => Send.LeaveChat(chat, cancellationToken), cancellationToken);

    public Task<ApiResult<TGFile>> GetFileAsync(string fileId, CancellationToken cancellationToken) => GuardAsync(() => Send.GetFile(fileId, cancellationToken), cancellationToken);

    /// <summary>Opens a file's bytes; the caller closes the answer.</summary>
    /// <param name="path">As <see cref="GetFileAsync"/> gave it, relative.</param>
    public Task<HttpResponseMessage> OpenFileAsync(string path, CancellationToken cancellationToken) =>
        _sendHttp.GetAsync(new Uri(_files + string.Join('/', path.Split('/').Select(Uri.EscapeDataString))), HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose()
    {
        _pollHttp.Dispose();
        _sendHttp.Dispose();
    }

    private static HttpClient Client(TimeSpan timeout) => new(new KnownLength(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Without one the handler makes no traces, which would hold the address and in it the token.
        ActivityHeadersPropagator = null,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        AllowAutoRedirect = false,
    }))
    {
        Timeout = timeout,
    };

    private static Task<ApiResult<T>> CallAsync<T>(TelegramBotClient client, IRequest<T> request, CancellationToken cancellationToken) =>
        GuardAsync(() => client.SendRequest(request, cancellationToken), cancellationToken);

    private static Task<ApiResult<bool>> GuardAsync(Func<Task> call, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await call().ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private static async Task<ApiResult<T>> GuardAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return new ApiResult<T>(await call().ConfigureAwait(false), null);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && ApiFailure.Of(fault) is { } failure)
        {
            return new ApiResult<T>(default, failure);
        }
    }
}

/// <summary>What a call came to.</summary>
/// <param name="Value">Set when there is no failure.</param>
internal readonly record struct ApiResult<T>(T? Value, ApiFailure? Failure)
{
    public bool IsGood => Failure is null;
}
