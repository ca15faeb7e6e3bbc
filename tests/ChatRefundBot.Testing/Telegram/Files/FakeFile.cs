namespace ChatRefundBot.Testing.Telegram.Files;

/// <summary>A file that Telegram keeps.</summary>
/// <param name="Id">The file_id; changes with every bot, use it as it is.</param>
/// <param name="UniqueId">The file_unique_id.</param>
/// <param name="Content">Its bytes; shorter than <paramref name="Size"/> where a test only claims a large file.</param>
/// <param name="Size">The file_size that Telegram names.</param>
/// <param name="Name">Of a document.</param>
public sealed record FakeFile(string Id, string UniqueId, byte[] Content, long Size, string? Name, string? Mime, int Width = 0, int Height = 0);
