using Xunit;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>What a test needs of the machine: without it the test skips with the reason, and fails where <c>CI=true</c>.</summary>
internal static class Requirement
{
    /// <summary>Full path of a program on the PATH; null when there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);

    public static void Met(bool isMet, string reason)
    {
        if (isMet) return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.Skip(reason);
    }
}
