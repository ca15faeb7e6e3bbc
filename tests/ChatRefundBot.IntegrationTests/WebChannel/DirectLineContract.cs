using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>Direct Line 3.0 as its clients use it, over raw HTTP; run on each store.</summary>
public abstract class DirectLineContract : IAsyncLifetime
{
    private WebSite _site = null!;

    protected abstract string? Redis { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _site = await WebSite.StartAsync(new WebSiteOptions { Redis = Redis, Settings = { ["WebChat:DirectLineSecret"] = WebSite.DirectLineSecret } });

    [Fact]
    public async Task A_session_greets_and_what_the_buyer_says_comes_back_before_its_answer()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client, locale: "en");
        using var stream = await buyer.OpenAsync();
        var question = await stream.UntilTextAsync("Do you agree?");

        Assert.Equal("desk", question.GetProperty("from").GetProperty("id").GetString());
        Assert.Equal("Refund desk", question.GetProperty("from").GetProperty("name").GetString());
        Assert.Equal(("bot", "plain", "en", "expectingInput"), (
            question.GetProperty("from").GetProperty("role").GetString(), question.GetProperty("textFormat").GetString(),
            question.GetProperty("locale").GetString(), question.GetProperty("inputHint").GetString()));
        Assert.Equal(JsonValueKind.Array, question.GetProperty("suggestedActions").GetProperty("to").ValueKind);
        var button = question.GetProperty("suggestedActions").GetProperty("actions")[0];
        Assert.Equal(("imBack", "Agree", "Agree"), (button.GetProperty("type").GetString(), button.GetProperty("title").GetString(), button.GetProperty("value").GetString()));
        var (key, prompt) = (button.GetProperty("channelData").GetProperty("key").GetString(), button.GetProperty("channelData").GetProperty("prompt").GetString());
        Assert.Equal(prompt, question.GetProperty("channelData").GetProperty("prompt").GetString());

