using System.Net.Sockets;
using Telegram.Bot.Exceptions;

namespace ChatRefundBot.TelegramChannel.Api;

/// <summary>Why a call of the Bot API did not come out well, by what is to be done about it.</summary>
internal abstract record ApiFailure
{
    private ApiFailure() { }

    /// <summary>For the log and the operator; never the token, never a buyer's words.</summary>
    public abstract string Reason { get; }

    /// <summary>429: nothing was done; wait.</summary>
    public sealed record Limited(TimeSpan After) : ApiFailure
    {
        public override string Reason => "too many requests";
    }

    /// <summary>403 and the like: the buyer cannot be written to.</summary>
    public sealed record Unreachable(string What) : ApiFailure
    {
        public override string Reason => What;
    }

    /// <summary>The message already is as it was to become.</summary>
    public sealed record NotModified : ApiFailure
    {
        public override string Reason => "not modified";
    }

    /// <summary>The markup was not understood; the same as plain text will be.</summary>
    public sealed record BadMarkup : ApiFailure
    {
        public override string Reason => "markup not understood";
    }

    /// <summary>401 or 404: the token is not one that the server knows.</summary>
    public sealed record TokenRefused : ApiFailure
    {
        public override string Reason => "the server refuses the bot token";
    }

    /// <summary>409: somebody else asks for updates with this token, or a webhook is set.</summary>
    public sealed record Conflict(bool WebhookIsSet) : ApiFailure
    {
        public override string Reason => WebhookIsSet ? "a webhook is set" : "another program asks for updates with this token";
    }

    /// <summary>Any other refusal: it will never work.</summary>
    public sealed record Refused(int Code, string Description) : ApiFailure
    {
        public override string Reason => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Code} {Description}");
    }

    /// <summary>The server was not reached, so nothing was done.</summary>
    public sealed record NotConnected(string What) : ApiFailure
    {
        public override string Reason => What;
    }

    /// <summary>A server in trouble, which as a rule has done nothing.</summary>
    public sealed record ServerTrouble(int Code) : ApiFailure
    {
        public override string Reason => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"server error {Code}");
    }

    /// <summary>It may have been done or not: the answer was lost or cannot be read.</summary>
    public sealed record Unknown(string What) : ApiFailure
    {
        public override string Reason => What;
    }

    /// <summary>Null for what is no failure of the Bot API.</summary>
    public static ApiFailure? Of(Exception fault) => fault switch
    {
        ApiRequestException api => OfAnswer(api.ErrorCode, api.Message, api.Parameters?.RetryAfter),
        RequestException { HttpStatusCode: { } status } when (int)status >= 500 => new ServerTrouble((int)status),
        RequestException { HttpStatusCode: { } status } when (int)status is >= 400 and < 500 => OfAnswer((int)status, "without an explanation", null),
        RequestException { HttpStatusCode: not null } => new Unknown("an answer that cannot be read"),
        RequestException request => OfTransport(request.InnerException ?? request),
        HttpRequestException or IOException or TaskCanceledException => OfTransport(fault),
        _ => null,
    };

    private static ApiFailure OfAnswer(int code, string description, int? retryAfter)
    {
        return code switch
        {
            401 => new TokenRefused(),
            404 when description.Contains("method not found", StringComparison.OrdinalIgnoreCase) => new Refused(code, description),
            404 when description is "Not Found" or "without an explanation" => new TokenRefused(),
            403 => new Unreachable(Short(description)),
            400 when Says("not modified") => new NotModified(),
            400 when Says("can't parse entities") => new BadMarkup(),
            400 when Says("chat not found") || Says("user is deactivated") || Says("bot was blocked") => new Unreachable(Short(description)),
            409 => new Conflict(Says("webhook")),
            429 => new Limited(TimeSpan.FromSeconds(Math.Clamp(retryAfter ?? 3, 1, 24 * 3600))),
            >= 500 => new ServerTrouble(code),
            _ => new Refused(code, Short(description)),
        };

        bool Says(string words) => description.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    private static ApiFailure OfTransport(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } http:
                    return new NotConnected(http.HttpRequestError.ToString());
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable }:
                    return new NotConnected("no connection");
                case TimeoutException when cause.Message.Contains("ConnectTimeout", StringComparison.Ordinal) || fault.Message.Contains("ConnectTimeout", StringComparison.Ordinal):
                    return new NotConnected("no connection in time");
            }
        }

        return new Unknown(fault is TaskCanceledException or TimeoutException ? "no answer in time" : "the connection broke off");
    }

    private static string Short(string description) => description.Length <= 200 ? description : description[..200];
}
