using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>A request that is refused, as the protocol words it: <c>{"error":{"code","message"}}</c>. Clients go by the status alone.</summary>
/// <param name="RetryAfterSeconds">Sent with 503; 0: not sent.</param>
internal sealed record Problem(int Status, string Code, string Message, int RetryAfterSeconds = 0)
{
    public static readonly Problem NoToken = new(401, "MissingToken", "Send Authorization: Bearer TOKEN.");
    public static readonly Problem BadToken = new(401, "BadToken", "The token is not one of this desk.");
    public static readonly Problem TokenExpired = new(403, "TokenExpired", "The token has expired; get a new one.");
    public static readonly Problem TokenNotForThis = new(403, "TokenNotForThis", "The token is for something else.");

    // The same for unknown, closed and foreign ones: 404 would end Microsoft's client without a word, and tell a stranger what exists.
    public static readonly Problem NoSuchConversation = new(403, "NotYourConversation", "The token is for another conversation, or this one is over; start a new one.");
    public static readonly Problem ForeignOrigin = new(403, "ForeignOrigin", "Pages of this origin may not use this desk; the operator allows it with WebChat:AllowedOrigins.");
    public static readonly Problem TooBusy = new(503, "TooBusy", "Too much at once; try again in a moment.", 2);
    public static readonly Problem StoreAway = new(503, "TryAgain", "The desk cannot keep this at the moment; send it again.", 2);

    public static Problem BadRequest(string message) => new(400, "BadArgument", message);

    public static Problem TooLarge(string message) => new(413, "MessageTooLarge", message);

    public Task WriteAsync(HttpContext context)
    {
        if (RetryAfterSeconds > 0) context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Json.WriteAsync(context, Status, new ErrorBody(new ErrorText(Code, Message)), WireJson.Plain.ErrorBody);
    }
}

internal sealed record ErrorBody(ErrorText Error);

internal sealed record ErrorText(string Code, string Message);

/// <summary>Handlers throw it to leave with a refusal; caught at the one place that runs them.</summary>
internal sealed class RefusedException(Problem problem) : Exception(problem.Message)
{
    public Problem Problem => problem;
}
