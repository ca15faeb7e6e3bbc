using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Host;

/// <summary>A host as a process of its own, on a free port.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private const string LastLine = "Ctrl-C";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningHost(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(_error, line.Data);
        process.Exited += (_, _) => _up.TrySetException(new InvalidOperationException($"The host ended.\n{Output}\n{Error}"));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Error => Text(_error);

    public HttpClient Client { get; private set; } = new();

    /// <summary>Bytes of memory that the process holds.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a host, on a free port unless told otherwise, and waits until it says that it is up.</summary>
    public static async Task<RunningHost> StartAsync(
        string workingDirectory, IEnumerable<string> arguments, string? program = null, string urls = "http://127.0.0.1:0")
    {
        var host = new RunningHost(ProgramRun.Start(workingDirectory, [.. arguments, "--Urls=" + urls], program: program));
        await host._up.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var address = host.Output.Split('\n').First(l => l.Contains("Address", StringComparison.Ordinal)).Split(": ")[1].Trim();
        host.Client = new HttpClient { BaseAddress = new Uri(address) };
        return host;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> ReadyAsync()
    {
        using var response = await Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    public async Task BecomesAsync(HttpStatusCode status)
    {
        var waited = Stopwatch.StartNew();
        while ((await ReadyAsync()).Status != status)
        {
            Assert.True(waited.Elapsed < Patience, $"Readiness did not become {status}: {(await ReadyAsync()).Body}\n{Error}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until standard output has a text.</summary>
    public async Task SaysAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(waited.Elapsed < Patience, $"The host never said '{text}':\n{Output}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends it as an operator would, by SIGTERM; returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Client.Dispose();
    }

    private void Take(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
        if (ReferenceEquals(text, _output) && line.StartsWith(LastLine, StringComparison.Ordinal)) _up.TrySetResult();
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
