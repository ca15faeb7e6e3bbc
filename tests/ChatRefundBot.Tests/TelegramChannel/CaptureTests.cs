using System.Text.RegularExpressions;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using ChatRefundBot.Tests.TelegramChannel.FakeServer;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel;

/// <summary>
/// What the client package puts on the wire for each method we use, as files in <c>captures/</c>. A new version of the package that sends anything else fails here
/// and shows what. To take its word for it, run these tests with <c>UPDATE_CAPTURES=1</c> and read the difference before it is committed.
/// </summary>
public sealed partial class CaptureTests
{
    private const string Key = "c:7Hq2";

    private static readonly Dictionary<string, Func<CaptureStage, Task>> s_cases = new(StringComparer.Ordinal)
    {
        ["getMe"] = s => s.Bot.GetMe(Token),
        ["getUpdates"] = s => s.Bot.GetUpdates(810_000_003, 100, 0, [UpdateType.Message, UpdateType.EditedMessage, UpdateType.CallbackQuery, UpdateType.MyChatMember], Token),
        ["setWebhook"] = s => s.Bot.SetWebhook(
            "https://desk.example/telegram/webhook", maxConnections: 10, allowedUpdates: [UpdateType.Message, UpdateType.CallbackQuery], secretToken: "s3cret", cancellationToken: Token),
        ["deleteWebhook"] = s => s.Bot.DeleteWebhook(dropPendingUpdates: false, Token),
        ["getWebhookInfo"] = s => s.Bot.GetWebhookInfo(Token),
        ["sendMessage"] = s => s.Bot.SendMessage(s.Mei.Id, "退款 <b> & \"é\" 😀\n二", cancellationToken: Token),
        ["sendMessage-html-inline-keyboard"] = s => s.Bot.SendMessage(
            s.Mei.Id, "<b>退款</b>", ParseMode.Html, new ReplyParameters { MessageId = s.Sent }, replyMarkup: Inline(), linkPreviewOptions: LinkPreviewOptions.Disabled, cancellationToken: Token),
        ["sendMessage-keyboard"] = s => s.Bot.SendMessage(
            s.Mei.Id, "?", replyMarkup: new ReplyKeyboardMarkup(new KeyboardButton("状态"), new KeyboardButton("人工")) { ResizeKeyboard = true }, cancellationToken: Token),
        ["sendMessage-remove-keyboard"] = s => s.Bot.SendMessage(s.Mei.Id, "!", replyMarkup: new ReplyKeyboardRemove(), cancellationToken: Token),
        ["sendMessage-thread-silent"] = s => s.Bot.SendMessage(s.Forum.Id, "x", messageThreadId: s.Topic, disableNotification: true, protectContent: true, cancellationToken: Token),
        ["sendPhoto-stream"] = s => s.Bot.SendPhoto(s.Mei.Id, Picture("скрин.png"), "<i>说明</i>", ParseMode.Html, replyMarkup: Inline(), cancellationToken: Token),
        ["sendPhoto-file-id"] = s => s.Bot.SendPhoto(s.Mei.Id, InputFile.FromFileId(s.PhotoId), "说明", cancellationToken: Token),
        ["sendDocument-stream"] = s => s.Bot.SendDocument(
            s.Mei.Id, InputFile.FromStream(new MemoryStream([1, 2, 3]), "规则.pdf"), "c", disableContentTypeDetection: true, cancellationToken: Token),
        ["sendMediaGroup"] = s => s.Bot.SendMediaGroup(
            s.Mei.Id, [new InputMediaPhoto(Picture("a.png")) { Caption = "<b>一</b>", ParseMode = ParseMode.Html }, new InputMediaPhoto(InputFile.FromFileId(s.PhotoId)), new InputMediaPhoto(Picture("b.png"))],
            cancellationToken: Token),
        ["sendChatAction"] = s => s.Bot.SendChatAction(s.Mei.Id, ChatAction.Typing, cancellationToken: Token),
        ["editMessageText"] = s => s.Bot.EditMessageText(s.Mei.Id, s.Sent, "<b>新</b>", ParseMode.Html, replyMarkup: Inline(), cancellationToken: Token),
        ["editMessageText-without-keyboard"] = s => s.Bot.EditMessageText(s.Mei.Id, s.Sent, "new", cancellationToken: Token),
        ["editMessageCaption"] = s => s.Bot.EditMessageCaption(s.Mei.Id, s.SentPhoto, "better", cancellationToken: Token),
        ["editMessageReplyMarkup-remove"] = s => s.Bot.EditMessageReplyMarkup(s.Mei.Id, s.Sent, cancellationToken: Token),
        ["editMessageReplyMarkup"] = s => s.Bot.EditMessageReplyMarkup(s.Mei.Id, s.Sent, new InlineKeyboardMarkup(InlineKeyboardButton.WithUrl("规则", "https://desk.example/rules")), cancellationToken: Token),
        ["deleteMessage"] = s => s.Bot.DeleteMessage(s.Mei.Id, s.Sent, Token),
        ["answerCallbackQuery"] = s => s.Bot.AnswerCallbackQuery(s.Mei.Tap("好").QueryId, cancellationToken: Token),
        ["answerCallbackQuery-alert"] = s => s.Bot.AnswerCallbackQuery(s.Mei.Tap("好").QueryId, "已失效", showAlert: true, cancellationToken: Token),
        ["getFile"] = s => s.Bot.GetFile(s.PhotoId, Token),
        ["setMyCommands"] = s => s.Bot.SetMyCommands([new BotCommand("status", "查看进度"), new BotCommand("agent", "人工客服")], BotCommandScope.AllPrivateChats(), "zh", Token),
        ["getMyCommands"] = s => s.Bot.GetMyCommands(BotCommandScope.AllPrivateChats(), "zh", Token),
        ["deleteMyCommands"] = s => s.Bot.DeleteMyCommands(BotCommandScope.Default(), cancellationToken: Token),
        ["getChat"] = s => s.Bot.GetChat(s.Mei.Id, Token),
        ["leaveChat"] = s => s.Bot.LeaveChat(s.Forum.Id, Token),
        ["createForumTopic"] = s => s.Bot.CreateForumTopic(s.Forum.Id, "RF-20261122-0007", cancellationToken: Token),
        ["closeForumTopic"] = s => s.Bot.CloseForumTopic(s.Forum.Id, s.Topic, Token),
        ["reopenForumTopic"] = async s =>
        {
            await s.Bot.CloseForumTopic(s.Forum.Id, s.Topic, Token);
            await s.Bot.ReopenForumTopic(s.Forum.Id, s.Topic, Token);
        },
        ["copyMessage"] = s => s.Bot.CopyMessage(s.Forum.Id, s.Mei.Id, s.Sent, messageThreadId: s.Topic, cancellationToken: Token),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    private static string Folder => Path.Combine(RepositoryFiles.Root, "tests", "ChatRefundBot.Tests", "TelegramChannel", "captures");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_call_looks_on_the_wire_as_it_was_captured(string name)
    {
        await using var stage = await CaptureStage.SetAsync();
        await s_cases[name](stage);

        var call = stage.Site.Api.Calls.All[^1];
        var captured = Shown(call);
        var file = Path.Combine(Folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_CAPTURES") == "1") await File.WriteAllTextAsync(file, captured, Token);

        Assert.Equal(await File.ReadAllTextAsync(file, Token), captured);
        Assert.Equal(name.Split('-')[0], call.Method);
        stage.Site.Api.Calls.AssertClean();
    }

    [Fact]
    public void Every_capture_has_its_call_and_every_method_of_the_fake_a_capture()
    {
        Assert.Equal(s_cases.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));
        Assert.Empty(FakeBotApi.Methods.Except(s_cases.Keys.Select(k => k.Split('-')[0]), StringComparer.OrdinalIgnoreCase));
    }

    private static string Shown(ApiCall call) =>
        $"""
        POST /bot<token>/{call.Method}
        Content-Type: {Boundary().Replace(call.ContentType ?? "none", "boundary=\"<boundary>\"")}
        Length: {(call.Chunked ? "chunked" : "given")}

        {call.Body.ReplaceLineEndings("\n").TrimEnd()}

        """;

    private static InlineKeyboardMarkup Inline() => new(InlineKeyboardButton.WithCallbackData("好", Key), InlineKeyboardButton.WithCallbackData("不", Key + "x"));

    private static InputFileStream Picture(string name) => InputFile.FromStream(new MemoryStream(SamplePicture.Png(32, 32)), name);

    [GeneratedRegex("boundary=\"?[^\";]+\"?")]
    private static partial Regex Boundary();

    /// <summary>What a call can refer to. The same in every run, so that ids in captures stay.</summary>
    private sealed record CaptureStage(ApiSite Site, FakeTelegramUser Mei, FakeGroup Forum, int Topic, int Sent, int SentPhoto, string PhotoId) : IAsyncDisposable
    {
        public TelegramBotClient Bot => Site.Bot;

        public static async Task<CaptureStage> SetAsync()
        {
            var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
            var mei = site.Api.NewUser(id: 5_000_000_001);
            mei.SendCommand("/start");
            var forum = site.Api.NewGroup("客服", mei, isForum: true);
            var topic = await site.Bot.CreateForumTopic(forum.Id, "RF-1", cancellationToken: Token);
            var sent = await site.Bot.SendMessage(mei.Id, "?", replyMarkup: new InlineKeyboardButton("好", Key), cancellationToken: Token);
            var photo = await site.Bot.SendPhoto(mei.Id, Picture("p.png"), "p", cancellationToken: Token);
            return new CaptureStage(site, mei, forum, topic.MessageThreadId, sent.Id, photo.Id, photo.Photo![^1].FileId);
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
