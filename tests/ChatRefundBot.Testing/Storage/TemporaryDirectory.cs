namespace ChatRefundBot.Testing.Storage;

/// <summary>A directory of one test, removed with all its files.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Full path; exists.</summary>
    public string FullPath { get; } = Directory.CreateTempSubdirectory("crb-test-").FullName;

    public string File(string name) => Path.Combine(FullPath, name);

    public void Dispose()
    {
        if (Directory.Exists(FullPath)) Directory.Delete(FullPath, recursive: true);
    }
}
