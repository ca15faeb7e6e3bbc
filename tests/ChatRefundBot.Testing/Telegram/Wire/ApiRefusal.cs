namespace ChatRefundBot.Testing.Telegram.Wire;

/// <summary>
/// The server refuses a request, in the words of the real one. An exception because a request is read in depth (a button in a row in a keyboard
/// in a parameter) and ends wherever it is found to be wrong, before anything was changed.
/// </summary>
/// <param name="code">HTTP status and error_code.</param>
internal sealed class ApiRefusal(int code, string description) : Exception(description)
{
    public int Code => code;

    public int? RetryAfterSeconds { get; init; }

    public long? MigrateToChatId { get; init; }

    public static ApiRefusal Bad(string description) => new(400, "Bad Request: " + description);

    public static ApiRefusal Forbidden(string description) => new(403, "Forbidden: " + description);

    /// <param name="seconds">Null: a 429 that does not say when to come again.</param>
    public static ApiRefusal TooMany(int? seconds) =>
        new(429, seconds is null ? "Too Many Requests" : $"Too Many Requests: retry after {seconds}") { RetryAfterSeconds = seconds };
}
