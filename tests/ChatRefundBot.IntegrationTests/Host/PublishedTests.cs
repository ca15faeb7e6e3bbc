using System.Diagnostics;
using System.Net;
using ChatRefundBot.Testing.Storage;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Host;

/// <summary>What <c>dotnet publish</c> makes, run from another directory.</summary>
public sealed class PublishedTests(PublishedProgram published) : IClassFixture<PublishedProgram>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task It_serves_from_any_working_directory()
    {
        await using var host = await RunningHost.StartAsync(_directory.FullPath, [], published.Program);

        await host.BecomesAsync(HttpStatusCode.OK);
        Assert.True(File.Exists(_directory.File("data/store.db")));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(published.Program)!, "appsettings.json")));
    }

    [Fact]
    public async Task It_finds_its_rules_and_its_words_from_any_working_directory()
    {
        var check = await ProgramRun.Async(_directory.FullPath, ["policy", "check"], program: published.Program);
        Assert.True(check.Code == 0, check.Output + check.Error);

        var chat = await ProgramRun.Async(_directory.FullPath, ["chat"], "同意\n", program: published.Program);
        Assert.Equal(0, chat.Code);
        Assert.Contains("订单号", chat.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}

/// <summary>Publishes once for all tests of the class, from what is built already.</summary>
public sealed class PublishedProgram : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    public string Program => _directory.File("ChatRefundBot.dll");

    public async ValueTask InitializeAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo(
            "dotnet", ["publish", Project(), "--no-build", "-c", configuration, "-o", _directory.FullPath, "-nodeReuse:false", "-v", "quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start)!;
        var said = await Task.WhenAll(publish.StandardOutput.ReadToEndAsync(), publish.StandardError.ReadToEndAsync());
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, string.Concat(said));
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Project()
    {
        // By its place, not by this file's path at build time: a deterministic build does not keep that.
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ChatRefundBot.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not lie below the solution.");
        return Path.Combine(directory.FullName, "src", "ChatRefundBot", "ChatRefundBot.csproj");
    }
}
