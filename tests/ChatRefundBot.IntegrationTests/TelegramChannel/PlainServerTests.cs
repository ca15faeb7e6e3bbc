using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>Servers that know less than Telegram's own: emulators, proxies, small private ones.</summary>
public sealed class PlainServerTests
{
    private static readonly string[] s_notNeeded =
        ["deleteWebhook", "setMyCommands", "sendChatAction", "answerCallbackQuery", "editMessageReplyMarkup", "getWebhookInfo"];

    public static TheoryData<Fault> Unknowns => new()
    {
        new Fault.Refused(404, "Not Found: method not found"), new Fault.Refused(404, "Not Found"), new Fault.Refused(501, "Not Implemented"), new Fault.Refused(400, "Bad Request: unknown method"),
    };

    [Theory]
    [MemberData(nameof(Unknowns), DisableDiscoveryEnumeration = true)]
    public async Task A_server_without_the_calls_beside_sending_serves_a_conversation(Fault unknown)
    {
        await using var api = await FakeBotApi.StartAsync();
        foreach (var method in s_notNeeded) api.Faults.Always(method, unknown);
        api.Faults.Always("getMe", new Fault.Refused(404, "Not Found: method not found"));
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.EnglishBuyer();
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"), TimeSpan.FromSeconds(20));

        mei.Tap("Agree");

        await mei.UntilAskedForOrderAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(await desk.DeadLettersAsync());
    }

    [Fact]
    public async Task Updates_with_the_least_that_an_update_can_have_are_understood()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var data = mei.Last!.Rows.SelectMany(r => r).First(b => b.Label == "Agree").Data;
        api.Updates.PushRaw(
            $$$"""{"update_id":{id},"callback_query":{"id":"77","from":{"id":{{{mei.Id}}},"is_bot":false,"first_name":"M"},"data":"{{{data}}}","message":{"message_id":{{{mei.Last.Id}}},"date":1790000000,"chat":{"id":{{{mei.Id}}},"type":"private"} } } }""");
        await mei.UntilAskedForOrderAsync();

        api.Updates.PushRaw($$$"""{"update_id":{id},"message":{"message_id":5000,"date":1790000000,"chat":{"id":{{{mei.Id}}},"type":"private"},"text":"YKW3CRMTHLB50031"}}""");

        await mei.UntilAsync(m => m.Text.Contains("last 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_says_how_long_it_is()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        mei.Tap("Agree");
        await mei.UntilAskedForOrderAsync();
        mei.SendPhoto(SamplePicture.Png(64, 64));
        await mei.NextAsync();

        // Chunked bodies are lost on small servers and refused by some proxies.
        Assert.Empty(api.Calls.Where(c => c.Chunked).Select(c => c.Method).Distinct());
    }

    [Fact]
    public async Task A_server_that_answers_polls_at_once_is_not_asked_without_a_pause()
    {
        await using var api = await FakeBotApi.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { Limits = TelegramDeskOptions.Quick with { PollTimeout = TimeSpan.Zero } });
        var mei = await api.GreetedAsync();
        await Task.Delay(2000, TestContext.Current.CancellationToken);
        Assert.InRange(api.Calls.Count("getUpdates"), 1, 40);

        mei.Tap("Agree");
        await mei.UntilAskedForOrderAsync();
    }

    [Theory]
    [InlineData("/agent", "person")]
    [InlineData("/status", "case")]
    [InlineData("/lang zh", "中文")]
    [InlineData("/cancel", "")]
    [InlineData("/nonsense", "")]
    public async Task A_command_of_the_mapping_table_is_answered(string command, string expected)
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.AskedForOrderAsync();

        mei.SendCommand(command);

        var answer = await mei.NextAsync();
        Assert.Contains(expected, answer.Text, StringComparison.OrdinalIgnoreCase);
        api.Calls.AssertClean();
    }
}
