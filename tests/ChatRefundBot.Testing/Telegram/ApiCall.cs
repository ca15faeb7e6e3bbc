using ChatRefundBot.Testing.Telegram.Faults;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram;

/// <summary>A call that the fake has had.</summary>
public sealed record ApiCall
{
    /// <summary>From 1, in the order in which calls were decided.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>As written in the path.</summary>
    public required string Method { get; init; }

    public long? ChatId { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required IReadOnlyList<UploadedFile> Files { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Sent without a Content-Length.</summary>
    public bool Chunked { get; init; }

    /// <summary>The body as text; a multipart one is shown part by part, with the length of files in place of their bytes.</summary>
    public required string Body { get; init; }

    /// <summary>What was answered, or would have been but for a fault of the connection.</summary>
    public int Status { get; init; }

    /// <summary>The description of a refusal.</summary>
    public string? Error { get; init; }

    /// <summary>The scripted fault that hit it.</summary>
    public Fault? Fault { get; init; }

    /// <summary>It took effect.</summary>
    public bool Applied { get; init; }

    /// <summary>The message it made; of an album the first.</summary>
    public int? MessageId { get; init; }

    /// <summary>What the real server lets pass or drops silently, and no client of ours should send: unknown parameters, a keyboard on an album ..</summary>
    public IReadOnlyList<string> Oddities { get; init; } = [];

    /// <summary>The parameter, or null.</summary>
    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);

    public bool Is(string method) => string.Equals(Method, method, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"#{Sequence} {Method} chat {ChatId} -> {Status} {Error}{(Fault is null ? "" : $" [{Fault}]")} {string.Join("; ", Oddities)}";
}
