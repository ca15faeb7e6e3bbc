using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Testing.Telegram;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Telegram;

/// <summary>From the widget to Telegram: the conversation and its case come along, once, to whoever tapped first.</summary>
public sealed class LinkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversation_goes_on_where_its_buyer_went_and_the_page_shows_it_too()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        await api.Updates.UntilPolledAsync();
        using var client = new HttpClient { BaseAddress = desk.Address };
        var session = await SessionAsync(client);
        Assert.Equal("telegram", session.GetProperty("continues").GetString());
        await SayAsync(client, session, "Agree", "YKW3CRMTHLB50031", "5271");
        var start = await StartOf(client, session);
        Assert.Matches("^/start [A-Za-z0-9_-]{1,64}$", start);

        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand(start);
        await mei.UntilAsync(m => m.Text.Contains("go on right here", StringComparison.Ordinal));
        await mei.UntilAsync(m => m.Text.Contains("Correct?", StringComparison.Ordinal));
        mei.Tap("Yes");
        await mei.UntilAsync(m => m.Labels.Contains("Invalid code"));
        mei.Tap("Invalid code");
        await mei.UntilAsync(m => m.Text.Contains("I have opened case", StringComparison.Ordinal));

        var conversation = new ConversationId("web:" + session.GetProperty("conversationId").GetString());
        var transcript = await desk.TranscriptAsync(conversation);
        Assert.Contains(transcript, t => t.In is IncomingMessage.Tap { Key: "INVALID" });
        Assert.Contains(transcript, t => t.Out?.Text.Contains("I have opened case", StringComparison.Ordinal) == true);
        Assert.Empty(await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei)));
    }

    [Fact]
    public async Task A_link_works_once_and_a_forged_one_never()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        await api.Updates.UntilPolledAsync();
        using var client = new HttpClient { BaseAddress = desk.Address };
        var session = await SessionAsync(client);
        var start = await StartOf(client, session);
        var (mei, thief, other) = (api.NewUser(languageCode: "en"), api.NewUser("T", languageCode: "en"), api.NewUser("O", languageCode: "en"));
        mei.SendCommand(start);
        await mei.UntilAsync(m => m.Text.Contains("go on right here", StringComparison.Ordinal));
        thief.SendCommand(start);
        await thief.UntilAsync(m => m.Text.Contains("was used already", StringComparison.Ordinal));
        other.SendCommand("/start " + new string('A', 38));
        await other.UntilAsync(m => m.Labels.Contains("Agree"));

        Assert.DoesNotContain(thief.Screen, m => m.Labels.Any());
        Assert.NotEmpty(await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, other)));
    }

    [Fact]
    public async Task Taken_to_a_second_chat_the_first_one_has_its_own_conversation_again()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        await api.Updates.UntilPolledAsync();
        using var client = new HttpClient { BaseAddress = desk.Address };
        var session = await SessionAsync(client);
        var (phone, tablet) = (api.NewUser(languageCode: "en"), api.NewUser("T", languageCode: "en"));
        phone.SendCommand(await StartOf(client, session));
        await phone.UntilAsync(m => m.Text.Contains("go on right here", StringComparison.Ordinal));
        tablet.SendCommand(await StartOf(client, session));
        await tablet.UntilAsync(m => m.Text.Contains("go on right here", StringComparison.Ordinal));
        phone.SendText("Agree");
        await phone.UntilAsync(m => m.Text.StartsWith("Hi, I am", StringComparison.Ordinal));

        Assert.NotEmpty(await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, phone)));
        Assert.Empty(await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, tablet)));
    }

    [Fact]
    public async Task Nobody_but_the_conversations_own_buyer_gets_a_link()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        await api.Updates.UntilPolledAsync();
        using var client = new HttpClient { BaseAddress = desk.Address };
        var (mine, theirs) = (await SessionAsync(client), await SessionAsync(client));
        using var without = await client.PostAsync(PathOf(mine), null, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(theirs));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", mine.GetProperty("token").GetString());
        using var foreign = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    private static string PathOf(JsonElement session) => $"/v3/directline/conversations/{session.GetProperty("conversationId").GetString()}/continue";

    private static async Task<JsonElement> SessionAsync(HttpClient client)
    {
        using var answer = await client.PostAsync("/widget/session", new StringContent("""{"locale":"en"}""", Encoding.UTF8, "application/json"), Token);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
    }

    private static async Task SayAsync(HttpClient client, JsonElement session, params string[] texts)
    {
        foreach (var text in texts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v3/directline/conversations/{session.GetProperty("conversationId").GetString()}/activities")
            {
                Content = new StringContent(JsonSerializer.Serialize(new { type = "message", from = new { id = "x" }, text }), Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
            using var answer = await client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task<string> StartOf(HttpClient client, JsonElement session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(session));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
        using var answer = await client.SendAsync(request, Token);
        var url = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("url").GetString()!;
        Assert.StartsWith("https://t.me/", url, StringComparison.Ordinal);
        return "/start " + url.Split("?start=")[1];
    }
}
