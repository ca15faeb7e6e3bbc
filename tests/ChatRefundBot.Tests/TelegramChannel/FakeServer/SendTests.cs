using ChatRefundBot.Testing.Chats;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.ReplyMarkups;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>What the fake takes of a sender and what it refuses, in the words of the real server.</summary>
public sealed class SendTests
{
    public static TheoryData<string, object, string> Refusals => new()
    {
        { "sendMessage", new { chat_id = 0, text = "x" }, "Bad Request: chat not found" },
        { "sendMessage", new { text = "x" }, "Bad Request: chat_id is empty" },
        { "sendMessage", new { chat_id = 1 }, "Bad Request: message text is empty" },
        { "sendMessage", new { chat_id = 1, text = " \n " }, "Bad Request: message text is empty" },
        { "sendMessage", new { chat_id = 1, text = "<b> </b>", parse_mode = "HTML" }, "Bad Request: message text is empty" },
        { "sendMessage", new { chat_id = 1, text = new string('x', 4097) }, "Bad Request: message is too long" },
        { "sendMessage", new { chat_id = 1, text = new string('x', 40_000) }, "Bad Request: text is too long" },
        { "sendMessage", new { chat_id = 1, text = "x", parse_mode = "rtf" }, "Bad Request: unsupported parse_mode" },
        { "sendMessage", new { chat_id = 1, text = "x", reply_markup = 5 }, "Bad Request: object expected as reply markup" },
        { "sendMessage", new { chat_id = 1, text = "x", reply_markup = "{" }, "Bad Request: can't parse reply keyboard markup JSON object" },
        { "sendMessage", Buttons(new { text = "a" }), "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard" },
        { "sendMessage", Buttons(new { callback_data = "a" }), "Bad Request: can't parse inline keyboard button: Can't find field \"text\"" },
        { "sendMessage", Buttons(new { text = "a", callback_data = new string('x', 65) }), "Bad Request: BUTTON_DATA_INVALID" },
        { "sendMessage", Buttons(new { text = "a", callback_data = new string('退', 22) }), "Bad Request: BUTTON_DATA_INVALID" },
        { "sendMessage", Buttons(new { text = "a", url = "nowhere" }), "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL" },
        { "sendMessage", new { chat_id = 1, text = "x", reply_parameters = new { message_id = 999_999 } }, "Bad Request: message to be replied not found" },
        { "sendMessage", new { chat_id = 1, text = "x", message_thread_id = 7 }, "Bad Request: message thread not found" },
        { "sendPhoto", new { chat_id = 1 }, "Bad Request: there is no photo in the request" },
        { "sendPhoto", new { chat_id = 1, photo = "nonsense" }, "Bad Request: wrong file identifier/HTTP URL specified" },
        { "sendPhoto", new { chat_id = 1, photo = "attach://0" }, "Bad Request: file attachment not found" },
        { "sendPhoto", new { chat_id = 1, photo = "https://example.com/a.png" }, "Bad Request: failed to get HTTP URL content" },
        { "sendPhoto", new { chat_id = 1, photo = "x", caption = new string('x', 1025) }, "Bad Request: message caption is too long" },
        { "sendDocument", new { chat_id = 1 }, "Bad Request: there is no document in the request" },
        { "sendChatAction", new { chat_id = 1, action = "dancing" }, "Bad Request: wrong parameter action in request" },
        { "editMessageText", new { chat_id = 1, message_id = 999_999, text = "x" }, "Bad Request: message to edit not found" },
        { "editMessageText", new { chat_id = 1, text = "x" }, "Bad Request: message identifier is not specified" },
        { "deleteMessage", new { chat_id = 1, message_id = 999_999 }, "Bad Request: message to delete not found" },
        { "getFile", new { file_id = "nonsense" }, "Bad Request: invalid file_id" },
        { "copyMessage", new { chat_id = 1, from_chat_id = 1, message_id = 999_999 }, "Bad Request: message to copy not found" },
        { "leaveChat", new { chat_id = 1 }, "Bad Request: chat member status can't be changed in private chats" },
        { "createForumTopic", new { chat_id = 1, name = "x" }, "Bad Request: the chat is not a forum" },
        { "setMyCommands", new { commands = new[] { new { command = "Start!", description = "x" } } }, "Bad Request: BOT_COMMAND_INVALID" },
        { "setMyCommands", new { commands = new[] { new { command = "start", description = "" } } }, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID" },
        { "setMyCommands", new { commands = Array.Empty<string>(), language_code = "zh-hans" }, "Bad Request: invalid language code specified" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_bad_call_is_refused_in_the_real_servers_words_and_changes_nothing(string method, object parameters, string refusal)
    {
        await using var site = await ApiSite.StartAsync();
        var mei = site.Api.NewUser(id: 1);
        mei.SendText("/start");

        var answer = await site.CallAsync(method, parameters);

        Assert.Equal((false, 400, refusal), ((bool)answer["ok"]!, (int)answer["error_code"]!, (string)answer["description"]!));
        Assert.Empty(mei.Screen);
        var call = Assert.Single(site.Api.Calls.Refused);
        Assert.False(call.Applied);
        Assert.Throws<InvalidOperationException>(site.Api.Calls.AssertClean);
    }

    [Fact]
    public async Task Texts_of_4096_units_captions_of_1024_and_data_of_64_bytes_are_taken()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        // Counted after parsing, in UTF-16 units: an emoji is two.
        var text = string.Concat(Enumerable.Repeat("😀", 2048));
        await site.Bot.SendMessage(
            mei.Id, $"<b>{text}</b>", Telegram.Bot.Types.Enums.ParseMode.Html, replyMarkup: new InlineKeyboardButton("a", new string('退', 21) + "x"), cancellationToken: ApiSite.Token);
        await site.Bot.SendPhoto(mei.Id, Picture(), new string('x', 1024), cancellationToken: ApiSite.Token);

        Assert.Equal(text, (await mei.NextAsync()).Text);
        Assert.Equal(1024, (await mei.NextAsync()).Text.Length);
        site.Api.Calls.AssertClean();
    }

    [Fact]
    public async Task White_space_at_the_ends_is_not_sent_and_formatting_moves_along()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        await site.CallAsync("sendMessage", new { chat_id = mei.Id, text = "\n <b> bold</b> \n", parse_mode = "HTML" });

        var shown = await mei.NextAsync();

        Assert.Equal("bold", shown.Text);
        Assert.Equal(["bold"], shown.Parts("bold"));
    }

    [Fact]
    public async Task A_bot_cannot_begin_a_conversation_nor_write_to_who_blocked_it_or_is_gone()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = site.Api.NewUser();
        Assert.Equal("Forbidden: bot can't initiate conversation with a user", await ErrorAsync());
        mei.SendText("/start");
        mei.Block();
        Assert.Equal("Forbidden: bot was blocked by the user", await ErrorAsync());
        Assert.Throws<InvalidOperationException>(() => mei.SendText("x"));
        mei.Unblock();
        Assert.Null(await ErrorAsync());
        mei.Deactivate();
        Assert.Equal("Forbidden: user is deactivated", await ErrorAsync());
        Assert.Equal(["member", "kicked", "kicked", "member"], site.Api.Updates.Pending.Where(u => u.Kind == "my_chat_member").SelectMany(Statuses));

        async Task<string?> ErrorAsync() => (string?)(await site.CallAsync("sendMessage", new { chat_id = mei.Id, text = "x" }))["description"];

        static IEnumerable<string> Statuses(ChatRefundBot.Testing.Telegram.Updates.PendingUpdate update)
        {
            var change = System.Text.Json.Nodes.JsonNode.Parse(update.Json)!["my_chat_member"]!;
            return [(string)change["old_chat_member"]!["status"]!, (string)change["new_chat_member"]!["status"]!];
        }
    }

