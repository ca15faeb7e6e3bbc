using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>Updates that no library likes, in the worst places: nobody else is stopped by them, and the chat they came in goes on.</summary>
public sealed class PoisonTests
{
    [Theory]
    [InlineData("""{"update_id":{id},"message":{"message_id":900,"date":1790000000,"chat":{"id":CHAT,"type":"private"},"from":{"id":CHAT,"is_bot":false,"first_name":"M"},"text":"half \ud83d"}}""")]
    [InlineData("""{"update_id":{id},"message":{"message_id":900,"date":99999999999999999,"chat":{"id":CHAT,"type":"private"},"text":"far away"}}""")]
    [InlineData("""{"update_id":{id},"message":{"message_id":99999999999,"date":1790000000,"chat":{"id":CHAT,"type":"private"},"text":"big"}}""")]
    [InlineData("""{"update_id":{id},"message":{"message_id":900,"date":1790000000,"chat":{"id":CHAT,"type":"private"},"text":"/start","entities":[{"type":"bot_command","offset":0,"length":-5}]}}""")]
    [InlineData("""{"update_id":{id},"message":{"message_id":900,"date":1790000000,"chat":{"id":CHAT,"type":"private"},"document":{"file_name":"no id"}}}""")]
    [InlineData("""{"update_id":{id},"message":{"message_id":900,"date":1790000000,"chat":{"id":CHAT,"type":"private"},"photo":[{}]}}""")]
    [InlineData("""{"update_id":{id},"message":{"message_id":900,"date":1790000000,"chat":{"id":CHAT,"type":"private"},"text":["a"]}}""")]
    [InlineData("""{"update_id":{id},"edited_message":{"message_id":900,"date":1790000000,"chat":{"id":CHAT,"type":"private"},"text":null}}""")]
    [InlineData("""{"update_id":{id},"callback_query":{"id":"1","from":{"id":CHAT},"data":7,"message":{"chat":{"id":CHAT,"type":"private"}}}}""")]
    [InlineData("""{"update_id":{id},"callback_query":{"id":"2","from":{"id":CHAT,"is_bot":false,"first_name":"M"},"chat_instance":"1","data":"x","message":{"chat":{"id":CHAT,"type":"private"},"message_id":101,"date":0}}}""")]
    [InlineData("""{"update_id":{id},"my_chat_member":{"chat":{"id":CHAT,"type":"private"},"date":"yesterday"}}""")]
    [InlineData("""{"update_id":{id},"message":null}""")]
    [InlineData("""{"update_id":{id}}""")]
    public async Task A_chat_goes_on_behind_an_update_that_cannot_be_read(string update)
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var (mei, bo) = (await api.GreetedAsync(), api.EnglishBuyer("Bo"));
        api.Updates.Hold();
        api.Updates.PushRaw(update.Replace("CHAT", $"{mei.Id}", StringComparison.Ordinal), chatId: mei.Id, queueKey: mei.Id);
        bo.SendCommand("/start");
        mei.SendText("Agree");
        api.Updates.Release();

        await bo.UntilAsync(m => m.Labels.Contains("Agree"));
        await mei.UntilAskedForOrderAsync();
        await api.Updates.UntilConfirmedAsync();
    }

    [Theory]
    [InlineData("\"photo\":\"broken\"")]
    [InlineData("\"photo\":[{\"file_id\":7,\"file_unique_id\":\"u\",\"width\":1,\"height\":1}]")]
    [InlineData("\"text\":\"words in an album\"")]
    public async Task An_album_with_a_part_that_cannot_be_read_is_taken_without_it(string broken)
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await IntakeTests.AtEvidenceAsync(api);
        api.Updates.Hold();
        var album = mei.SendAlbum(AlbumItem.Photo(SamplePicture.Png(shade: 40)), AlbumItem.Photo(SamplePicture.Png(shade: 41)))[0].MediaGroupId;
        Push(api, mei, $"\"media_group_id\":\"{album}\",{broken}");
        Push(api, mei, "\"media_group_id\":12345,\"photo\":[]");
        mei.SendToAlbum(album!, AlbumItem.Photo(SamplePicture.Png(shade: 42)));
        api.Updates.Release();

        await mei.UntilAsync(m => m.Text.Contains("images so far: 3", StringComparison.Ordinal));
        mei.Tap("Done");
        await mei.NextAsync();
    }

    private static void Push(FakeBotApi api, FakeTelegramUser user, string content) => api.Updates.PushRaw(
        $$$"""{"update_id":{id},"message":{"message_id":{{{api.Updates.NextId % 100000 + 5000}}},"date":1790000000,"chat":{"id":{{{user.Id}}},"type":"private"},{{{content}}}}}""",
        chatId: user.Id, queueKey: user.Id);
}
