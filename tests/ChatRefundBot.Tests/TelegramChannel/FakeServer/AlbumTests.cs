using ChatRefundBot.Testing.Chats;
using Telegram.Bot;
using Telegram.Bot.Types;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>Albums that the bot sends.</summary>
public sealed class AlbumTests
{
    [Fact]
    public async Task Two_to_ten_pictures_are_messages_of_one_group()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var first = await site.Bot.SendMediaGroup(mei.Id, [Photo(1, "一"), Photo(2)], cancellationToken: ApiSite.Token);
        await site.Bot.SendMediaGroup(mei.Id, [Photo(3), new InputMediaPhoto(first[0].Photo![^1].FileId)], cancellationToken: ApiSite.Token);

        var shown = await mei.NextAsync(4);
        Assert.Equal(["一", "", "", ""], shown.Select(m => m.Text));
        Assert.Equal((shown[0].MediaGroupId, shown[2].MediaGroupId), (shown[1].MediaGroupId, shown[3].MediaGroupId));
        Assert.NotEqual(shown[0].MediaGroupId, shown[2].MediaGroupId);
        Assert.Equal(shown[0].Media!.Content, shown[3].Media!.Content);
        site.Api.Calls.AssertClean();
    }

    [Fact]
    public async Task A_keyboard_on_an_album_is_dropped_without_a_word_and_told_to_the_test()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var file = (await site.Bot.SendPhoto(mei.Id, new InputFileStream(new MemoryStream(SamplePicture.Png(64, 64)), "a.png"), cancellationToken: ApiSite.Token)).Photo![^1].FileId;
        var media = new[] { new { type = "photo", media = file }, new { type = "photo", media = file } };
        var answer = await site.CallAsync("sendMediaGroup", new { chat_id = mei.Id, media, reply_markup = new { inline_keyboard = new[] { new[] { new { text = "a", callback_data = "c" } } } } });

        Assert.True((bool)answer["ok"]!);
        Assert.Empty(mei.Buttons);
        Assert.Throws<InvalidOperationException>(site.Api.Calls.AssertClean);
    }

    [Theory]
    [InlineData(0, "photo", "Bad Request: there are no messages to send")]
    [InlineData(1, "photo", "Bad Request: album must have 2-10 items")]
    [InlineData(11, "photo", "Bad Request: too many messages to send as an album")]
    [InlineData(2, "animation", "Bad Request: can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup")]
    [InlineData(2, "", "Bad Request: can't parse InputMedia: Can't find field \"type\"")]
    public async Task Other_albums_are_refused(int count, string type, string refusal)
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var file = (await site.Bot.SendPhoto(mei.Id, new InputFileStream(new MemoryStream(SamplePicture.Png(64, 64)), "a.png"), cancellationToken: ApiSite.Token)).Photo![^1].FileId;

        var answer = await site.CallAsync("sendMediaGroup", new { chat_id = mei.Id, media = Enumerable.Repeat(new { type, media = file }, count) });

        Assert.Equal(refusal, (string?)answer["description"]);
        Assert.Single(mei.Screen);
    }

    private static InputMediaPhoto Photo(byte shade, string? caption = null) =>
        new(new InputFileStream(new MemoryStream(SamplePicture.Png(200, 100, shade)), $"{shade}.png")) { Caption = caption };
}
