using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatRefundBot.IntegrationTests.Host;
using ChatRefundBot.Testing.Storage;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>A real host with the sample shop, on data and a port of its own, that can be killed and started again where it was.</summary>
internal sealed class WebDesk : IAsyncDisposable
{
    /// <summary>Below the range that outgoing connections get theirs from: nobody takes the port while the host is down.</summary>
    private const int FirstPort = 20_000;
    private const int Ports = 10_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly string[] _settings;
    private RunningHost? _host;

    private WebDesk(int port, string[] settings)
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _settings = settings;
    }

    /// <summary>Origin of the host, without a slash at the end.</summary>
    public string Address { get; }

    public RunningHost Host => _host ?? throw new InvalidOperationException("The host is down.");

    public static async Task<WebDesk> OpenAsync(params string[] settings)
    {
        var desk = new WebDesk(FreePort(), settings);
        await desk.StartAgainAsync();
        return desk;
    }

    /// <summary>Ends the host as a crash would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        _host = null;
    }

    public async Task StartAgainAsync() => _host = await RunningHost.StartAsync(_directory.FullPath, _settings, urls: Address);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _directory.Dispose();
    }

    private static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + Random.Shared.Next(Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another one.
            }
        }
    }
}
