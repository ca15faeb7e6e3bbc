using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;

namespace ChatRefundBot.Benchmarks.Web;

/// <summary>A buyer at a web host: posts a message and waits until its reply arrives on the open WebSocket.</summary>
internal sealed class WebBuyer(HttpClient http, Uri host, Func<ImmutableArray<string>> newScript) : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[256 * 1024];
    private ClientWebSocket? _socket;
    private ImmutableArray<string> _script = [];
    private int _place;
    private string _conversation = "";
    private string _token = "";

    /// <summary>What came last on the socket, from the first activity of the desk on.</summary>
    public ReadOnlyMemory<byte> Reply { get; private set; }

    /// <summary>The next message of the script, answered; a buyer whose script is over begins another conversation.</summary>
    public async Task TurnAsync()
    {
        if (_place == _script.Length) await BeginAsync();
        await SendAsync(_script[_place++]);
    }

    public async Task BeginAsync()
    {
        if (_socket is not null) await DisposeAsync();
        (_script, _place) = (newScript(), 0);
        using var answer = await http.PostAsync(new Uri(host, "/widget/session"), Json("""{"locale":"en"}"""));
        answer.EnsureSuccessStatusCode();
        using var session = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        _conversation = session.RootElement.GetProperty("conversationId").GetString()!;
        _token = session.RootElement.GetProperty("token").GetString()!;
        _socket = new ClientWebSocket();
        await _socket.ConnectAsync(new Uri(session.RootElement.GetProperty("streamUrl").GetString()!), CancellationToken.None);
        // The desk greets whoever comes.
        await ReplyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket is null) return;
        _socket.Abort();
        _socket.Dispose();
        _socket = null;
        await ValueTask.CompletedTask;
    }

    private async Task SendAsync(string text)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{_conversation}-{_place}");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, $"/v3/directline/conversations/{_conversation}/activities"))
        {
            Content = Json($$$"""{"type":"message","text":"{{{text}}}","from":{"id":"buyer"},"locale":"en","channelData":{"clientActivityID":"{{{id}}}"}}"""),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        var reply = ReplyAsync();
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await reply;
    }

    private async Task ReplyAsync()
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket!.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("The host closed the socket.");
            Reply = _buffer.AsMemory(0, length);
            if (Reply.Span.IndexOf("\"role\":\"bot\""u8) >= 0) return;
        }
    }

    private static ByteArrayContent Json(string text) => new(System.Text.Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
