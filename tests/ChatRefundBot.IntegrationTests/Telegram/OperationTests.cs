using System.Net;
using System.Text;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Telegram;

/// <summary>Starting, stopping, switching, several hosts, and the webhook as its callers see it.</summary>
public sealed class OperationTests(SharedRedis redis)
{
    private const string Secret = "a-secret_of-this-test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_polling_to_a_webhook_and_back_no_update_is_lost()
    {
        using var directory = new TemporaryDirectory();
        await using var api = await FakeBotApi.StartAsync();
        var mei = api.NewUser(languageCode: "en");
        var polling = new TelegramDeskOptions { Directory = directory.FullPath };
        await using (var first = await TelegramDesk.StartAsync(api, polling))
        {
            mei.SendCommand("/start");
            await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        }

        mei.SendText("Agree");
        await using (var second = await TelegramDesk.StartAsync(api, polling with { WebhookSecret = Secret }))
        {
            await mei.UntilAsync(m => m.Text.Contains("order ID", StringComparison.Ordinal));
            mei.SendText("YKW3CRMTHLB50031");
            await mei.UntilAsync(m => m.Text.Contains("last 4", StringComparison.Ordinal));
            Assert.EndsWith("/telegram/webhook", api.Webhook.Url, StringComparison.Ordinal);
            var report = await second.ReportAsync();
            Assert.Equal(("webhook", "works"), (report.Mode, report.State));
        }

        mei.SendText("5271");
        await using var third = await TelegramDesk.StartAsync(api, polling);
        await mei.UntilAsync(m => m.Labels.Contains("Yes"));
        Assert.Null(api.Webhook.Url);
        Assert.Equal(4, (await third.TranscriptAsync(TelegramDesk.ConversationOf(api, mei))).Count(t => t.Author == Author.Buyer));
        Assert.DoesNotContain(api.Calls.All, c => c.Parameters.ContainsKey("drop_pending_updates") && c.Parameters["drop_pending_updates"].Equals("true", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_webhook_call_without_the_secret_or_with_a_bad_body_is_refused_cheaply()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { WebhookSecret = Secret });
        using var client = new HttpClient { BaseAddress = desk.Address };
        const string good = """{"update_id":1,"message":{"message_id":5,"date":1,"chat":{"id":9,"type":"private"},"from":{"id":9,"is_bot":false,"first_name":"x"},"text":"hi"}}""";

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client, good, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client, good, Secret + "x"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client, good, ""));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(client, new string(' ', 2 << 20), Secret));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, "{\"update_id\":", Secret));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, "[]", Secret));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, new string('[', 5000), Secret));
        // Telegram's own, but of a form that is not known: taken, so that it does not come again and again.
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, """{"update_id":2,"message":{"message_id":"x"}}""", Secret));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, good, Secret));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, good, Secret));

        Assert.Equal((1, 1, 1), ((int)(await desk.ReportAsync()).Updates, (int)(await desk.ReportAsync()).RepeatedUpdates, (int)(await desk.ReportAsync()).UnreadableUpdates));
    }

    [Fact]
    public async Task Without_a_webhook_setting_the_endpoint_does_not_exist()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        using var client = new HttpClient { BaseAddress = desk.Address };
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(client, "{}", ""));
    }

    [Fact]
    public async Task Of_two_hosts_one_asks_for_updates_and_the_other_takes_over_when_it_stops()
    {
        await using var api = await FakeBotApi.StartAsync();
        var options = new TelegramDeskOptions { Redis = redis.Server.ConnectionString, Shop = SharedRedis.NewShop() };
        using var shared = new TemporaryDirectory();
        options = options with { Directory = shared.FullPath };
        await using var first = await TelegramDesk.StartAsync(api, options);
        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        await using var second = await TelegramDesk.StartAsync(api, options);
        await Task.Delay(2500, Token);
        Assert.Equal(("works", "waits"), ((await first.ReportAsync()).State, (await second.ReportAsync()).State));
        Assert.Equal(0, api.Updates.Conflicts);

        await first.StopAsync();
        mei.SendText("Agree");
        await mei.UntilAsync(m => m.Text.Contains("order ID", StringComparison.Ordinal));
        Assert.Equal("works", (await second.ReportAsync()).State);
        Assert.Equal(0, api.Updates.Conflicts);
    }

    [Fact]
    public async Task Another_program_with_the_same_token_is_noticed_and_outlasted()
    {
        await using var api = await FakeBotApi.StartAsync(new FakeBotApiOptions { TimeScale = 0.1 });
        await using var desk = await TelegramDesk.StartAsync(api);
        await api.Updates.UntilPolledAsync();
        using (var other = new HttpClient())
        {
            using var body = new StringContent("""{"timeout":1}""", Encoding.UTF8, "application/json");
            using var answer = await other.PostAsync(new Uri($"{api.Address}bot{api.Token}/getUpdates"), body, Token);
        }

        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"), TimeSpan.FromSeconds(30));
        Assert.True((await desk.ReportAsync()).Conflicts >= 1);
    }

    [Fact]
    public async Task A_wrong_token_is_said_clearly_and_the_rest_of_the_host_runs()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { Token = $"{api.BotId}:not-the-token-of-this-bot" });
        for (var i = 0; i < 50 && (await desk.ReportAsync()).State != "token refused"; i++) await Task.Delay(100, Token);
        var report = await desk.ReportAsync();
        Assert.Equal("token refused", report.State);
        Assert.Contains(report.Notes, n => n.Contains("BotToken", StringComparison.Ordinal));
        Assert.Contains(desk.Log.Entries, e => e.Message.Contains("refuses the bot token", StringComparison.Ordinal));
        using var client = new HttpClient { BaseAddress = desk.Address };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/widget", Token)).StatusCode);
        Assert.Empty(api.Calls.Of("getUpdates"));
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_acknowledged_and_everything_comes_through_after()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var server = await RedisServer.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { Redis = server.ConnectionString });
        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        await server.PauseAsync();
        mei.SendText("Agree");
        await Task.Delay(3000, Token);
        Assert.Equal(1, api.Updates.PendingCount);
        await server.ResumeAsync();
        await mei.UntilAsync(m => m.Text.Contains("order ID", StringComparison.Ordinal), TimeSpan.FromSeconds(40));
        await api.Updates.UntilConfirmedAsync();
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string body, string? secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/telegram/webhook") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (secret is not null) request.Headers.TryAddWithoutValidation("X-Telegram-Bot-Api-Secret-Token", secret);
        using var answer = await client.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
