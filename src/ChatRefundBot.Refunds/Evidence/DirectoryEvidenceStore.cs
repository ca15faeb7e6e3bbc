using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ChatRefundBot.Refunds.Evidence;

/// <summary>
/// Files under a data directory: <c>evidence/ab/abcd…</c> kept, <c>evidence/incoming/CONVERSATION-HASH/abcd…</c> before consent,
/// <c>evidence/temporary/</c> while being written. Readable by the bot's user alone. No name comes from a user.
/// </summary>
/// <param name="dataDirectory">The host's data directory (<c>Store:DataDirectory</c>); created when missing.</param>
public sealed class DirectoryEvidenceStore(string dataDirectory) : IEvidenceStore
{
    private const int BufferBytes = 81_920;

    private readonly string _root = Path.Combine(Path.GetFullPath(dataDirectory), "evidence");

    private string Temporary => Path.Combine(_root, "temporary");

    /// <inheritdoc/>
    public Task<EvidenceWrite> SaveIncomingAsync(string conversation, Stream content, CancellationToken cancellationToken)
    {
        var directory = IncomingDirectory(conversation);
        return WriteAsync(content, hash => Path.Combine(directory, hash.Hex), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<EvidenceWrite> SaveAsync(Stream content, CancellationToken cancellationToken) => WriteAsync(content, KeptPath, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PromoteAsync(string conversation, EvidenceHash hash, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var kept = KeptPath(hash);
        try
        {
            CreateDirectory(Path.GetDirectoryName(kept)!);
            File.Move(Path.Combine(IncomingDirectory(conversation), hash.Hex), kept, overwrite: true);
            return Task.FromResult(true);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            // Promoted before, or never there.
            return Task.FromResult(File.Exists(kept));
        }
    }

    /// <inheritdoc/>
    public Task<int> DeleteIncomingAsync(string conversation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var directory = IncomingDirectory(conversation);
        try
        {
            var files = Directory.GetFiles(directory);
            Directory.Delete(directory, recursive: true);
            return Task.FromResult(files.Length);
        }
        catch (DirectoryNotFoundException)
        {
            return Task.FromResult(0);
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenReadAsync(EvidenceHash hash, CancellationToken cancellationToken) => OpenAsync(KeptPath(hash), cancellationToken);

    /// <inheritdoc/>
    public Task<Stream?> OpenIncomingAsync(string conversation, EvidenceHash hash, CancellationToken cancellationToken) =>
        OpenAsync(Path.Combine(IncomingDirectory(conversation), hash.Hex), cancellationToken);

    /// <summary>Deletes what writers that died left behind; to be called at the start with a moment some hours back. Returns how many.</summary>
    public int DeleteAbandoned(DateTimeOffset writtenBefore)
    {
        if (!Directory.Exists(Temporary))
            return 0;
        var abandoned = Directory.GetFiles(Temporary).Where(file => File.GetLastWriteTimeUtc(file) < writtenBefore.UtcDateTime).ToList();
        abandoned.ForEach(File.Delete);
        return abandoned.Count;
    }

    private async Task<EvidenceWrite> WriteAsync(Stream content, Func<EvidenceHash, string> target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        CreateDirectory(Temporary);
        var temporary = Path.Combine(Temporary, Path.GetRandomFileName());
        try
        {
            if (await CopyAsync(content, temporary, cancellationToken) is not { } stored)
                return EvidenceWrite.TooLarge.Instance;
            var path = target(stored.Sha256);
            CreateDirectory(Path.GetDirectoryName(path)!);
            // The same name is the same bytes, so writing over is writing nothing new.
            File.Move(temporary, path, overwrite: true);
            return stored;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<EvidenceWrite.Stored?> CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long size = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                size += read;
                if (size > EvidenceLimits.MostStoredBytes)
                    return null;
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            // A channel acknowledges after this, so the bytes must outlive a power cut.
            file.Flush(flushToDisk: true);
            return new EvidenceWrite.Stored(EvidenceHash.From(hash.GetHashAndReset()), size);
        }
        finally
        {
            // Someone's picture does not stay in a shared buffer.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static Task<Stream?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<Stream?>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 4096, useAsync: true));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    private string KeptPath(EvidenceHash hash) => Path.Combine(_root, hash.Hex[..2], hash.Hex);

    private string IncomingDirectory(string conversation)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversation);
        return Path.Combine(_root, "incoming", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(conversation))));
    }

    private void CreateDirectory(string path)
    {
        // The mode is that of the last directory made, and a closed root closes all below it.
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(path);
    }
}
