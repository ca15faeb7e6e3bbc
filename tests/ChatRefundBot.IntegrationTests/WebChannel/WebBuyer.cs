using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>A buyer on the web: a session, raw requests, and sockets.</summary>
internal sealed class WebBuyer(HttpClient client, JsonElement session)
{
    public string Conversation { get; } = session.GetProperty("conversationId").GetString()!;

    public string Bearer { get; set; } = session.GetProperty("token").GetString()!;

    public string Resume => session.GetProperty("resume").GetString()!;

    public string StreamUrl => session.GetProperty("streamUrl").GetString()!;

    public bool Resumed => session.GetProperty("resumed").GetBoolean();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<WebBuyer> StartAsync(HttpClient client, string? resume = null, string? identity = null, string? locale = "zh-CN")
    {
        using var response = await PostSessionAsync(client, resume, identity, locale);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new WebBuyer(client, await ReadAsync(response));
    }

    public static async Task<HttpResponseMessage> PostSessionAsync(HttpClient client, string? resume = null, string? identity = null, string? locale = null)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, string?> { ["resume"] = resume, ["identity"] = identity, ["locale"] = locale });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync("/widget/session", content, Token);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        return document.RootElement.Clone();
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? bearer = null)
    {
        var request = new HttpRequestMessage(method, $"/v3/directline/conversations/{Conversation}{path}") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer ?? Bearer);
        return client.SendAsync(request, Token);
    }

    public Task<HttpResponseMessage> PostActivityAsync(string json) => SendAsync(HttpMethod.Post, "/activities", new StringContent(json, Encoding.UTF8, "application/json"));

    /// <returns>The id that the desk gave it.</returns>
    public async Task<string> SayAsync(string text, string? clientId = null)
    {
        var json = clientId is null
            ? JsonSerializer.Serialize(new { type = "message", text })
            : JsonSerializer.Serialize(new { type = "message", text, channelData = new { clientActivityID = clientId } });
        using var response = await PostActivityAsync(json);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await ReadAsync(response)).GetProperty("id").GetString()!;
    }

    public async Task<(List<JsonElement> Activities, string Watermark)> PollAsync(string? watermark = null)
    {
        using var response = await SendAsync(HttpMethod.Get, "/activities" + (watermark is null ? "" : "?watermark=" + watermark));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var set = await ReadAsync(response);
        return ([.. set.GetProperty("activities").EnumerateArray()], set.GetProperty("watermark").GetString()!);
    }

    /// <summary>Looks until an activity of the desk has this text.</summary>
    public async Task<JsonElement> HearsAsync(string part)
    {
        for (var i = 0; i < 200; i++)
        {
            var (activities, _) = await PollAsync();
            var found = activities.FirstOrDefault(a => a.GetProperty("from").GetProperty("role").GetString() == "bot" && Text(a).Contains(part, StringComparison.Ordinal));
            if (found.ValueKind == JsonValueKind.Object) return found;
            await Task.Delay(100, Token);
        }

        throw new InvalidOperationException($"The desk never said '{part}' but {string.Join(" | ", (await PollAsync()).Activities.Select(Text))}");
    }

    public async Task<WebStream> OpenAsync(string? url = null, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new Uri(url ?? StreamUrl), Token);
        return new WebStream(socket);
    }

    /// <summary>A new stream from a watermark on, as clients get one after a lost connection.</summary>
    public async Task<string> NewStreamAsync(string? watermark)
    {
        using var response = await SendAsync(HttpMethod.Get, watermark is null ? "" : "?watermark=" + watermark);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await ReadAsync(response);
        Bearer = answer.GetProperty("token").GetString()!;
        return answer.GetProperty("streamUrl").GetString()!;
    }

    public static string Text(JsonElement activity) => activity.TryGetProperty("text", out var text) ? text.GetString()! : "";
}

/// <summary>A socket of a conversation and what came over it.</summary>
internal sealed class WebStream(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public List<JsonElement> Activities { get; } = [];

    /// <summary>The last one that was not empty.</summary>
    public string? Watermark { get; private set; }

    public ClientWebSocket Socket => socket;

    public async Task SendEmptyAsync() => await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    /// <summary>Reads frames until one activity fits, and returns it.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> fits)
    {
        var from = 0;
        while (true)
        {
            for (; from < Activities.Count; from++)
            {
                if (fits(Activities[from])) return Activities[from];
            }

            await ReadFrameAsync();
        }
    }

    public Task<JsonElement> UntilTextAsync(string part) => UntilAsync(a => WebBuyer.Text(a).Contains(part, StringComparison.Ordinal));

    /// <summary>Reads on for as long as something comes within the time.</summary>
    public async Task DrainAsync(TimeSpan quiet)
    {
        var reading = ReadFrameAsync();
        while (await Task.WhenAny(reading, Task.Delay(quiet, TestContext.Current.CancellationToken)) == reading)
        {
            await reading;
            reading = ReadFrameAsync();
        }

        // A read that was given up would end the socket, so it is the last thing done with it.
        socket.Abort();
        await Task.WhenAny(reading);
    }

    /// <summary>Waits until the other side closes; returns how.</summary>
    public async Task<WebSocketCloseStatus?> ClosedAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var buffer = new byte[64 * 1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer, patience.Token)).MessageType != WebSocketMessageType.Close)
            {
            }

            return socket.CloseStatus;
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task ReadFrameAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var frame = new MemoryStream();
        var buffer = new byte[64 * 1024];
        WebSocketReceiveResult read;
        do
        {
            read = await socket.ReceiveAsync(buffer, patience.Token);
            if (read.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException($"The socket was closed: {read.CloseStatus}");
            frame.Write(buffer, 0, read.Count);
        }
        while (!read.EndOfMessage);
        using var set = JsonDocument.Parse(frame.ToArray());
        Activities.AddRange(set.RootElement.GetProperty("activities").Clone().EnumerateArray());
        if (set.RootElement.TryGetProperty("watermark", out var watermark)) Watermark = watermark.GetString();
    }
}
