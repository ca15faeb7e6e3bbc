using System.Runtime.CompilerServices;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Verbs;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

/// <summary>The table of the repository, its golden files, and copies of it to bend.</summary>
internal static class PolicyFiles
{
    public static string Directory { get; } = FindAbove(AppContext.BaseDirectory) ?? FindAbove(ThisFile()) ?? throw new InvalidOperationException("The tests run outside of the repository.");

    private static readonly Lazy<PolicyTable> Loaded = new(() => Load(Directory));

    private static readonly Lazy<GoldenCase[]> Cases = new(() => [.. GoldenPaths.SelectMany(path => Golden(path).Cases)]);

    public static PolicyTable Table => Loaded.Value;

    public static IEnumerable<string> GoldenPaths => System.IO.Directory.GetFiles(Path.Combine(Directory, "golden"), "*.json").Order(StringComparer.Ordinal);

    public static IReadOnlyList<GoldenCase> GoldenCases => Cases.Value;

    public static GoldenFile Golden(string path)
    {
        var problems = new List<string>();
        var golden = GoldenFile.Read(File.ReadAllText(path), problems);
        Assert.Empty(problems);
        return golden!;
    }

    public static GoldenCase Case(string id) => GoldenCases.First(item => item.Id == id);

    public static PolicyTable Load(string directory)
    {
        var result = PolicyLoader.Load(directory);
        Assert.True(result is PolicyLoadResult.Loaded, result is PolicyLoadResult.Failed failed ? string.Join('\n', failed.Errors) : "");
        return ((PolicyLoadResult.Loaded)result).Table;
    }

    private static string? FindAbove(string path)
    {
        for (var at = new DirectoryInfo(path); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "ChatRefundBot.sln")))
                return Path.Combine(at.FullName, "dialogs", "policy");
        }

        return null;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

/// <summary>A copy of the table in a directory of its own, to be bent by a test.</summary>
internal sealed class PolicyCopy : IDisposable
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("policy-");

    public PolicyCopy()
    {
        foreach (var file in System.IO.Directory.GetFiles(PolicyFiles.Directory, "*.yaml"))
            File.Copy(file, Path.Combine(Directory, Path.GetFileName(file)));
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "golden"));
        foreach (var file in PolicyFiles.GoldenPaths)
            File.Copy(file, Path.Combine(Directory, "golden", Path.GetFileName(file)));
    }

    public string Directory => _directory.FullName;

    public void Replace(string file, string old, string with)
    {
        var path = Path.Combine(Directory, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, with, StringComparison.Ordinal));
    }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Directory, file), text);

    public IReadOnlyList<PolicyError> Errors() => PolicyLoader.Load(Directory) is PolicyLoadResult.Failed failed ? failed.Errors : [];

    public void Dispose() => _directory.Delete(recursive: true);
}
