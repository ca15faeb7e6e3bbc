namespace ChatRefundBot.TelegramChannel.Files;

/// <summary>
/// The directory where a private Bot API server (<c>--local</c>) puts files, as this host sees it. The server names a file by its own path,
/// of which only the end is the same here.
/// </summary>
internal sealed class SharedFiles(string directory, string token)
{
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + Path.DirectorySeparatorChar;

    /// <summary>True for a path on the server's own disk, of whatever system it runs on.</summary>
    public static bool IsRooted(string path) => path[0] is '/' or '\\' || (path.Length > 2 && path[1] == ':');

    /// <summary>Null when there is no such file below the directory.</summary>
    public FileStream? Open(string path)
    {
        if (path.StartsWith(_root, StringComparison.Ordinal) && TryOpen(path[_root.Length..]) is { } same) return same;
        var parts = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        // The longest end that is found: the directory may be the server's own, its folder of this bot, or one above.
        for (var skipped = 0; skipped < parts.Length; skipped++)
        {
            var end = Path.Combine(parts[skipped..]);
            if ((TryOpen(end) ?? TryOpen(Path.Combine(token, end))) is { } found) return found;
        }

        return null;
    }

    private FileStream? TryOpen(string relative)
    {
        var full = Path.GetFullPath(Path.Combine(_root, relative));
        if (!full.StartsWith(_root, StringComparison.Ordinal) || !File.Exists(full)) return null;
        // A link must not lead out of the directory either.
        if (File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target && !target.FullName.StartsWith(_root, StringComparison.Ordinal)) return null;
        return new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 81920, FileOptions.Asynchronous);
    }
}
