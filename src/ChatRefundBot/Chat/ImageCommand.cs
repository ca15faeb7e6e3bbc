using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Refunds.Evidence;

namespace ChatRefundBot.Chat;

/// <summary><c>/image PATH</c>: brings a file to the desk as a buyer's picture. What the desk takes, the desk decides.</summary>
internal sealed class ImageCommand(IEvidenceStore evidence, ConversationId conversation)
{
    private const string Word = "/image";

    /// <summary>The path of such a line, empty when it has none; null for any other line.</summary>
    public static string? PathOf(string line)
    {
        if (!line.StartsWith(Word, StringComparison.Ordinal)) return null;
        if (line.Length > Word.Length && !char.IsWhiteSpace(line[Word.Length])) return null;
        var path = line[Word.Length..].Trim();
        if (path.Length >= 2 && path[0] is '"' or '\'' && path[^1] == path[0]) path = path[1..^1];
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        return path;
    }

    /// <summary>Puts the file into the incoming area. One above its bound becomes an attachment with its refusal, for the desk to answer.</summary>
    /// <exception cref="IOException">It cannot be read, or not be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it, or it is a directory.</exception>
    public async Task<Attachment> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var name = Path.GetFileName(path);
        return await evidence.SaveIncomingAsync(conversation.Value, file, cancellationToken) switch
        {
            EvidenceWrite.Stored stored => new Attachment(name, DeclaredType(name), stored.Size, stored.Sha256.ToString()),
            _ => new Attachment(name, DeclaredType(name), file.CanSeek ? file.Length : 0, "", nameof(EvidenceRefusal.TooLarge)),
        };
    }

    /// <summary>What a browser would say of a file of this name.</summary>
    private static string? DeclaredType(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".webp" => "image/webp",
        ".gif" => "image/gif",
        ".pdf" => "application/pdf",
        _ => null,
    };
}