    [Fact]
    public async Task Photos_have_limits_of_size_sides_and_shape_and_must_be_pictures()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();

        Assert.Equal("Bad Request: PHOTO_INVALID_DIMENSIONS", await PhotoErrorAsync(SamplePicture.Png(9000, 1001)));
        Assert.Equal("Bad Request: PHOTO_INVALID_DIMENSIONS", await PhotoErrorAsync(SamplePicture.Png(2100, 100)));
        Assert.Equal("Bad Request: IMAGE_PROCESS_FAILED", await PhotoErrorAsync([1, 2, 3]));
        Assert.Equal("Bad Request: file must be non-empty", await PhotoErrorAsync([]));
        Assert.Equal("Bad Request: file is too big", await PhotoErrorAsync(new byte[(10 << 20) + 1]));
        Assert.Empty(mei.Screen);

        async Task<string> PhotoErrorAsync(byte[] content) =>
            (await Assert.ThrowsAsync<Telegram.Bot.Exceptions.ApiRequestException>(
                () => site.Bot.SendPhoto(mei.Id, InputFile.FromStream(new MemoryStream(content), "a.png"), cancellationToken: ApiSite.Token))).Message;
    }

    [Fact]
    public async Task A_photo_can_be_sent_again_by_its_file_id_and_a_document_is_no_photo()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var first = await site.Bot.SendPhoto(mei.Id, Picture(), cancellationToken: ApiSite.Token);
        await site.Bot.SendPhoto(mei.Id, first.Photo![^1].FileId, cancellationToken: ApiSite.Token);
        var messages = await mei.NextAsync(2);
        Assert.Equal(messages[0].Media!.Content, messages[1].Media!.Content);

        var file = await site.Bot.SendDocument(mei.Id, InputFile.FromStream(new MemoryStream([1, 2, 3]), "规则.pdf"), cancellationToken: ApiSite.Token);
        Assert.Equal(("规则.pdf", "application/pdf"), (file.Document!.FileName, file.Document.MimeType));
        Assert.Equal(
            "Bad Request: can't use file of type Document as Photo",
            (string?)(await site.CallAsync("sendPhoto", new { chat_id = mei.Id, photo = file.Document.FileId }))["description"]);
    }

    [Fact]
    public async Task A_reply_keyboard_takes_the_place_of_the_letters_until_it_is_removed()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        await site.Bot.SendMessage(mei.Id, "?", replyMarkup: new ReplyKeyboardMarkup(new KeyboardButton("状态"), new KeyboardButton("人工")), cancellationToken: ApiSite.Token);
        Assert.Equal(["状态", "人工"], mei.Chat.ReplyKeyboard!);
        mei.Press("状态");
        Assert.Equal("状态", Assert.Single(await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Message!.Text);

        await site.Bot.SendMessage(mei.Id, "!", replyMarkup: new ReplyKeyboardRemove(), cancellationToken: ApiSite.Token);

        Assert.Null(mei.Chat.ReplyKeyboard);
        Assert.Throws<InvalidOperationException>(() => mei.Press("状态"));
    }

    private static object Buttons(object button) => new { chat_id = 1, text = "x", reply_markup = new { inline_keyboard = new[] { new[] { button } } } };

    private static InputFileStream Picture() => InputFile.FromStream(new MemoryStream(SamplePicture.Png(64, 48)), "a.png");
}
