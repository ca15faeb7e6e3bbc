namespace ChatRefundBot.Testing.Telegram.Users;

/// <summary>A message that a user has sent.</summary>
/// <param name="UpdateId">0 when the bot did not ask for such updates.</param>
/// <param name="FileId">Of a picture (its largest size) or file.</param>
public sealed record UserMessage(int MessageId, long UpdateId, string? MediaGroupId = null, string? FileId = null);

/// <summary>How a message is sent.</summary>
public sealed record UserSend
{
    /// <summary>The message it replies to.</summary>
    public int? ReplyTo { get; init; }

    /// <summary>The part of that message which is quoted.</summary>
    public string? Quote { get; init; }

    /// <summary>Forwarded from somebody whose account is hidden.</summary>
    public string? ForwardedFrom { get; init; }
}

/// <summary>A part of an album.</summary>
/// <param name="FileName">Null: a photo.</param>
public sealed record AlbumItem(byte[] Content, string? FileName, string? Mime, string? Caption)
{
    public static AlbumItem Photo(byte[] picture, string? caption = null) => new(picture, null, null, caption);

    public static AlbumItem Document(byte[] content, string fileName, string? mime = null, string? caption = null) => new(content, fileName, mime, caption);
}
