namespace ChatRefundBot.Testing.Chats;

/// <summary>Files of the source tree that tests read as they are.</summary>
public static class RepositoryFiles
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of dialogs, wording and rules.</summary>
    public static string Dialogs => Path.Combine(Root, "dialogs");

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "ChatRefundBot.sln"))) return directory.FullName;
        }

        throw new DirectoryNotFoundException($"No ChatRefundBot.sln above {AppContext.BaseDirectory}; run the tests from their build output.");
    }
}
