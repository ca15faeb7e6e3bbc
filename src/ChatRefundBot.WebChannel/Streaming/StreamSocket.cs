using System.Net.WebSockets;
using System.Threading.Channels;

namespace ChatRefundBot.WebChannel.Streaming;

/// <summary>
/// One socket of a conversation. What it is to get waits in a bounded queue; a client that does not take it is cut off, and comes back
/// with its watermark, so that nothing is lost by it.
/// </summary>
internal sealed class StreamSocket : IDisposable
{
    // Clients send an empty frame every 20 s and nothing else.
    private const int MostBytesAMinute = 16 * 1024;
    private const int MostFramesAMinute = 240;

    private readonly WebSocket _socket;
    private readonly WebLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _over;
    private readonly Channel<ReadOnlyMemory<byte>> _frames;

    /// <param name="after">Sequence of the last entry that the client has; null: it has none and gets the newest ones.</param>
    /// <param name="site">Scheme and host by which the client came.</param>
    public StreamSocket(WebSocket socket, long? after, string site, WebLimits limits, TimeProvider time, CancellationToken aborted)
    {
        (_socket, _limits, _time, After, Site) = (socket, limits, time, after, site);
        _over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(limits.FramesPerSocket) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    }

    public string Site { get; }

    /// <summary>Sequence of the last entry put in line for this client; only the feed's loop touches it.</summary>
    public long? After { get; set; }

    /// <summary>Puts a frame in line. A client that has let too many pile up is cut off.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        if (!_frames.Writer.TryWrite(frame)) Abort();
    }

    /// <summary>Lets what is in line go out, then closes; for a host that stops.</summary>
    public void Finish() => _frames.Writer.TryComplete();

    /// <summary>Sends and listens until the client goes, is cut off, or the host stops. Never throws.</summary>
    public async Task RunAsync()
    {
        var sending = SendAsync();
        var receiving = ReceiveAsync();
        await Task.WhenAny(sending, receiving).ConfigureAwait(false);
        if (sending.IsCompleted && _socket.State == WebSocketState.CloseSent)
        {
            // The client may answer the close; it does not have to.
            await Task.WhenAny(receiving, Task.Delay(TimeSpan.FromSeconds(1), _time, CancellationToken.None)).ConfigureAwait(false);
        }

        Abort();
        await Task.WhenAll(sending, receiving).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _over.Dispose();
    }

    private void Abort()
    {
        _frames.Writer.TryComplete();
        try
        {
            _over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Gone already.
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var frame in _frames.Reader.ReadAllAsync(_over.Token).ConfigureAwait(false))
            {
                var sending = _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, _over.Token);
                // A client that reads takes a frame at once; the time is only counted for one that does not.
                if (sending.IsCompletedSuccessfully) await sending.ConfigureAwait(false);
                else await sending.AsTask().WaitAsync(_limits.SendTimeout, _time, _over.Token).ConfigureAwait(false);
            }

            await CloseAsync(WebSocketCloseStatus.EndpointUnavailable).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException or ObjectDisposedException or IOException or InvalidOperationException or TimeoutException)
        {
            // Gone, too slow, or cut off: the client comes back by itself.
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[256];
        var (bytes, frames, since) = (0, 0, _time.GetTimestamp());
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(), _over.Token).ConfigureAwait(false);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    await CloseAsync(WebSocketCloseStatus.NormalClosure).ConfigureAwait(false);
                    return;
                }

                if (_time.GetElapsedTime(since) > TimeSpan.FromMinutes(1)) (bytes, frames, since) = (0, 0, _time.GetTimestamp());
                if ((bytes += read.Count) > MostBytesAMinute || ++frames > MostFramesAMinute)
                {
                    await CloseAsync(WebSocketCloseStatus.PolicyViolation).ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // As above.
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status)
    {
        if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        await _socket.CloseOutputAsync(status, null, limit.Token).ConfigureAwait(false);
    }
}
