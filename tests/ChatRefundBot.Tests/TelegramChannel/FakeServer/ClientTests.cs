using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Telegram.Users;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>The client package gets on with the fake server: a conversation with everything in it.</summary>
public sealed class ClientTests
{
    [Fact]
    public async Task A_conversation_with_buttons_pictures_and_files_works_through_the_package()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = site.Api.NewUser("梅", languageCode: "zh-hans");
        Assert.Equal(site.Api.BotId, (await site.Bot.GetMe(ApiSite.Token)).Id);

        mei.SendCommand("/start abc");
        var start = Assert.Single(await site.Bot.GetUpdates(timeout: 5, cancellationToken: ApiSite.Token));
        Assert.Equal("/start abc", start.Message!.Text);
        Assert.Equal(MessageEntityType.BotCommand, start.Message.Entities!.Single().Type);
        Assert.Equal("zh-hans", start.Message.From!.LanguageCode);

        await site.Bot.SendChatAction(mei.Id, ChatAction.Typing, cancellationToken: ApiSite.Token);
        var asked = await site.Bot.SendMessage(
            mei.Id, "<b>退款</b> &lt;好吗&gt;", ParseMode.Html, replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("好", "c:1")), cancellationToken: ApiSite.Token);
        var shown = await mei.NextAsync();
        Assert.Equal("退款 <好吗>", shown.Text);
        Assert.Equal(["退款"], shown.Parts("bold"));
        Assert.Equal(asked.Id, shown.Id);

        var tap = mei.Tap("好");
        var tapped = Assert.Single(await site.Bot.GetUpdates(start.Id + 1, timeout: 5, cancellationToken: ApiSite.Token));
        Assert.Equal(("c:1", asked.Id), (tapped.CallbackQuery!.Data, tapped.CallbackQuery.Message!.Id));
        await site.Bot.AnswerCallbackQuery(tapped.CallbackQuery.Id, "收到", cancellationToken: ApiSite.Token);
        Assert.Equal(new TapAnswer("收到", ShowAlert: false), await tap.AnswerAsync());
        await site.Bot.EditMessageReplyMarkup(mei.Id, asked.Id, cancellationToken: ApiSite.Token);
        Assert.Empty(mei.Buttons);

        var picture = SamplePicture.Png(1600, 1200, 9);
        await site.Bot.SendPhoto(mei.Id, new InputFileStream(new MemoryStream(picture), "图.png"), "说明", cancellationToken: ApiSite.Token);
        Assert.Equal(("说明", "photo"), ((await mei.NextAsync()).Text, mei.Last!.Media!.Kind));

        mei.SendPhoto(picture, "看");
        var photo = Assert.Single(await site.Bot.GetUpdates(tapped.Id + 1, timeout: 5, cancellationToken: ApiSite.Token)).Message!;
        Assert.Equal("看", photo.Caption);
        Assert.Equal([90, 320, 800, 1280], photo.Photo!.Select(p => p.Width));
        using var got = new MemoryStream();
        var file = await site.Bot.GetInfoAndDownloadFile(photo.Photo![^1].FileId, got, ApiSite.Token);
        Assert.Equal(site.Api.Files.Read(photo.Photo[^1].FileId), got.ToArray());
        Assert.Equal(photo.Photo[^1].FileSize, file.FileSize);

        await site.Bot.SetMyCommands([new BotCommand("start", "开始")], BotCommandScope.AllPrivateChats(), "zh", ApiSite.Token);
        Assert.Equal("开始", Assert.Single(mei.Commands).Description);
        site.Api.Calls.AssertClean();
    }
}
