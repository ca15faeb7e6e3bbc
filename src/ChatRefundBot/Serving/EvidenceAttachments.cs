using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Refunds.Evidence;

namespace ChatRefundBot.Serving;

/// <summary>Channels' files in the evidence store: in its incoming area until the buyer has agreed.</summary>
internal sealed class EvidenceAttachments(IEvidenceStore evidence) : IAttachmentStore
{
    public async Task<AttachmentWrite> SaveAsync(ConversationId conversation, Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        await using var capped = new CappedStream(content, maxBytes);
        try
        {
            return await evidence.SaveIncomingAsync(conversation.Value, capped, cancellationToken) switch
            {
                EvidenceWrite.Stored stored => new AttachmentWrite.Stored(stored.Sha256.Hex, stored.Size),
                _ => AttachmentWrite.TooLarge.Instance,
            };
        }
        catch (CapReachedException)
        {
            return AttachmentWrite.TooLarge.Instance;
        }
    }

    public async Task<Stream?> OpenAsync(ConversationId conversation, string sha256, CancellationToken cancellationToken)
    {
        if (!EvidenceHash.TryParse(sha256, out var hash)) return null;
        return await evidence.OpenIncomingAsync(conversation.Value, hash, cancellationToken) ?? await evidence.OpenReadAsync(hash, cancellationToken);
    }

    private sealed class CapReachedException() : Exception("The stream is longer than it may be.");

    /// <summary>Fails instead of ending, so that the store keeps nothing of a file that is too large.</summary>
    private sealed class CappedStream(Stream inner, long maxBytes) : Stream
    {
        private long _read;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Count(await inner.ReadAsync(buffer, cancellationToken));

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int read) => (_read += read) > maxBytes ? throw new CapReachedException() : read;
    }
}
