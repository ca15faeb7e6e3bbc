namespace ChatRefundBot.Refunds.Orders;

/// <summary>Writes a file so that a reader sees the old one or the new one, never half of one.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside the target, brings it to disk and moves it into place. False: there was a file and it was not to be replaced.</summary>
    public static bool Write(string path, Action<Stream> write, bool replace)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var beside = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (!replace && File.Exists(target))
                return false;
            File.Move(beside, target, replace);
            return true;
        }
        catch (IOException) when (!replace && File.Exists(target))
        {
            // Another process made it between the look and the move.
            return false;
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
