namespace ChatRefundBot.Testing.Telegram.Wire;

/// <summary>A file part of a multipart request.</summary>
/// <param name="Field">The part's name, what <c>attach://</c> refers to.</param>
public sealed record UploadedFile(string Field, string FileName, string? ContentType, byte[] Content);
