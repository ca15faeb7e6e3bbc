using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>An update that has arrived at a webhook and waits for its answer.</summary>
internal sealed record Arrived(JsonObject Update, string? Secret, TaskCompletionSource<(int Status, int? RetryAfter)> Answer)
{
    public long Id => (long)Update["update_id"]!;

    public void Reply(int status, int? retryAfter = null) => Answer.TrySetResult((status, retryAfter));
}

/// <summary>A webhook whose answers a test gives, one by one.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Channel<Arrived> _arrived = Channel.CreateUnbounded<Arrived>();
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single() + "/telegram/webhook";

    /// <summary>Updates that have arrived and nobody has looked at.</summary>
    public int Waiting => _arrived.Reader.Count;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.HandleAsync);
        await app.StartAsync();
        return receiver;
    }

    public async Task<Arrived> NextAsync() => await _arrived.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15));

    /// <summary>Takes the next update and answers it.</summary>
    public async Task<Arrived> AnswerNextAsync(int status = 200, int? retryAfter = null)
    {
        var next = await NextAsync();
        next.Reply(status, retryAfter);
        return next;
    }

    public async ValueTask DisposeAsync()
    {
        while (_arrived.Reader.TryRead(out var left)) left.Reply(200);
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var update = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        var answer = new TaskCompletionSource<(int Status, int? RetryAfter)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var secret = context.Request.Headers["X-Telegram-Bot-Api-Secret-Token"];
        await _arrived.Writer.WriteAsync(new Arrived(update, secret.Count == 0 ? null : secret.ToString(), answer));
        var (status, retryAfter) = await answer.Task.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = status;
        if (retryAfter is { } seconds) context.Response.Headers.RetryAfter = $"{seconds}";
    }
}
