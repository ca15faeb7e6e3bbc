using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Chat;

/// <summary>Saves what the desk offers to download: a terminal shows no files, but whoever sits at it can open one.</summary>
internal sealed class OfferedFiles(IOutgoingFiles files, ConversationId conversation, string dataDirectory)
{
    /// <returns>The line that says where it is.</returns>
    public async Task<string> SaveAsync(OutgoingFile offered)
    {
        if (await files.OpenAsync(conversation, offered.Key, CancellationToken.None) is not { } file) return "";
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(dataDirectory, "case-files")).FullName, Path.GetFileName(file.Name));
        await File.WriteAllBytesAsync(path, file.Body);
        return $"bot> {path}\n";
    }
}
