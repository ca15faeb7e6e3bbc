using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatRefundBot.Testing.Chats;

namespace ChatRefundBot.Testing.Crash;

/// <summary>Where a round keeps its data, and how often its processes die by themselves.</summary>
/// <param name="Redis">Connection string; <c>-</c> for SQLite in the directory.</param>
internal sealed record CrashPlace(string Directory, string Redis, string Shop, int DeathsPerThousand);

/// <summary>A worker process, begun again whenever it dies.</summary>
internal sealed class CrashChild(CrashPlace place) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _asked = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Process? _process;
    private Task _living = Task.CompletedTask;
    private bool _ending;

    /// <summary>How often the process died, whoever did it.</summary>
    public int Deaths { get; private set; }

    /// <summary>The build output of the benchmarks, whose verb the worker is, in this build's configuration.</summary>
    private static string Program { get; } = Path.Combine(
        RepositoryFiles.Root, "tests", "ChatRefundBot.Benchmarks",
        Path.GetRelativePath(RepositoryFiles.Root, AppContext.BaseDirectory).Split(Path.DirectorySeparatorChar, 3)[2], "ChatRefundBot.Benchmarks.dll");

    public void Start()
    {
        if (!File.Exists(Program)) throw new FileNotFoundException("Build tests/ChatRefundBot.Benchmarks first; its worker is what is killed.", Program);
        _living = LiveAsync();
    }

    /// <summary>Sends a message; true when it was acknowledged, false when it was not and has to be sent again.</summary>
    public async Task<bool> SendAsync(string conversation, string id, string text)
    {
        var answer = _asked[$"{conversation}\t{id}"] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _writing.WaitAsync();
        try
        {
            if (_process is not { HasExited: false } alive) return false;
            await alive.StandardInput.WriteLineAsync($"{conversation}\t{id}\t{text}");
            await alive.StandardInput.FlushAsync();
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            _writing.Release();
        }

        return await answer.Task;
    }

    /// <summary>SIGKILL, at whatever the process is doing.</summary>
    public void Kill()
    {
        try
        {
            _process?.Kill();
        }
        catch (InvalidOperationException)
        {
            // It died by itself a moment ago.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _ending = true;
        Kill();
        await _living;
        _writing.Dispose();
    }

    private async Task LiveAsync()
    {
        while (!_ending)
        {
            using var process = Process.Start(StartInfo())!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            while (await process.StandardOutput.ReadLineAsync() is { } line) Hear(process, line);
            await process.WaitForExitAsync();
            _process = null;
            if (!_ending) Deaths++;
            // What it had not acknowledged is sent again, as a channel does.
            foreach (var (asked, answer) in _asked)
            {
                if (_asked.TryRemove(asked, out _)) answer.TrySetResult(false);
            }
        }
    }

    private void Hear(Process process, string line)
    {
        if (line == "ready")
        {
            _process = process;
            if (_ending) Kill();
            return;
        }

        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab > 0 && _asked.TryRemove(line[(tab + 1)..], out var answer)) answer.TrySetResult(line.StartsWith("ack", StringComparison.Ordinal));
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        string[] arguments = [Program, "crash-worker", place.Directory, place.Redis, place.Shop, place.DeathsPerThousand.ToString(CultureInfo.InvariantCulture)];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // Processes that live for a second need no optimised code.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TieredCompilation"] = "1";
        return start;
    }
}
