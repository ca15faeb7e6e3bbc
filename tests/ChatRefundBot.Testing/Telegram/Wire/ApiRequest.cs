namespace ChatRefundBot.Testing.Telegram.Wire;

/// <summary>A request as the server understands it: whatever way its parameters came, they are texts by name.</summary>
/// <param name="Method">As written in the path.</param>
/// <param name="Body">The body as text; a multipart one is shown part by part, with the length of files in place of their bytes.</param>
/// <param name="Oddities">What the real server lets pass but no client of ours should send.</param>
internal sealed record ApiRequest(
    string Method,
    string? ContentType,
    bool Chunked,
    string Body,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<UploadedFile> Files,
    IReadOnlyList<string> Oddities)
{
    public string Key { get; } = Method.ToLowerInvariant();
}
