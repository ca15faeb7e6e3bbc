using System.Collections.Concurrent;
using System.Diagnostics;

namespace ChatRefundBot.Testing;

/// <summary>This assembly run as a process of its own, whose lines are collected and which can be killed at any moment.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task _reading;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private ChildProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(CollectAsync(process.StandardOutput, _lines), CollectAsync(process.StandardError, _errors));
    }

    /// <summary>Complete lines written so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors => string.Join('\n', _errors);

    public bool HasEnded => _process.HasExited;

    public static ChildProcess Start(params string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ChatRefundBot.Testing.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Waits until the process has written so many lines; fails when it ends before.</summary>
    public async Task UntilLinesAsync(int count)
    {
        var waited = Stopwatch.StartNew();
        while (_lines.Count < count)
        {
            if (_process.HasExited || waited.Elapsed > s_patience)
            {
                throw new InvalidOperationException(
                    $"The child process wrote {_lines.Count} of {count} lines; ended: {_process.HasExited}. {string.Join('\n', _errors)}");
            }
            await Task.Delay(1);
        }
    }

    /// <summary>Ends the process as a crash would (SIGKILL) and reads what it had written.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>Waits for the process to end by itself.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static async Task CollectAsync(StreamReader from, ConcurrentQueue<string> lines)
    {
        while (await from.ReadLineAsync() is { } line) lines.Enqueue(line);
    }
}
