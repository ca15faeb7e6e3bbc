namespace ChatRefundBot.DialogKernel.Messages;

/// <summary>A file that the desk offers with a message. Made anew whenever it is fetched; a channel that carries no files shows the text alone.</summary>
/// <param name="Key">What it is fetched by, of letters, digits and dashes; of use in its own conversation only.</param>
/// <param name="Name">File name for whoever saves it.</param>
/// <param name="ContentType">MIME type.</param>
public sealed record OutgoingFile(string Key, string Name, string ContentType);

/// <summary>Makes the files that the desk offers, when a channel fetches them.</summary>
public interface IOutgoingFiles
{
    /// <summary>The file as it is at this moment; null when there is none of this key for this conversation.</summary>
    Task<OutgoingFileContent?> OpenAsync(ConversationId conversation, string key, CancellationToken cancellationToken);
}

/// <summary>A file's content.</summary>
public sealed record OutgoingFileContent(string Name, string ContentType, ReadOnlyMemory<byte> Body);
