using System.Security.Cryptography;
using System.Text;

namespace ChatRefundBot.WebChannel.Tokens;

/// <summary>
/// The signing keys under the data directory: one on a line, the first signs and the others still verify. To change the key put a new
/// line before the others and restart; take the old one away after 30 days.
/// </summary>
public static class SigningKeyFile
{
    public const string Name = "web-signing-key";

    private const int FewestCharacters = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Reads the file, or makes it with a new key, readable by this user alone.</summary>
    /// <param name="made">True when there was none.</param>
    /// <exception cref="IOException">It cannot be read or written, or a key in it is too short; the message says what to do.</exception>
    public static IReadOnlyList<byte[]> LoadOrMake(string directory, out bool made)
    {
        var path = Path.Combine(directory, Name);
        made = false;
        try
        {
            if (!File.Exists(path)) made = TryMake(path);
            var keys = File.ReadAllLines(path).Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
            if (keys.Length == 0 || keys.Any(k => k.Length < FewestCharacters))
                throw new IOException($"{path} holds no key of at least {FewestCharacters} characters on each line. Remove the file, and a new key is made; open chats then sign in again.");
            return [.. keys.Select(Encoding.UTF8.GetBytes)];
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new IOException($"{path} cannot be read or written by this user. {fault.Message}", fault);
        }
    }

    /// <summary>Makes the file unless another host on this directory is faster. A lock, because moving a file without replacing one is not atomic.</summary>
    private static bool TryMake(string path)
    {
        FileStream? held = null;
        if (!SpinWait.SpinUntil(() => (held = TryLock(path + ".lock")) is not null, Patience))
            throw new IOException($"{path} cannot be made: {path}.lock cannot be taken. Another process holds it, or the disk is full.");
        using (held)
        {
            if (File.Exists(path)) return false;
            Make(path);
            return true;
        }
    }

    private static void Make(string path)
    {
        var temporary = path + ".tmp";
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // What a start that died left behind may be open to others.
        File.Delete(temporary);
        using (var file = new FileStream(temporary, how))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        // Whole or not at all.
        File.Move(temporary, path);
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault) when (fault is not DirectoryNotFoundException)
        {
            // Held by another one, as a rule; whatever else it is, is said when the patience is over.
            return null;
        }
    }
}
