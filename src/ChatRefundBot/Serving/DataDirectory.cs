using ChatRefundBot.Settings;

namespace ChatRefundBot.Serving;

internal static class DataDirectory
{
    /// <summary>Makes the data directory when there is none, open to this user only: it holds conversations and evidence.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static void Ensure(HostSettings settings)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(settings.DataDirectory);
        else Directory.CreateDirectory(settings.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