        using var response = await buyer.PostActivityAsync(JsonSerializer.Serialize(new
        {
            type = "message",
            text = "Agree",
            from = new { id = "bot", role = "bot", name = "Desk" },
            entities = new[] { new { type = "ClientCapabilities" } },
            value = new { key, prompt },
            channelData = new { clientActivityID = "c-1", attachmentSizes = Array.Empty<int>() },
        }));
        var id = (await WebBuyer.ReadAsync(response)).GetProperty("id").GetString();
        var echo = await stream.UntilAsync(a => a.GetProperty("id").GetString() == id);
        Assert.Equal("Agree", WebBuyer.Text(echo));
        Assert.Equal("user", echo.GetProperty("from").GetProperty("role").GetString());
        Assert.StartsWith("dl_", echo.GetProperty("from").GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"clientActivityID":"c-1","attachmentSizes":[]}""", echo.GetProperty("channelData").GetRawText());
        Assert.Equal(buyer.Conversation, echo.GetProperty("conversation").GetProperty("id").GetString());
        Assert.False(echo.TryGetProperty("entities", out _));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$", echo.GetProperty("timestamp").GetString()!);
        var answer = await stream.UntilTextAsync("send the order ID");
        Assert.True(stream.Activities.IndexOf(echo) < stream.Activities.IndexOf(answer));
    }

    [Fact]
    public async Task A_message_sent_again_has_one_effect_and_one_id()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var stream = await buyer.OpenAsync();
        await stream.UntilTextAsync("同意吗");
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => buyer.SayAsync("同意", "same")));
        await stream.UntilTextAsync("请发送订单号");
        Assert.Equal(ids[0], await buyer.SayAsync("同意", "same"));
        await stream.DrainAsync(TimeSpan.FromMilliseconds(300));

        Assert.Single(ids.Distinct());
        Assert.Single(stream.Activities, a => a.GetProperty("id").GetString() == ids[0]);
        Assert.Single(stream.Activities, a => WebBuyer.Text(a).Contains("请发送订单号", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_conversation_is_started_once_and_resumed_with_what_was_missed()
    {
        var token = await GenerateAsync();
        using var first = await _site.SendAsync(HttpMethod.Post, "/v3/directline/conversations", token, """{"user":{},"locale":"en-US"}""");
        using var second = await _site.SendAsync(HttpMethod.Post, "/v3/directline/conversations", token, "");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        var (started, again) = (await WebBuyer.ReadAsync(first), await WebBuyer.ReadAsync(second));
        Assert.Equal(started.GetProperty("conversationId").GetString(), again.GetProperty("conversationId").GetString());
        Assert.Equal(3600, started.GetProperty("expires_in").GetInt32());

        var buyer = Buyer(started);
        string watermark;
        using (var stream = await buyer.OpenAsync())
        {
            await stream.UntilTextAsync("Do you agree?");
            watermark = stream.Watermark!;
        }

        await buyer.SayAsync("agree");
        await buyer.HearsAsync("send the order ID");
        var oldToken = buyer.Bearer;
        using var resumed = await buyer.OpenAsync(await buyer.NewStreamAsync(watermark));
        await resumed.UntilTextAsync("send the order ID");
        Assert.Equal("agree", WebBuyer.Text(resumed.Activities[0]));
        Assert.NotEqual(oldToken, buyer.Bearer);
        Assert.DoesNotContain(resumed.Activities, a => WebBuyer.Text(a).Contains("Do you agree", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_has_nothing_gets_the_last_fifty_and_the_rest_when_it_asks()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        for (var i = 0; i < 30; i++) await buyer.SayAsync(string.Create(CultureInfo.InvariantCulture, $"第{i}句"), string.Create(CultureInfo.InvariantCulture, $"n{i}"));
        for (var tries = 0; !(await buyer.PollAsync()).Activities.Exists(a => WebBuyer.Text(a) == "第29句"); tries++)
        {
            Assert.InRange(tries, 0, 100);
            await Task.Delay(100, Token);
        }

        var (newest, end) = await buyer.PollAsync();
        Assert.Equal(50, newest.Count);
        var all = new List<JsonElement>();
        var at = "0";
        while (true)
        {
            var (page, next) = await buyer.PollAsync(at);
            if (page.Count == 0) break;
            all.AddRange(page);
            at = next;
        }

        Assert.Equal(end, at);
        Assert.InRange(all.Count, 60, 200);
        Assert.Equal(all.Count, all.Select(a => a.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"第{i}句"), all.Where(a => a.GetProperty("from").GetProperty("role").GetString() == "user").Select(WebBuyer.Text));
        using var stream = await buyer.OpenAsync();
        await stream.UntilTextAsync("第29句");
        Assert.Equal(newest.Select(a => a.GetProperty("id").GetString()), stream.Activities.Take(50).Select(a => a.GetProperty("id").GetString()));
        Assert.Empty((await buyer.PollAsync("9007199254740000")).Activities);
    }

    [Fact]
    public async Task Several_sockets_of_a_conversation_get_the_same_and_empty_frames_are_ignored()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var one = await buyer.OpenAsync();
        using var two = await buyer.OpenAsync();
        await one.UntilTextAsync("同意吗");
        for (var i = 0; i < 3; i++) await one.SendEmptyAsync();
        await buyer.SayAsync("同意");
        await one.UntilTextAsync("请发送订单号");
        await two.UntilTextAsync("请发送订单号");

        Assert.Equal(one.Activities.Select(a => a.GetProperty("id").GetString()), two.Activities.Select(a => a.GetProperty("id").GetString()));
        Assert.Equal(WebSocketState.Open, one.Socket.State);
    }

    [Fact]
    public async Task Typing_and_events_come_back_and_are_not_kept()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var stream = await buyer.OpenAsync();
        await stream.UntilTextAsync("同意吗");
        using var typing = await buyer.PostActivityAsync("""{"type":"typing","from":{"id":"desk","role":"bot"}}""");
        using var own = await buyer.PostActivityAsync("""{"type":"event","name":"shop/thing","value":{"a":1},"channelData":{"clientActivityID":"e"}}""");
        using var join = await buyer.PostActivityAsync("""{"type":"event","name":"webchat/join","value":{"language":"en"}}""");
        Assert.All(new[] { typing, own, join }, r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));

        Assert.Equal("user", (await stream.UntilAsync(a => a.GetProperty("type").GetString() == "typing")).GetProperty("from").GetProperty("role").GetString());
        var echo = await stream.UntilAsync(a => a.GetProperty("type").GetString() == "event" && a.GetProperty("name").GetString() == "shop/thing");
        Assert.Equal((await WebBuyer.ReadAsync(own)).GetProperty("id").GetString(), echo.GetProperty("id").GetString());
        Assert.Equal("""{"a":1}""", echo.GetProperty("value").GetRawText());
        await stream.DrainAsync(TimeSpan.FromMilliseconds(300));
        Assert.Single(stream.Activities, a => WebBuyer.Text(a).Contains("同意吗", StringComparison.Ordinal));
        Assert.DoesNotContain((await buyer.PollAsync()).Activities, a => a.GetProperty("type").GetString() != "message");
    }

    [Fact]
    public async Task An_order_that_the_page_shows_is_taken_as_if_typed()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        await buyer.SayAsync("同意");
        await buyer.HearsAsync("请发送订单号");
        using var handed = await buyer.PostActivityAsync("""{"type":"event","name":"crb/order","value":{"order":"YKATF7HUVMJJ0001"}}""");

        await buyer.HearsAsync("****0001");
    }

    [Fact]
    public async Task A_buyer_who_is_handed_over_is_told_by_an_event_and_cards_come_with_their_messages()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var stream = await buyer.OpenAsync();
        await stream.UntilTextAsync("同意吗");
        await buyer.SayAsync("转人工");
        var call = await stream.UntilAsync(a => a.GetProperty("type").GetString() == "event");
        Assert.Equal("handoff.initiate", call.GetProperty("name").GetString());
        Assert.Equal(("G2", "P2"), (call.GetProperty("value").GetProperty("reason").GetString(), call.GetProperty("value").GetProperty("priority").GetString()));

        var status = await stream.UntilAsync(a => a.GetProperty("type").GetString() == "event" && a.GetProperty("name").GetString() == "handoff.status");
        Assert.Equal("queued", status.GetProperty("value").GetProperty("state").GetString());
        Assert.True(status.GetProperty("value").GetProperty("position").GetInt64() >= 0);
        var card = await stream.UntilAsync(a => a.TryGetProperty("channelData", out var data) && data.TryGetProperty("card", out _));
        Assert.Equal("queue", card.GetProperty("channelData").GetProperty("card").GetProperty("kind").GetString());
        Assert.Equal(1, (await buyer.PollAsync("0")).Activities.Count(a => a.GetRawText() == status.GetRawText()));
        await buyer.SayAsync("机器人");
        await buyer.SayAsync("同意");
        await stream.UntilTextAsync("请发送订单号");
        Assert.Equal(2, stream.Activities.Count(a => a.GetProperty("type").GetString() == "event"));
    }

    [Fact]
    public async Task A_message_that_erases_the_chat_still_comes_back_to_its_sender()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var stream = await buyer.OpenAsync();
        await stream.UntilTextAsync("同意吗");
        var id = await buyer.SayAsync("不同意", "bye");

        var echo = await stream.UntilAsync(a => a.GetProperty("id").GetString() == id);
        Assert.Equal("bye", echo.GetProperty("channelData").GetProperty("clientActivityID").GetString());
        await stream.UntilAsync(a => a.GetProperty("from").GetProperty("role").GetString() == "bot" && stream.Activities.IndexOf(a) > stream.Activities.IndexOf(echo));
        Assert.DoesNotContain((await buyer.PollAsync()).Activities, a => WebBuyer.Text(a) == "不同意");
    }

    [Fact]
    public async Task A_secret_answer_comes_back_masked()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        await buyer.SayAsync("同意");
        await buyer.HearsAsync("请发送订单号");
        await buyer.SayAsync("YKATF7HUVMJJ0001");
        await buyer.HearsAsync("查询密码");
        await buyer.SayAsync("my-secret-1161", "s");
        await buyer.HearsAsync("对不上");

        Assert.DoesNotContain("my-secret", string.Join('|', (await buyer.PollAsync("0")).Activities.Select(a => a.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refreshed_token_goes_on_and_a_secret_starts_conversations_of_its_own()
    {
        var token = await GenerateAsync("""{"user":{"id":"dl_shop-7","name":"Lin"}}""");
        using var refreshed = await _site.SendAsync(HttpMethod.Post, "/v3/directline/tokens/refresh", token);
        var next = (await WebBuyer.ReadAsync(refreshed)).GetProperty("token").GetString()!;
        using var started = await _site.SendAsync(HttpMethod.Post, "/v3/directline/conversations", next, "{}");
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        var buyer = Buyer(await WebBuyer.ReadAsync(started));
        await buyer.SayAsync("同意");
        await buyer.HearsAsync("请发送订单号");
        Assert.Contains((await buyer.PollAsync()).Activities, a => a.GetProperty("from").GetProperty("id").GetString() == "dl_shop-7");

        using var bySecret = await _site.SendAsync(HttpMethod.Post, "/v3/directline/conversations", WebSite.DirectLineSecret, """{"user":{"id":"dl_x"}}""");
        Assert.Equal(HttpStatusCode.Created, bySecret.StatusCode);
        using var other = await buyer.SendAsync(HttpMethod.Get, "/activities", bearer: WebSite.DirectLineSecret);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null) await _site.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private WebBuyer Buyer(JsonElement started) => new(_site.Client, JsonDocument.Parse(
        $$"""{"conversationId":{{started.GetProperty("conversationId").GetRawText()}},"token":{{started.GetProperty("token").GetRawText()}},"streamUrl":{{started.GetProperty("streamUrl").GetRawText()}},"resume":"","resumed":false}""").RootElement);

    private async Task<string> GenerateAsync(string? json = null)
    {
        using var response = await _site.SendAsync(HttpMethod.Post, "/v3/directline/tokens/generate", WebSite.DirectLineSecret, json);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await WebBuyer.ReadAsync(response)).GetProperty("token").GetString()!;
    }
}
