namespace ChatRefundBot.DialogKernel.Messages;

/// <summary>Where channels put the bytes of files before the message that carries them is accepted, and fetch them to show them again.</summary>
public interface IAttachmentStore
{
    /// <summary>Keeps a file of a conversation; it outlives a power cut when this returns. The same bytes again are the same file.</summary>
    /// <param name="content">Read from where it stands, one buffer at a time, and not closed.</param>
    /// <param name="maxBytes">A file that goes on after so many bytes is not kept.</param>
    /// <exception cref="IOException">It could not be written; nothing is kept.</exception>
    Task<AttachmentWrite> SaveAsync(ConversationId conversation, Stream content, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Opens a file of a conversation for reading, seekable; null when there is none. The caller closes it.</summary>
    /// <param name="sha256">As in <see cref="Attachment.Sha256"/>; anything that is none finds nothing.</param>
    Task<Stream?> OpenAsync(ConversationId conversation, string sha256, CancellationToken cancellationToken);
}

/// <summary>What came of <see cref="IAttachmentStore.SaveAsync"/>.</summary>
public abstract record AttachmentWrite
{
    private AttachmentWrite() { }

    /// <param name="Sha256">Lower-case hex.</param>
    /// <param name="Size">Bytes.</param>
    public sealed record Stored(string Sha256, long Size) : AttachmentWrite;

    /// <summary>Nothing was kept.</summary>
    public sealed record TooLarge : AttachmentWrite
    {
        public static readonly TooLarge Instance = new();
    }
}
