using System.Globalization;
using System.Text;
using ChatRefundBot.Testing.Telegram.Faults;
using ChatRefundBot.Testing.Telegram.Wire;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Runs one call: reads it, lets a scripted fault have its way, keeps it, answers it.</summary>
internal sealed class CallRunner(BotWorld world, ApiCalls calls, ApiFaults faults)
{
    private const string Html = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n";

    public async Task RunAsync(HttpContext context, string methodName, CancellationToken ending)
    {
        var request = await ApiRequestReader.ReadAsync(context.Request, methodName);
        var chatId = long.TryParse(request.Parameters.GetValueOrDefault("chat_id"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var fault = faults.Take(request.Key, chatId);
        if (fault is Fault.Delayed delayed) await Task.Delay(delayed.By, world.Options.Clock, ending);
        var answer = fault is { IsApplied: false } ? fault.Answer : await AnswerAsync(request, chatId, fault, ending);
        if (fault is { IsApplied: false }) Keep(request, chatId, fault, answer, applied: false);
        await ReplyAsync(context, fault, fault?.Answer ?? answer ?? ApiAnswer.Ok(null), ending);
    }

    public async Task ServeFileAsync(HttpContext context, string path, CancellationToken ending)
    {
        var fault = faults.Take(ApiFaults.File, null);
        if (fault is Fault.Delayed delayed) await Task.Delay(delayed.By, world.Options.Clock, ending);
        if (fault is null or Fault.Delayed)
        {
            if (world.Files.Serve(path) is not { } file) throw new ApiRefusal(404, "Not Found");
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = file.Content.Length;
            await context.Response.Body.WriteAsync(file.Content, ending);
            return;
        }

        if (fault is Fault.DroppedMidBody && world.Files.Serve(path) is { } half)
        {
            await DropAsync(context, half.Content, ending);
            return;
        }

        await ReplyAsync(context, fault, fault.Answer ?? ApiAnswer.Ok(null), ending);
    }

    private async Task<ApiAnswer> AnswerAsync(ApiRequest request, long? chatId, Fault? fault, CancellationToken ending)
    {
        var args = new Args(request);
        if (!ApiMethod.All.TryGetValue(request.Key, out var method))
        {
            var unknown = ApiAnswer.Of(new ApiRefusal(404, "Not Found: method not found"));
            Keep(request, chatId, fault, unknown, applied: false, ["unknown method"]);
            return unknown;
        }

        var oddities = method.Unknown(request).Select(p => $"'{p}' is no parameter of {request.Method}");
        if (method.Run is null)
        {
            var polled = await world.Polls.GetAsync(args, ending);
            Keep(request, chatId, fault, polled, applied: true, oddities);
            return polled;
        }

        lock (world.Gate)
        {
            var answer = Run(method, args, chatId);
            Keep(request, chatId, fault, answer, answer.Status == 200, oddities);
            return answer;
        }
    }

    private ApiAnswer Run(ApiMethod method, Args args, long? chatId)
    {
        try
        {
            if (method.IsBudgeted) world.Rates.Pass(chatId);
            return method.Run!(world, args);
        }
        catch (ApiRefusal refusal)
        {
            return ApiAnswer.Of(refusal);
        }
    }

    private void Keep(ApiRequest request, long? chatId, Fault? fault, ApiAnswer? answer, bool applied, IEnumerable<string>? oddities = null)
    {
        lock (world.Gate)
        {
            calls.Add(sequence => new ApiCall
            {
                Sequence = sequence,
                At = world.Now,
                Method = request.Method,
                ChatId = chatId,
                Parameters = request.Parameters,
                Files = request.Files,
                ContentType = request.ContentType,
                Chunked = request.Chunked,
                Body = request.Body,
                Status = answer?.Status ?? 0,
                Error = answer?.Error,
                Fault = fault,
                Applied = applied,
                MessageId = answer?.MessageId,
                Oddities = [.. request.Oddities, .. oddities ?? []],
            });
        }
    }

    private static async Task ReplyAsync(HttpContext context, Fault? fault, ApiAnswer answer, CancellationToken ending)
    {
        switch (fault)
        {
            case Fault.AppliedThenSilence or Fault.SilenceNotApplied:
                await Task.Delay(Timeout.Infinite, ending);
                break;
            case Fault.DroppedBeforeAnswer:
                context.Abort();
                break;
            case Fault.DroppedMidBody:
                await DropAsync(context, answer.Bytes(), ending);
                break;
            case Fault.BadGatewayHtml or Fault.NotJson:
                context.Response.StatusCode = fault is Fault.NotJson ? 200 : 502;
                context.Response.ContentType = "text/html";
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Html), ending);
                break;
            case Fault.Held held:
                await held.Until.WaitAsync(ending);
                await answer.WriteAsync(context.Response);
                break;
            default:
                await answer.WriteAsync(context.Response);
                break;
        }
    }

    /// <summary>Announces the whole and sends half of it.</summary>
    private static async Task DropAsync(HttpContext context, byte[] content, CancellationToken ending)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, content.Length / 2), ending);
        await context.Response.Body.FlushAsync(ending);
        context.Abort();
    }
}
