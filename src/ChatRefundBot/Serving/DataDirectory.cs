using ChatRefundBot.Settings;

namespace ChatRefundBot.Serving;

internal static class DataDirectory
{
    /// <summary>Makes the data directory when there is none, open to this user only: it holds conversations and evidence.</summary>
    /// <exception cref="IOException">It cannot be made; the message names the setting.</exception>
    public static void Ensure(HostSettings settings)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(settings.DataDirectory);
            else Directory.CreateDirectory(settings.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{SettingKey.Describe("Store:DataDirectory")}: {settings.DataDirectory} cannot be made; name a directory that this user may write. {fault.Message}", fault);
        }
    }
}
