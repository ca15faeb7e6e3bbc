using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Limits;
using ChatRefundBot.WebChannel.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.WebChannel;

/// <summary>What every request of the channel goes through: origin, CORS, the address's rate, and the one place that words refusals.</summary>
internal sealed partial class RequestFrame(OriginPolicy origins, RateGate gate, WebChannelOptions options, ILogger<RequestFrame> log)
{
    /// <param name="isSlowed">False for what has a rate of its own.</param>
    public async Task RunAsync(HttpContext context, Func<HttpContext, Task> handler, bool isSlowed)
    {
        try
        {
            if (!origins.Allows(context.Request)) throw new RefusedException(Problem.ForeignOrigin);
            AllowOrigin(context);
            if (isSlowed && !await gate.PassAsync("address", Addresses.Of(context), options.Limits.ReadsPerAddress, context.RequestAborted).ConfigureAwait(false))
                throw new RefusedException(Problem.TooBusy);
            await handler(context).ConfigureAwait(false);
        }
        catch (Exception fault) when (ProblemOf(fault, context) is { } problem)
        {
            if (!context.Response.HasStarted) await problem.WriteAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>Answers a browser's question whether a page of another origin may call.</summary>
    public Task PreflightAsync(HttpContext context)
    {
        if (!origins.Allows(context.Request)) return Problem.ForeignOrigin.WriteAsync(context);
        AllowOrigin(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (OriginPolicy.Of(context.Request) is null) return Task.CompletedTask;
        context.Response.Headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        context.Response.Headers.AccessControlAllowHeaders = "authorization, content-type, x-ms-bot-agent, x-requested-with";
        context.Response.Headers.AccessControlMaxAge = "7200";
        return Task.CompletedTask;
    }

    private static void AllowOrigin(HttpContext context)
    {
        context.Response.Headers.Vary = "Origin";
        if (OriginPolicy.Of(context.Request) is { } origin) context.Response.Headers.AccessControlAllowOrigin = origin;
    }

    /// <summary>Null for a caller that went away.</summary>
    private Problem? ProblemOf(Exception fault, HttpContext context)
    {
        switch (fault)
        {
            case RefusedException refused:
                return refused.Problem;
            case StoreUnavailableException:
                LogStoreAway(fault.Message);
                return Problem.StoreAway;
            case BadHttpRequestException bad:
                return new Problem(bad.StatusCode, bad.StatusCode == 413 ? "MessageTooLarge" : "BadArgument", "The request cannot be read.");
            case OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested:
                return null;
            default:
                LogFault(fault, context.Request.Method);
                return new Problem(500, "ServerError", "The desk has met an error of its own; try again.");
        }
    }

    [LoggerMessage(EventId = 5101, Level = LogLevel.Warning, Message = "A web request was not acknowledged, the store is away: {Reason}")]
    private partial void LogStoreAway(string reason);

    // Without the path: a stream's has a token in it, and an attachment's is one.
    [LoggerMessage(EventId = 5102, Level = LogLevel.Error, Message = "A {Method} request of the web channel failed")]
    private partial void LogFault(Exception fault, string method);
}
