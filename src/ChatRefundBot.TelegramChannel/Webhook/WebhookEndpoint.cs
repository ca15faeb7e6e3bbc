using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Webhook;

/// <summary>
/// <c>POST /telegram/webhook</c>: who does not know the secret is refused before anything is read. The body is stored as it is, then 200;
/// where it cannot be stored, 503, and Telegram sends it again.
/// </summary>
internal sealed partial class WebhookEndpoint(UpdateIntake intake, TelegramChannelOptions options, ILogger<WebhookEndpoint> log)
{
    public const string Path = "/telegram/webhook";

    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";
    private const int DeepestJson = 64;

    // Hashes, so that the comparison takes as long for a secret of any length.
    private readonly byte[] _secret = SHA256.HashData(Encoding.UTF8.GetBytes(options.Webhook?.Secret ?? ""));

    public async Task PostAsync(HttpContext context)
    {
        if (options.Webhook is null || !options.IsOn)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var given = context.Request.Headers[SecretHeader];
        var matches = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given.Count == 1 ? given[0] ?? "" : "")), _secret);
        if (!matches || given.Count != 1)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.Connection = "close";
            return;
        }

        context.Response.StatusCode = await TakeAsync(context).ConfigureAwait(false);
        if (context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "5";
    }

    private async Task<int> TakeAsync(HttpContext context)
    {
        var most = options.Limits.WebhookBytes;
        if (context.Request.ContentLength > most) return StatusCodes.Status413PayloadTooLarge;
        var buffer = new ArrayBufferWriter<byte>((int)(context.Request.ContentLength ?? 4096) + 1);
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer.GetMemory(4096), context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                buffer.Advance(read);
                if (buffer.WrittenCount > most) return StatusCodes.Status413PayloadTooLarge;
            }

            using var document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = DeepestJson });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return StatusCodes.Status400BadRequest;
            await intake.StoreAsync([document.RootElement.Clone()], context.RequestAborted).ConfigureAwait(false);
            return StatusCodes.Status200OK;
        }
        catch (JsonException)
        {
            return StatusCodes.Status400BadRequest;
        }
        catch (BadHttpRequestException bad)
        {
            return bad.StatusCode;
        }
        catch (StoreUnavailableException fault)
        {
            LogStoreAway(fault.Message);
            return StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read the answer.
            return StatusCodes.Status503ServiceUnavailable;
        }
    }

    [LoggerMessage(EventId = 7101, Level = LogLevel.Warning, Message = "A Telegram update was not acknowledged, the store is away: {Reason}")]
    private partial void LogStoreAway(string reason);
}
