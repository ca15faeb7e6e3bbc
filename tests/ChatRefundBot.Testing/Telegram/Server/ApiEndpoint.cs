using System.Globalization;
using ChatRefundBot.Testing.Telegram.Faults;
using ChatRefundBot.Testing.Telegram.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>The server's HTTP side: who calls, what for, and what of it arrives back.</summary>
internal sealed class ApiEndpoint(BotWorld world, ApiCalls calls, ApiFaults faults)
{
    private readonly CallRunner _runner = new(world, calls, faults);
    private WebApplication? _app;
    private CancellationTokenSource _closing = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public string Token { get; private set; } = world.Options.Token;

    public async Task OpenAsync()
    {
        if (_app is not null) return;
        _closing = new CancellationTokenSource();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{Address.Port}");
        builder.Services.Configure<KestrelServerOptions>(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = ApiRequestReader.MaxBody + (4 << 20);
            // A test may stop a client in the middle of its upload, or be slow under a debugger.
            k.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
        _app = app;
    }

    public async Task CloseAsync()
    {
        if (_app is not { } app) return;
        _app = null;
        // Hanging polls and calls that are never answered end with their connections.
        await _closing.CancelAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        _closing.Dispose();
    }

    public string RenewToken()
    {
        var id = Token[..Token.IndexOf(':', StringComparison.Ordinal)];
        return Token = string.Create(CultureInfo.InvariantCulture, $"{id}:TEST-renewed-{world.Now.Ticks:x}-token-of-the-fake-bot-api");
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        try
        {
            await RouteAsync(context, ending.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (ApiRefusal refusal)
        {
            await ApiAnswer.Of(refusal).WriteAsync(context.Response);
        }
        catch (IOException)
        {
            // The client has gone in the middle of its request.
            context.Abort();
        }
    }

    private Task RouteAsync(HttpContext context, CancellationToken ending)
    {
        var path = context.Request.Path.Value ?? "";
        if (TrySplit(path, "/file/bot", out var token, out var file) && world.Options.LocalFilesDirectory is null)
        {
            if (token != Token) throw new ApiRefusal(401, "Unauthorized");
            return _runner.ServeFileAsync(context, file, ending);
        }

        if (!TrySplit(path, "/bot", out token, out var method)) throw new ApiRefusal(404, "Not Found");
        if (!token.Contains(':', StringComparison.Ordinal)) throw new ApiRefusal(404, "Not Found");
        if (token != Token) throw new ApiRefusal(401, "Unauthorized");
        return _runner.RunAsync(context, method, ending);
    }

    /// <summary>Splits <c>/bot&lt;token&gt;/rest</c>.</summary>
    private static bool TrySplit(string path, string prefix, out string token, out string rest)
    {
        (token, rest) = ("", "");
        if (!path.StartsWith(prefix, StringComparison.Ordinal)) return false;
        var slash = path.IndexOf('/', prefix.Length);
        if (slash < 0) return false;
        (token, rest) = (path[prefix.Length..slash], path[(slash + 1)..]);
        return true;
    }
}
