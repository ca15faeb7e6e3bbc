using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using ChatRefundBot.WebChannel;
using ChatRefundBot.WebChannel.Streaming;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>Who asks for too much gets less, and nobody else notices.</summary>
public sealed class LimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_sockets_from_one_address_are_bounded_and_another_buyer_is_served()
    {
        await using var site = await WebSite.StartAsync(new WebSiteOptions { Limits = new WebLimits { SocketsPerAddress = 30, SocketsPerConversation = 4 } });
        var buyers = new List<WebBuyer>();
        for (var i = 0; i < 10; i++) buyers.Add(await WebBuyer.StartAsync(site.Client));
        var opened = new List<WebStream>();
        for (var i = 0; i < 500; i++)
        {
            try
            {
                opened.Add(await buyers[i % 10].OpenAsync());
            }
            catch (WebSocketException)
            {
                // Refused with 503.
            }
        }

        Assert.Equal(30, opened.Count);
        Assert.Equal(30, site.Services.GetRequiredService<StreamHub>().Sockets);
        await buyers[9].SayAsync("同意");
        await buyers[9].HearsAsync("请发送订单号");
        opened.ForEach(s => s.Dispose());
        await UntilAsync(() => site.Services.GetRequiredService<StreamHub>().Sockets == 0);
        using var again = await buyers[0].OpenAsync();
        await again.UntilTextAsync("同意吗");
    }

    [Fact]
    public async Task A_conversation_has_a_bounded_number_of_sockets()
    {
        await using var site = await WebSite.StartAsync(new WebSiteOptions { Limits = new WebLimits { SocketsPerConversation = 3 } });
        var buyer = await WebBuyer.StartAsync(site.Client);
        var opened = new List<WebStream>();
        for (var i = 0; i < 3; i++) opened.Add(await buyer.OpenAsync());
        await Assert.ThrowsAsync<WebSocketException>(() => buyer.OpenAsync());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HandshakeStatusAsync(site, buyer));
        opened.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task A_client_that_never_reads_is_cut_off_and_others_get_everything()
    {
        await using var site = await WebSite.StartAsync(new WebSiteOptions
        {
            Limits = new WebLimits { FramesPerSocket = 8, SendTimeout = TimeSpan.FromSeconds(1), MessagesPerConversation = new Rate(10_000, 10_000, TimeSpan.FromSeconds(1)) },
        });
        var buyer = await WebBuyer.StartAsync(site.Client);
        using var reader = await buyer.OpenAsync();
        await reader.UntilTextAsync("同意吗");
        using var deaf = await RawAsync(site, buyer, receiveBuffer: 1024);
        var hub = site.Services.GetRequiredService<StreamHub>();
        Assert.Equal(2, hub.Sockets);

        // Beyond what the system's own buffers hold for a client.
        var said = 0;
        var text = new string('长', 8000);
        var reading = reader.UntilAsync(a => WebBuyer.Text(a) == "同意");
        while (hub.Sockets > 1)
        {
            Assert.InRange(++said, 1, 3000);
            await buyer.SayAsync(text, said.ToString(CultureInfo.InvariantCulture));
        }

        await buyer.SayAsync("同意", "last");
        await reading;
        Assert.Equal(said, reader.Activities.Count(a => WebBuyer.Text(a) == text));
    }

    [Fact]
    public async Task A_client_that_is_gone_without_a_word_is_noticed()
    {
        await using var site = await WebSite.StartAsync(new WebSiteOptions
        {
            Limits = new WebLimits { KeepAlive = TimeSpan.FromMilliseconds(300), KeepAliveTimeout = TimeSpan.FromMilliseconds(300) },
        });
        var buyer = await WebBuyer.StartAsync(site.Client);
        using var silent = await RawAsync(site, buyer);
        using var alive = await buyer.OpenAsync();
        await alive.UntilTextAsync("同意吗");
        var hub = site.Services.GetRequiredService<StreamHub>();
        Assert.Equal(2, hub.Sockets);
        var listening = alive.ClosedAsync();

        await UntilAsync(() => hub.Sockets == 1);
        await Task.Delay(1500, Token);
        Assert.Equal(1, hub.Sockets);
        Assert.False(listening.IsCompleted);
    }

    [Fact]
    public async Task A_client_that_floods_its_socket_is_closed()
    {
        await using var site = await WebSite.StartAsync();
        var buyer = await WebBuyer.StartAsync(site.Client);
        using var stream = await buyer.OpenAsync();
        await stream.Socket.SendAsync(new byte[64 * 1024], WebSocketMessageType.Text, true, Token);

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await stream.ClosedAsync());
    }

    [Fact]
    public async Task Messages_beyond_the_rate_wait_and_far_beyond_it_are_refused_never_with_429()
    {
        await using var site = await WebSite.StartAsync(new WebSiteOptions { Limits = new WebLimits { MessagesPerConversation = new Rate(10, 5, TimeSpan.FromSeconds(1)) } });
        var (busy, calm) = (await WebBuyer.StartAsync(site.Client), await WebBuyer.StartAsync(site.Client));
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => busy.PostActivityAsync("""{"type":"typing"}""")));
        watch.Stop();
        await calm.SayAsync("同意");

        // Five at once, ten a second for as long as it took, and those of the second that one may wait.
        Assert.InRange(all.Count(r => r.StatusCode == HttpStatusCode.OK), 14, 5 + (10 * (watch.Elapsed.TotalSeconds + 1)));
        Assert.All(all.Where(r => r.StatusCode != HttpStatusCode.OK), r =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, r.StatusCode);
            Assert.Equal("2", r.Headers.GetValues("Retry-After").Single());
        });
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.7), TimeSpan.FromSeconds(30));
        foreach (var response in all) response.Dispose();
    }

    [Fact]
    public async Task Sessions_beyond_the_rate_wait_two_seconds_at_most()
    {
        await using var site = await WebSite.StartAsync(new WebSiteOptions { Limits = new WebLimits { Starts = new Rate(4, 2, TimeSpan.FromSeconds(2)) } });
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => WebBuyer.PostSessionAsync(site.Client)));

        Assert.InRange(all.Count(r => r.StatusCode == HttpStatusCode.OK), 9, 2 + (4 * (watch.Elapsed.TotalSeconds + 2)));
        Assert.All(all, r => Assert.True(r.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable));
        foreach (var response in all) response.Dispose();
    }

    [Fact]
    public async Task A_host_that_stops_says_so_to_its_sockets()
    {
        await using var site = await WebSite.StartAsync();
        var buyer = await WebBuyer.StartAsync(site.Client);
        using var stream = await buyer.OpenAsync();
        await stream.UntilTextAsync("同意吗");
        var closing = stream.ClosedAsync();
        await site.StopAsync();

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await closing);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "It never came about.");
            await Task.Delay(20, Token);
        }
    }

    private static async Task<HttpStatusCode> HandshakeStatusAsync(WebSite site, WebBuyer buyer)
    {
        using var socket = await ConnectAsync(site, buyer, 8192);
        var head = await HeadAsync(socket);
        return (HttpStatusCode)int.Parse(head.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>A WebSocket that shakes hands and then does nothing at all: it neither reads nor answers pings.</summary>
    private static async Task<Socket> RawAsync(WebSite site, WebBuyer buyer, int receiveBuffer = 8192)
    {
        var socket = await ConnectAsync(site, buyer, receiveBuffer);
        Assert.StartsWith("HTTP/1.1 101", await HeadAsync(socket), StringComparison.Ordinal);
        var hub = site.Services.GetRequiredService<StreamHub>();
        await UntilAsync(() => hub.Sockets > 0);
        return socket;
    }

    private static async Task<Socket> ConnectAsync(WebSite site, WebBuyer buyer, int receiveBuffer)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = receiveBuffer };
        await socket.ConnectAsync(IPAddress.Loopback, site.Address.Port, Token);
        var url = new Uri(buyer.StreamUrl);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), Token);
        return socket;
    }

    private static async Task<string> HeadAsync(Socket socket)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(one, Token) == 1) head.Append((char)one[0]);
        return head.ToString();
    }
}
